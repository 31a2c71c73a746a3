"""The money of a call, per funder: reserved when a dossier is selected, under a lock, never overspent."""

from decimal import Decimal

from django.db.models import Sum

from applications.domain.review import at_withdrawal
from applications.models import Call, Candidacy
from tne38.core.errors import DomainError
from tne38.core.money import ZERO, french

from ..enums import Funder
from ..models import Envelope, Reservation


def reserve(candidacy: Candidacy, *, department: Decimal, tne: Decimal) -> None:
    """Take the two shares (euros) of a dossier from the envelopes of its call, or raise « enveloppe ».

    The envelopes are locked first, then read: two sessions that decide at once wait for each other. A call
    without envelope has no ceiling. Reserving again replaces what the dossier had reserved.
    """
    wanted = {Funder.DEPARTMENT: department, Funder.TNE: tne}
    for envelope in _locked(candidacy.call):
        others = envelope.reservations.exclude(candidacy=candidacy)
        left = envelope.amount - (others.aggregate(total=Sum("amount"))["total"] or ZERO)
        amount = wanted[Funder(envelope.funder)]
        if amount > left:
            raise DomainError(
                "enveloppe",
                f"L’enveloppe « {envelope.get_funder_display()} » ne suffit pas : "
                f"il reste {french(left)}, la décision en demande {french(amount)}.",
                field="amount",
            )
        Reservation.objects.update_or_create(
            envelope=envelope, candidacy=candidacy, defaults={"amount": amount}
        )


def reserved(envelope: Envelope) -> Decimal:
    """What decisions have taken from an envelope, in euros; it stays locked until the transaction ends."""
    Envelope.objects.select_for_update().get(pk=envelope.pk)
    return envelope.reservations.aggregate(total=Sum("amount"))["total"] or ZERO


@at_withdrawal
def release(candidacy: Candidacy) -> None:
    """Give back everything a dossier had reserved."""
    _locked(candidacy.call)
    candidacy.reservations.all().delete()


def _locked(call: Call) -> list[Envelope]:
    return list(Envelope.objects.select_for_update().filter(call=call).order_by("pk"))
