"""Every liquidation made again from the invoices, as it was made the first time."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Prefetch

from equipment.keys import Key
from tne38.core.money import ZERO, french

from ..models import Claim, Convention, Invoice, InvoiceLine, Liquidation, invoice_key
from ..payment.justification import bill_of
from ..payment.liquidation import ExaminedBill, Granted, Ground, due, examine
from .gap import Gap

_CHUNK = 500


def gaps() -> Iterator[Gap]:
    """Five queries for each five hundred conventions that have invoices."""
    lines = Prefetch("lines", InvoiceLine.objects.select_related(None).order_by("pk"))
    invoices = Invoice.objects.filter(claim__isnull=False).order_by("claim_id", "pk").prefetch_related(lines)
    claims = Claim.objects.select_related("liquidation").order_by("pk")
    rows = Convention.objects.filter(claims__isnull=False).distinct().defer("data")
    rows = rows.select_related("candidacy__call", "candidacy__vote_result").order_by("pk")
    for convention in rows.prefetch_related(
        Prefetch("claims", claims), Prefetch("invoices", invoices)
    ).iterator(chunk_size=_CHUNK):
        yield from _of(convention)


def _of(convention: Convention) -> Iterator[Gap]:
    number, invoices = convention.candidacy.number or "", list(convention.invoices.all())
    for invoice in invoices:
        if (invoice.supplier_siren, invoice.number_key) != _identity(invoice):
            yield Gap(
                number, "facture", f"La {invoice} n’a plus l’identité sous laquelle elle a été comptée."
            )
    department, tne = ZERO, ZERO
    for claim in convention.claims.all():
        liquidation = getattr(claim, "liquidation", None)
        if liquidation is not None:
            held = [invoice for invoice in invoices if _is_held(invoice, claim)]
            yield from _again(convention, liquidation, held, (department, tne))
            department, tne = department + liquidation.department_share, tne + liquidation.tne_share


def _is_held(invoice: Invoice, claim: Claim) -> bool:
    """Whether a request was computed with this invoice: its own, or one counted before."""
    return invoice.claim_id == claim.pk or (invoice.counts and (invoice.claim_id or 0) < claim.pk)


def _identity(invoice: Invoice) -> tuple[str, str]:
    return invoice.supplier_siret[:9], invoice_key(invoice.number)


def _again(
    convention: Convention, liquidation: Liquidation, invoices: list[Invoice], before: tuple[Decimal, Decimal]
) -> Iterator[Gap]:
    """The computation, made again from the invoices and from what was granted on that day."""
    number = convention.candidacy.number or ""
    justified = liquidation.justified
    if liquidation.articles:  # before they were kept, there were no invoices either
        found = _examined(convention, liquidation, invoices)
        justified = sum((one.counted for one in found), ZERO)
    if justified != liquidation.justified:
        message = (
            f"{french(liquidation.justified)} de dépense retenue, {french(justified)} d’après les factures."
        )
        yield Gap(number, "depense", message)
    ground = Ground(liquidation.granted, liquidation.rate, liquidation.tne_part, *before)
    again = due(ground, justified=justified)
    kept = liquidation.amount, liquidation.department_share, liquidation.tne_share
    if kept != (again.amount, again.department_share, again.tne_share):
        message = f"{french(liquidation.amount)} liquidés, {french(again.amount)} d’après le calcul, parts comprises."
        yield Gap(number, "liquidation", message)


def _examined(
    convention: Convention, liquidation: Liquidation, invoices: list[Invoice]
) -> tuple[ExaminedBill, ...]:
    granted = {
        Key(row["projet"], row["article"]): Granted(
            # Before receptions were kept, all that is granted counted.
            row["quantite"],
            Decimal(row["plafond"]),
            row.get("recu", row["quantite"]),
        )
        for row in liquidation.articles
    }
    assert convention.notified_on is not None
    basis = convention.candidacy.terms.price_basis
    bills = [bill_of(invoice, basis) for invoice in invoices]
    return examine(granted, bills, notified_on=convention.notified_on)
