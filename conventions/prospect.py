"""What the request being prepared comes to, invoice by invoice, and what would be paid; writes nothing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from tne38.core.money import total

from .domain.accounts import granted_of, ground_of
from .domain.liquidation import as_data
from .models import Claim, Convention, Invoice
from .payment.entitlement import Entitlement
from .payment.justification import Examined, bill_of, granted_by_key, invoices_of
from .payment.liquidation import Bill, ExaminedBill, Ground, due, examine


@dataclass(frozen=True)
class Prospect:
    """The invoices prepared, each with what counts of it; `typed` is the one on the page, not kept yet."""

    rows: list[tuple[Invoice, dict[str, Any]]]
    typed: ExaminedBill | None
    ground: Ground
    justified: Decimal
    due: Entitlement

    @property
    def left(self) -> Decimal:
        """Euros granted that would not be paid."""
        return self.ground.granted - self.ground.before - self.due.amount

    @property
    def may_be_asked(self) -> bool:
        """Whether a request has an object: invoices, or articles invoiced before and received since."""
        return bool(self.rows or self.due.amount)


def prospect_of(
    convention: Convention,
    typed: Bill | None = None,
    *,
    instead_of: int | None = None,
    claim: Claim | None = None,
) -> Prospect:
    """What would be paid if what is prepared were filed now; `typed` takes the place of an invoice, or is added.

    `claim` is the request that an agent completes; None, the one that the porteur prepares.
    """
    basis = convention.candidacy.terms.price_basis
    counting = invoices_of(convention).filter(Q(counts=True) | Q(claim=None)).exclude(pk=instead_of)
    invoices = list(counting)
    invoices.sort(key=lambda invoice: (invoice.claim_id is None, invoice.claim_id or 0, invoice.pk))
    bills = [bill_of(invoice, basis) for invoice in invoices] + ([typed] if typed else [])
    assert convention.notified_on is not None
    found = examine(granted_by_key(convention.candidacy), bills, notified_on=convention.notified_on)
    justified = total(one.counted for one in found)
    ground = ground_of(convention, granted=granted_of(convention))
    asked = claim.pk if claim else None
    prepared = [pair for pair in zip(invoices, found, strict=False) if pair[0].claim_id == asked]
    return Prospect(
        rows=[(invoice, as_data(Examined(invoice, result))) for invoice, result in prepared],
        typed=found[-1] if typed else None,
        ground=ground,
        justified=justified,
        due=due(ground, justified=justified),
    )
