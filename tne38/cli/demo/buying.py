"""The invoices of the fictitious dossiers, their requests for payment, what the agents make of them."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pikepdf

from applications.domain.attachments import Sent
from applications.models import Candidacy
from conventions.domain import claims, invoices, liquidation, payments
from conventions.domain.invoices import InvoiceValue
from conventions.models import Claim, Convention
from conventions.payment.justification import Article, articles_of
from conventions.payment.liquidation import Bought
from tne38.core.money import total

from .accounts import Cast

ISSUED_ON, ACQUITTED_ON, CLAIMED_ON = date(2025, 9, 8), date(2025, 9, 16), date(2025, 9, 18)
MANDATED_ON, PAID_ON = date(2025, 10, 2), date(2025, 10, 9)
# No company has been given this number.
SUPPLIER_SIRET = "99997000700012"


def claim(candidacy: Candidacy, *, by: Any) -> Claim:
    """Two invoices, one of which is above a cap, then the request for the balance."""
    convention = Convention.objects.get(candidacy=candidacy)
    articles = articles_of(candidacy)
    for rank, part in enumerate((articles[:1], articles[1:]), start=1):
        if part:
            number = f"FICTIF-{candidacy.number}-{rank}"
            value = _invoice(part, number)
            invoices.add_invoice(convention, value, _paper(f"facture-{rank}.pdf", number), by=by)
    proof = _paper("etat-acquitte.pdf", f"État acquitté {candidacy.number}")
    return claims.file_claim(candidacy, filed_on=CLAIMED_ON, proof=proof, by=by)


def liquidate(candidacy: Candidacy, cast: Cast) -> None:
    """One person computes, another one checks."""
    found = Claim.objects.get(convention__candidacy=candidacy)
    liquidation.liquidate(found, by=cast.manager)
    liquidation.verify(found, by=cast.checker)


def pay(candidacy: Candidacy, cast: Cast) -> None:
    found = Claim.objects.get(convention__candidacy=candidacy)
    mandate = f"FICTIF-{candidacy.number}"
    payments.record_mandate(found, mandate_number=mandate, mandated_on=MANDATED_ON, by=cast.manager)
    payments.record_payment(found, paid_on=PAID_ON, by=cast.manager)


def _invoice(articles: list[Article], number: str) -> InvoiceValue:
    """All that is granted of these articles, the first one a little above its cap."""
    lines = tuple(
        Bought(
            article.key, article.granted.quantity, article.granted.cap + (Decimal("25.00") if not rank else 0)
        )
        for rank, article in enumerate(articles)
    )
    amount = total(line.amount for line in lines)
    return InvoiceValue(
        "[Exemple fictif] Fournisseur", SUPPLIER_SIRET, number, ISSUED_ON, ACQUITTED_ON, amount, amount, lines
    )


def _paper(name: str, title: str) -> Sent:
    """An empty page that says it is an example."""
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = f"Exemple fictif – {title}"
    target = io.BytesIO()
    document.save(target, deterministic_id=True)
    return Sent.of(name, target.getvalue())
