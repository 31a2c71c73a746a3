"""Quotes and deliveries for the tests, through the domain functions alone."""

from datetime import date
from decimal import Decimal

from applications.models import Candidacy
from equipment.domain.deliveries import record_delivery
from equipment.domain.quotes import QuotedValue, QuoteValue, file_quote
from equipment.granted import Resource, resources_of
from equipment.models import Delivery, Quote
from equipment.progress import still_expected
from reviews.domain.quotes import accept_quotes
from reviews.models import Decision
from tests.pieces import sent

DATED_ON = date(2025, 4, 10)


def value(number: str = "D-1", **fields) -> QuoteValue:
    return QuoteValue(**{"supplier": "Fournisseur fictif", "number": number, "dated_on": DATED_ON, **fields})


def line(resource: Resource, quantity: int | None = None, price: str | Decimal | None = None) -> QuotedValue:
    """A line of a quote: by default, all that was granted, at its cap."""
    found = resource.granted
    unit = Decimal(price) if price is not None else found.cap
    return QuotedValue(resource.key, quantity or found.quantity, unit)


def filed(candidacy: Candidacy, *lines: QuotedValue, number: str = "D-1", by=None, **fields) -> Quote:
    """A quote with these lines, and a file of its own."""
    file = sent(f"devis-{number}-{candidacy.attachments.count()}.pdf")
    return file_quote(candidacy, value(number, **fields), file, lines, by=by)


def quoted(candidacy: Candidacy, expense: Decimal | None = None) -> None:
    """Quotes of which `expense` euros are eligible; by default all that was granted, at the prices asked for."""
    candidacy = Candidacy.objects.get(pk=candidacy.pk)
    resources = resources_of(candidacy)
    if expense is None:
        filed(candidacy, *(line(resource, price=_asked(resource)) for resource in resources))
        return
    first = resources[0]
    if expense <= first.granted.cap:
        filed(candidacy, line(first, 1, expense))
        return
    half = (expense / 2).quantize(Decimal("0.01"))
    filed(candidacy, line(first, 1, half))
    filed(candidacy, line(first, 1, expense - half), number="D-2")


def with_accepted_quotes(candidacy: Candidacy, expense: Decimal | None = None, *, by=None) -> Decision:
    quoted(candidacy, expense)
    return accept_quotes(candidacy, by=by)


def received(candidacy: Candidacy, on: date, *, by=None, **values) -> Delivery:
    """All that is still expected, received on one day."""
    candidacy = Candidacy.objects.get(pk=candidacy.pk)
    return record_delivery(candidacy, received_on=on, quantities=still_expected(candidacy), by=by, **values)


def received_in_part(candidacy: Candidacy, on: date, count: int = 1) -> Delivery:
    """So many of the first resource that is expected."""
    candidacy = Candidacy.objects.get(pk=candidacy.pk)
    first = list(still_expected(candidacy))[:1]
    return record_delivery(candidacy, received_on=on, quantities=dict.fromkeys(first, count), by=None)


def _asked(resource: Resource) -> Decimal:
    if resource.is_ent:
        return resource.granted.cap
    return resource.project.lines.filter(item=resource.key.item).first().unit_price
