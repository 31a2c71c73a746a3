"""The agents' acts about the messages of a dossier, beside its thread."""

from typing import Any

from django.utils import timezone

from .actions import DossierAction, register
from .domain import questions
from .enums import CandidacyState
from .forms.questions import MessageForm, sent_files
from .models import Candidacy

EXCHANGES = "echanges"
_DEPOSITED = frozenset(CandidacyState) - {CandidacyState.DRAFT}


def _write(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    questions.write(candidacy, values["text"], sent=sent_files(values), by=by, at=timezone.now())
    return "Votre message est envoyé au porteur."


def _mark_read(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    questions.mark_read(candidacy, by=by, at=timezone.now())
    return "Les messages du porteur sont marqués comme lus."


def _has_unread(candidacy: Candidacy) -> bool:
    return any(message.from_porteur and message.is_unread for message in candidacy.questions.all())


register(
    DossierAction(
        "ecrire-au-porteur",
        "Écrire au porteur",
        "applications.review_candidacy",
        _DEPOSITED,
        _write,
        form=MessageForm,
        help="Le message est envoyé par courriel aux personnes qui agissent pour le porteur, et reste sur la page "
        "de son dossier. Répondre vaut lecture.",
        beside=EXCHANGES,
    )
)
register(
    DossierAction(
        "marquer-lu",
        "Marquer comme lu",
        "applications.review_candidacy",
        _DEPOSITED,
        _mark_read,
        help="Les messages du porteur n’attendent pas de réponse.",
        applies=_has_unread,
        beside=EXCHANGES,
    )
)
