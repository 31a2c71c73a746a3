"""Invoices, requests and the two people who examine them, for the tests."""

from datetime import date
from decimal import Decimal

from applications.models import Candidacy
from conventions.domain import claims, invoices, liquidation, payments
from conventions.domain.invoices import InvoiceValue
from conventions.models import Claim, Convention, Invoice, Payment
from conventions.payment.justification import articles_of
from conventions.payment.liquidation import Bought
from tests.factories import agent, siret
from tests.pieces import sent
from tne38.accounts.enums import Role

SUPPLIER = siret(7001)
ISSUED, PAID, FILED = date(2025, 9, 10), date(2025, 9, 25), date(2025, 10, 1)
MANDATED, SETTLED = date(2025, 10, 20), date(2025, 11, 5)


def two_agents():
    """One who liquidates, one who checks."""
    return agent(Role.GESTIONNAIRE), agent(Role.GESTIONNAIRE)


def bought(candidacy: Candidacy, *lines: tuple[int, str]) -> tuple[Bought, ...]:
    """So many of each granted article, in their order, at a unit price; 0 leaves one out."""
    articles = articles_of(candidacy)
    return tuple(
        Bought(article.key, quantity, Decimal(price))
        for article, (quantity, price) in zip(articles, lines, strict=False)
        if quantity
    )


def value(candidacy: Candidacy, *lines: tuple[int, str], number: str = "F-1", **values) -> InvoiceValue:
    """An invoice for exactly these lines, paid; without VAT unless said."""
    found = bought(candidacy, *lines)
    amount = sum((line.amount for line in found), Decimal("0.00"))
    given = {"amount_ht": amount, "amount_ttc": amount, "issued_on": ISSUED, "paid_on": PAID, **values}
    return InvoiceValue(
        "Fournisseur fictif", given.pop("supplier_siret", SUPPLIER), number, **given, lines=found
    )


def invoiced(convention: Convention, *lines: tuple[int, str], number: str = "F-1", **values) -> Invoice:
    """One invoice more in the request being prepared."""
    convention = Convention.objects.get(pk=convention.pk)
    typed = value(convention.candidacy, *lines, number=number, **values)
    return invoices.add_invoice(convention, typed, sent(f"facture-{number}.pdf"), by=None)


def filed(
    convention: Convention, *lines: tuple[int, str], number: str = "F-1", final: bool = True, **values
) -> Claim:
    """A request with one invoice."""
    invoiced(convention, *lines, number=number, **values)
    return file(convention, final=final)


def file(convention: Convention, *, final: bool = True) -> Claim:
    """The invoices prepared, filed."""
    return claims.file_claim(
        convention.candidacy, filed_on=FILED, proof=sent("bordereau.pdf"), final=final, by=None
    )


def checked(claim: Claim, people=None) -> Claim:
    """Liquidated by one, checked by the other."""
    first, second = people or two_agents()
    liquidation.liquidate(claim, by=first)
    liquidation.verify(claim, by=second)
    return Claim.objects.get(pk=claim.pk)


def mandated(claim: Claim, number: str = "2025-4512") -> Payment:
    return payments.record_mandate(claim, mandate_number=number, mandated_on=MANDATED, by=None)


def settled(claim: Claim, people=None, *, number: str = "2025-4512") -> Payment:
    """Checked, mandated, paid."""
    claim = checked(claim, people)
    mandated(claim, number)
    return payments.record_payment(claim, paid_on=SETTLED, by=None)
