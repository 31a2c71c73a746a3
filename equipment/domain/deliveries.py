"""What the beneficiary received, delivery by delivery, until all is there or nothing more is waited for."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.domain.attachments import Filing, Sent, accepts_after_deposit, add_attachment
from applications.domain.review import change_state
from applications.enums import AttachmentSource
from applications.enums import CandidacyState as State
from applications.history import tell
from applications.models import Candidacy, SchoolProject
from tne38.core import journal
from tne38.core.errors import DomainError

from ..keys import Key
from ..models import Delivery, DeliveryLine
from ..notifications import EverythingReceived
from ..progress import still_expected
from .quantities import described, locked_while_delivered, require_day, require_quantities

RECORD_DELIVERY = "equipment.record_delivery"
RECEIVED, CANCELLED, CLOSED = "réception enregistrée", "réception annulée", "livraisons closes"

_guards: list[Callable[[Candidacy], None]] = []


def delivery_guard(guard: Callable[[Candidacy], None]) -> Callable[[Candidacy], None]:
    """Register a function that raises DomainError when what a dossier received must stay as it is."""
    _guards.append(guard)
    return guard


@transaction.atomic
def record_delivery(
    candidacy: Candidacy,
    *,
    received_on: date,
    quantities: Mapping[Key, int],
    by: Any,
    sent: Sent | None = None,
    comment: str = "",
) -> Delivery:
    """What was received on this day, with its delivery note or not; a manager or the porteur says so.

    When all is received the dossier is delivered, and the Rectorat, the IEN and the ERUN are told. Raises
    DomainError « champ_invalide », « champ_obligatoire », « quantite_invalide », « etat », those of
    `add_attachment`; NotAllowed.
    """
    candidacy = locked_while_delivered(candidacy, RECORD_DELIVERY, by=by)
    require_day(received_on, "received_on")
    left = still_expected(candidacy)
    kept = require_quantities(candidacy, quantities, at_most=left)
    proof = add_attachment(candidacy, sent, _AS_PROOF, by=by) if sent else None
    delivery = Delivery.objects.create(
        candidacy=candidacy, received_on=received_on, comment=comment.strip(), attachment=proof
    )
    DeliveryLine.objects.bulk_create(
        DeliveryLine(delivery=delivery, project_id=key.project, item_id=key.item, quantity=quantity)
        for key, quantity in kept.items()
    )
    if all(kept.get(key) == quantity for key, quantity in left.items()):
        _complete(candidacy, delivery, by=by)
    journal.record(RECEIVED, candidacy, by=by, after=_described(delivery))
    return delivery


@transaction.atomic
def close_deliveries(candidacy: Candidacy, *, reason: str, by: Any) -> Delivery:
    """Nothing more is waited for, though not all was received: the reason is kept.

    Raises DomainError « champ_obligatoire », « etat »; NotAllowed.
    """
    candidacy = locked_while_delivered(candidacy, RECORD_DELIVERY, by=by)
    if not reason.strip():
        message = "Indiquez pourquoi plus rien n’est attendu."
        raise DomainError("champ_obligatoire", message, field="reason")
    delivery = Delivery.objects.create(
        candidacy=candidacy, received_on=timezone.localdate(), comment=reason.strip(), closes=True
    )
    _complete(candidacy, delivery, by=by)
    journal.record(CLOSED, candidacy, by=by, reason=delivery.comment)
    return delivery


@transaction.atomic
def cancel_delivery(delivery: Delivery, *, by: Any) -> None:
    """The delivery was recorded by mistake: it no longer counts. Raises DomainError « etat », NotAllowed."""
    candidacy = locked_while_delivered(delivery.candidacy, RECORD_DELIVERY, by=by)
    for guard in _guards:
        guard(candidacy)
    if not candidacy.deliveries.filter(pk=delivery.pk, cancelled=False).update(cancelled=True):
        raise DomainError("etat", "Cette réception est déjà annulée.")
    journal.record(CANCELLED, candidacy, by=by, before=_described(delivery))


def _complete(candidacy: Candidacy, delivery: Delivery, *, by: Any) -> None:
    change_state(candidacy, "deliver", by=by)
    EverythingReceived(candidacy, delivery).send()


def _described(delivery: Delivery) -> dict[str, Any]:
    proof = delivery.attachment
    return {
        "recu_le": delivery.received_on,
        "lignes": described(delivery.lines),
        **({"fichier": proof.file.name} if proof else {}),
        **({"observations": delivery.comment} if delivery.comment else {}),
    }


_AS_PROOF = Filing(source=AttachmentSource.DELIVERY)


@accepts_after_deposit
def with_a_delivery(candidacy: Candidacy, project: SchoolProject | None, by: Any) -> bool:
    """A delivery brings its proof, for the whole dossier."""
    launched = candidacy.state == State.NOTIFIED
    return project is None and launched and by.has_perm(RECORD_DELIVERY, candidacy)


for _action in (RECEIVED, CANCELLED):
    tell(_action, labels={"recu_le": "reçu le", "observations": "observations"})
tell(CLOSED, with_reason=True)
