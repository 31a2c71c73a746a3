"""Who opens what a request for payment holds."""

from typing import Any

from applications.models import Candidacy
from tne38.core.files import opened_by
from tne38.core.models import StoredFile

from ..models import Claim, FinancialReport, Invoice, Lapse

INVOICE, PROOF = "facture", "justificatif-de-paiement"
LAPSE_LETTER, REPORT = "lettre-de-caducite", "compte-rendu-financier"


@opened_by(INVOICE)
def opens_invoice(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens its invoices."""
    found = Invoice.objects.filter(file=file).values("convention__candidacy")
    return Candidacy.objects.visible_to(user).filter(pk__in=found).exists()


@opened_by(PROOF)
def opens_proof(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens what proves that its invoices are paid."""
    found = Claim.objects.filter(proof=file).values("convention__candidacy")
    return Candidacy.objects.visible_to(user).filter(pk__in=found).exists()


@opened_by(LAPSE_LETTER)
def opens_lapse_letter(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens the letter that tells its lapse."""
    found = Lapse.objects.filter(letter=file).values("convention__candidacy")
    return Candidacy.objects.visible_to(user).filter(pk__in=found).exists()


@opened_by(REPORT)
def opens_report(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens what is joined to its compte rendu financier."""
    found = FinancialReport.objects.filter(file=file).values("convention__candidacy")
    return Candidacy.objects.visible_to(user).filter(pk__in=found).exists()
