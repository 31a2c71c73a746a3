"""What was claimed back: only where something was paid, never more than what each funder paid."""

from collections.abc import Iterator

from django.db.models import F, OuterRef

from tne38.core.money import french

from ..models import Balance, Payment, Recovery
from .expected import SHARES, returned, summed
from .gap import Gap


def gaps() -> Iterator[Gap]:
    yield from _above_what_is_paid()
    yield from _without_an_account()


def _above_what_is_paid() -> Iterator[Gap]:
    """More given back to a funder than it paid."""
    paid = Payment.objects.filter(convention=OuterRef("convention"), paid_on__isnull=False)
    for funder, share in SHARES.items():
        rows = Balance.objects.annotate(
            was_paid=summed(paid, share, "convention"),
            was_returned=returned(f"decided_{share}", "convention__candidacy__"),
        )
        found = rows.filter(was_returned__gt=F("was_paid")).order_by("pk")
        for number, back, due in found.values_list(
            "convention__candidacy__number", "was_returned", "was_paid"
        ):
            message = f"{french(back)} reversés à « {funder.label} », qui a versé {french(due)}."
            yield Gap(number, "reversement", message)


def _without_an_account() -> Iterator[Gap]:
    """Money claimed back from a convention that was never paid."""
    rows = Recovery.objects.filter(convention__balance__isnull=True).order_by("pk")
    for number, amount in rows.values_list("convention__candidacy__number", "amount"):
        yield Gap(number, "reversement", f"{french(amount)} demandés en retour, rien n’a été versé.")
