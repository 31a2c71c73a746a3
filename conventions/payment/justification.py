"""What was granted and what was bought of a convention, loaded for `liquidation.py`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from applications.models import Candidacy, SchoolProject
from equipment.granted import Resource, resources_of
from equipment.keys import Key
from equipment.progress import received_of
from tne38.core.money import total

from ..models import Convention, Invoice, InvoiceLine
from .liquidation import Bill, Bought, ExaminedBill, Granted, examine


@dataclass(frozen=True)
class Article:
    """An article granted to a school, or its ENT."""

    key: Key
    project: SchoolProject
    label: str
    granted: Granted

    @property
    def unit(self) -> str:
        """What one counts."""
        return "an" if self.key.item is None else "unité"

    @property
    def name(self) -> str:
        """As a form names it."""
        return str(self.key)


def articles_of(candidacy: Candidacy) -> list[Article]:
    """What was granted and received, as `equipment` tells it; no query for what is already loaded."""
    received = received_of(candidacy)
    return [
        Article(
            resource.key,
            resource.project,
            f"{resource.label}, par an" if resource.is_ent else resource.label,
            _granted(resource, received[resource.key]),
        )
        for resource in resources_of(candidacy)
    ]


def _granted(resource: Resource, received: int) -> Granted:
    """An ENT is opened once: all its subsidised years then count."""
    quantity, cap = resource.granted.quantity, resource.granted.cap
    return Granted(quantity, cap, quantity if resource.is_ent and received else received)


def granted_by_key(candidacy: Candidacy) -> dict[Key, Granted]:
    return {article.key: article.granted for article in articles_of(candidacy)}


def invoices_of(convention: Convention) -> QuerySet[Invoice]:
    """The invoices of a convention with their lines and files, those of the first request first."""
    lines = Prefetch("lines", InvoiceLine.objects.select_related("item", "project__school"))
    return convention.invoices.select_related("file").prefetch_related(lines).order_by("claim_id", "pk")


def presented(convention: Convention) -> QuerySet[Invoice]:
    """Those that count, filed in one request or another; one refused as a whole is given back."""
    return invoices_of(convention).filter(counts=True)


def bill_of(invoice: Invoice, basis: str) -> Bill:
    lines = [Bought(line.key, line.quantity, line.unit_price) for line in invoice.lines.all()]
    return Bill(invoice.amount(basis), invoice.issued_on, invoice.paid_on, lines, invoice.refused)


@dataclass(frozen=True)
class Examined:
    """An invoice and what counts of it."""

    invoice: Invoice
    result: ExaminedBill


def examined(convention: Convention, invoices: Iterable[Invoice]) -> list[Examined]:
    """What counts of these invoices, read in this order."""
    candidacy, invoices = convention.candidacy, list(invoices)
    assert convention.notified_on is not None
    results = examine(
        granted_by_key(candidacy),
        [bill_of(invoice, candidacy.terms.price_basis) for invoice in invoices],
        notified_on=convention.notified_on,
    )
    return [Examined(invoice, result) for invoice, result in zip(invoices, results, strict=True)]


def counted(found: Sequence[Examined]) -> Decimal:
    """Euros that count of all these invoices."""
    return total(one.result.counted for one in found)
