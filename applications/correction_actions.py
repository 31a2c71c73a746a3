"""The agents' acts about corrections: asking for them, lifting the request."""

from functools import partial
from typing import Any

from django.utils import timezone

from tne38.core.errors import DomainError

from .actions import DossierAction, register
from .domain import corrections
from .enums import CandidacyState as State
from .forms.asking import AskCorrectionForm
from .models import Candidacy
from .review_actions import ReasonForm
from .workflow import REVIEW


def _ask(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    corrections.ask(
        candidacy,
        values["places"],
        reason=values["reason"],
        answer_on=values["answer_on"],
        by=by,
        at=timezone.now(),
    )
    day = f"{values['answer_on']:%d/%m/%Y}"
    return f"La demande de correction est envoyée : réponse attendue le {day} au plus tard."


def _lift(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    request = candidacy.open_correction
    if request is None:
        raise DomainError("etat", "Cette demande de correction n’est plus en cours.")
    corrections.lift(request, reason=values["reason"], by=by, at=timezone.now())
    return "La demande de correction est levée ; le porteur en est informé."


register(
    DossierAction(
        "demander-correction",
        "Demander une correction",
        REVIEW,
        frozenset({State.DEPOSITED, State.IN_REVIEW}),
        _ask,
        form_for=lambda candidacy: partial(AskCorrectionForm, candidacy),
        template="act_correction",
        help="Écrivez une remarque devant chaque champ à corriger : le porteur ne pourra modifier que ceux-là.",
        applies=lambda candidacy: candidacy.open_correction is None,
    )
)
register(
    DossierAction(
        "lever-correction",
        "Lever la demande",
        REVIEW,
        frozenset({State.DEPOSITED, State.IN_REVIEW}),
        _lift,
        form=ReasonForm,
        help="L’instruction reprend avec le dossier tel qu’il est déposé. Ce que le porteur a commencé à écrire "
        "en réponse n’est pas appliqué.",
        applies=lambda candidacy: candidacy.open_correction is not None,
    )
)
