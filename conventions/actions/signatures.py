"""The acts of the signatures and of the notification, on the dossier's page of the agents."""

from typing import Any

from applications.actions import DossierAction, register
from applications.domain.attachments import Sent
from applications.enums import CandidacyState as State
from applications.models import Candidacy

from .. import forms
from ..domain import copies, signature
from ..workflow import ConventionState
from .conditions import convention_is


def _sign(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    signature.record_signature(candidacy.convention, signed_on=values["signed_on"], by=by)
    return "La signature du bénéficiaire est enregistrée."


def _notify(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    sent = Sent(values["fichiers"].name, values["fichiers"])
    copies.add_final_copy(candidacy.convention, sent, by=by)
    signature.notify(
        candidacy.convention,
        countersigned_on=values["countersigned_on"],
        notified_on=values["notified_on"],
        by=by,
    )
    return "La convention est notifiée : le bénéficiaire peut commander."


register(
    DossierAction(
        "enregistrer-signature",
        "Enregistrer la convention signée",
        "conventions.record_signature",
        frozenset({State.VOTED}),
        _sign,
        form=forms.SignatureForm,
        applies=convention_is(ConventionState.TO_SIGN),
    )
)
register(
    DossierAction(
        "notifier",
        "Notifier la convention",
        "conventions.notify_convention",
        frozenset({State.CONTRACTED}),
        _notify,
        form=forms.NotificationForm,
        help="Le président du Département a signé. Le bénéficiaire est prévenu qu’il peut commander.",
    )
)
