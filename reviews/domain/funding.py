"""What each funder puts into a call."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from applications.models import Call
from tne38.core import journal, money
from tne38.core.errors import DomainError, NotAllowed

from ..enums import Funder
from ..models import Envelope


@transaction.atomic
def endow(call: Call, amounts: Mapping[Funder, Decimal], *, by: Any = None) -> list[Envelope]:
    """Give a call its envelopes, in euros by funder; a call that already has one is left as it is."""
    if call.envelopes.exists():
        return []
    envelopes = [
        Envelope.objects.create(call=call, funder=funder, amount=amount) for funder, amount in amounts.items()
    ]
    after = {envelope.funder: money.plain(envelope.amount) for envelope in envelopes}
    journal.record("enveloppe ouverte", call, by=by, after=after)
    return envelopes


@transaction.atomic
def change_amount(envelope: Envelope, amount: Decimal, *, reason: str, by: Any) -> Envelope:
    """Change what a funder puts into a call, in euros, never down to less than decisions have reserved.

    An envelope that has been passed may always be raised. Raises DomainError « montant_invalide »,
    « champ_obligatoire »; NotAllowed.
    """
    if by is not None and not by.has_perm("reviews.change_envelope"):
        raise NotAllowed
    envelope = Envelope.objects.select_for_update(of=("self",)).select_related("call").get(pk=envelope.pk)
    taken = envelope.reservations.aggregate(total=Sum("amount"))["total"] or money.ZERO
    if amount < min(taken, envelope.amount):
        message = f"{money.french(taken)} sont déjà réservés par des décisions : l’enveloppe ne peut pas être moindre."
        raise DomainError("montant_invalide", message, field="amount")
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez le motif du changement.", field="reason")
    before, envelope.amount = envelope.amount, amount
    envelope.full_clean()
    envelope.save(update_fields=["amount"])
    journal.record(
        "enveloppe modifiée",
        envelope,
        by=by,
        before={"montant": money.plain(before)},
        after={"montant": money.plain(amount)},
        reason=reason.strip(),
    )
    return envelope
