"""The quotes, orders and deliveries of the fictitious dossiers."""

from datetime import date
from functools import cache
from typing import Any

from django.utils import timezone

from applications.domain.attachments import Sent
from applications.models import Candidacy
from equipment.accompaniment import agreements_of
from equipment.domain import accompaniment, deliveries, orders, quotes
from equipment.domain.accompaniment import EntValue
from equipment.granted import resources_of
from equipment.progress import still_expected
from tne38.core import pdf

SUPPLIER = "Fournisseur fictif de l’Isère"
QUOTED_ON, ORDERED_ON, RECEIVED_ON = date(2025, 4, 24), date(2025, 7, 1), date(2025, 9, 4)
PRESENTED_ON, AGREED_ON = date(2025, 6, 3), date(2025, 7, 8)


@cache
def _page(title: str) -> bytes:
    """A page that says that it is fictitious; the same for every dossier."""
    at = timezone.make_aware(timezone.datetime(2025, 4, 24, 9, 0))
    return bytes(pdf.render("documents/example.html", {"heading": title}, title=title, at=at))


def quote(candidacy: Candidacy, *, by: Any) -> None:
    """One quote for all that was granted, at the prices asked for."""
    resources = resources_of(candidacy)
    prices = {line.item_id: line.unit_price for p in candidacy.projects.all() for line in p.lines.all()}
    lines = [
        quotes.QuotedValue(one.key, one.granted.quantity, prices.get(one.key.item, one.granted.cap))
        for one in resources
    ]
    value = quotes.QuoteValue(SUPPLIER, f"FICTIF-{candidacy.number}", QUOTED_ON)
    quotes.file_quote(candidacy, value, Sent.of("devis-fictif.pdf", _page("Devis fictif")), lines, by=by)


def order(candidacy: Candidacy, *, by: Any) -> None:
    """Everything ordered at once; the ENT of public écoles told and agreed before."""
    agreed = {project.pk: EntValue(False, PRESENTED_ON, AGREED_ON) for project, _ in agreements_of(candidacy)}
    if agreed:
        accompaniment.record_agreements(candidacy, agreed, by=by)
    quantities = still_expected(candidacy)
    orders.record_order(candidacy, supplier=SUPPLIER, ordered_on=ORDERED_ON, quantities=quantities, by=by)


def receive(candidacy: Candidacy, *, by: Any) -> None:
    """The rest of what was ordered, with its delivery note."""
    note = Sent.of("bon-de-livraison-fictif.pdf", _page("Bon de livraison fictif"))
    deliveries.record_delivery(
        candidacy, received_on=RECEIVED_ON, quantities=still_expected(candidacy), sent=note, by=by
    )
