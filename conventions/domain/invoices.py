"""The invoices of a request for payment, while it is prepared; or added by an agent while it is examined."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from applications.domain.attachments import Sent, require_acceptable
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core import files, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.file_types import FileType
from tne38.core.identifiers import is_siret
from tne38.core.money import ZERO, french, plain, total

from ..models import Claim, Convention, Invoice, InvoiceLine, invoice_key
from ..payment.access import INVOICE
from ..payment.justification import articles_of
from ..payment.liquidation import Bought
from ..payment.workflow import ClaimState
from .accounts import open_claim

FILE_CLAIM = "conventions.file_claim"
# Between the notification and the balance.
CLAIMABLE = {State.NOTIFIED, State.DELIVERED, State.CLAIMED}


@dataclass(frozen=True)
class InvoiceValue:
    """An invoice as it is typed; amounts in euros, lines in the price basis of the dossier."""

    supplier_name: str
    supplier_siret: str
    number: str
    issued_on: date
    paid_on: date | None
    amount_ht: Decimal
    amount_ttc: Decimal
    lines: tuple[Bought, ...] = ()

    def header(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "lines"}


def add_invoice(convention: Convention, value: InvoiceValue, sent: Sent, *, by: Any) -> Invoice:
    """Add an invoice with its file to the request being prepared.

    The file is opened before any row is locked. Raises DomainError « fichier_refuse », « doublon »,
    « siret_invalide », « montant_invalide », « champ_invalide », « etat »; NotAllowed.
    """
    kind = acceptable(sent)
    with transaction.atomic():
        convention, claim = _writable(convention, by=by)
        invoice = Invoice(convention=convention, claim=claim, counts=claim is not None)
        invoice.file = stored(sent, kind, INVOICE)
        return _write(invoice, value, act="facture ajoutée", by=by)


def change_invoice(invoice: Invoice, value: InvoiceValue, sent: Sent | None = None, *, by: Any) -> Invoice:
    """Correct an invoice of the request being prepared; `sent` takes the place of its file. Raises as above."""
    kind = acceptable(sent) if sent else None
    with transaction.atomic():
        invoice = _of_the_request(invoice, by=by)
        former = invoice.file
        if sent and kind:
            invoice.file = stored(sent, kind, INVOICE)
        invoice.lines.all().delete()
        invoice = _write(invoice, value, act="facture corrigée", by=by)
        if invoice.file_id != former.pk:
            files.discard(former)
        return invoice


@transaction.atomic
def remove_invoice(invoice: Invoice, *, by: Any) -> None:
    """Take an invoice out of the request being prepared, with its file. Raises DomainError « etat », NotAllowed."""
    invoice = _of_the_request(invoice, by=by)
    before = {"facture": str(invoice), "montant_ttc": plain(invoice.amount_ttc)}
    convention, file = invoice.convention, invoice.file
    invoice.delete()
    files.discard(file)
    journal.record("facture retirée", convention.candidacy, by=by, before=before)


def acceptable(sent: Sent, field: str = "file") -> FileType:
    """The type of a file that comes from outside. Raises DomainError « fichier_refuse » on this field."""
    try:
        return require_acceptable(sent)
    except DomainError as error:
        raise DomainError(error.code, error.message, field=field) from error


def stored(sent: Sent, kind: FileType, access: str) -> Any:
    return files.store(
        sent.content, kind=access, name=sent.name, content_type=kind.content_type, received=True
    )


def _writable(convention: Convention, *, by: Any) -> tuple[Convention, Claim | None]:
    """The convention with its dossier locked, and the request that takes the invoice: None, the one prepared.

    While a request is to be liquidated its invoices are the agents' to complete.
    """
    candidacy = Candidacy.objects.locked(convention.candidacy_id)
    found = Convention.objects.select_related("candidacy__call").get(pk=convention.pk)
    if by is not None and not by.has_perm(FILE_CLAIM, candidacy):
        raise NotAllowed
    if candidacy.state not in CLAIMABLE:
        raise DomainError("etat", f"{candidacy} : aucune facture n’est attendue à ce stade.")
    claim = open_claim(found)
    if claim is None:
        return found, None
    if claim.state != ClaimState.FILED or (by is not None and not by.has_perm("conventions.liquidate_claim")):
        raise DomainError(
            "etat", "Une demande de versement est en cours d’examen : ses factures ne changent plus."
        )
    return found, claim


def _of_the_request(invoice: Invoice, *, by: Any) -> Invoice:
    """The invoice read again under the lock, of the request that may still change."""
    convention, claim = _writable(invoice.convention, by=by)
    found = Invoice.objects.select_related("file").filter(pk=invoice.pk, claim=claim).first()
    if found is None:
        raise DomainError("etat", "Cette facture n’est plus dans la demande en préparation.")
    found.convention = convention
    return found


def _write(invoice: Invoice, value: InvoiceValue, *, act: str, by: Any) -> Invoice:
    """Check and keep an invoice and its lines; the dossier is locked."""
    for fault in faults(value.header()):
        raise fault
    for name, one in value.header().items():
        setattr(invoice, name, one.strip() if isinstance(one, str) else one)
    invoice.identify()
    _require_new(invoice)
    candidacy = invoice.convention.candidacy
    _require_lines(candidacy, invoice.amount(candidacy.terms.price_basis), value.lines)
    try:
        invoice.full_clean()
    except ValidationError as error:
        raise DomainError("champ_invalide", " ".join(error.messages), field="number") from error
    invoice.save()
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice,
            project_id=line.key.project,
            item_id=line.key.item,
            quantity=line.quantity,
            unit_price=line.unit_price,
        )
        for line in value.lines
    )
    after = {"facture": str(invoice), "montant_ttc": plain(invoice.amount_ttc), "lignes": len(value.lines)}
    journal.record(act, candidacy, by=by, after=after)
    return invoice


def faults(values: Mapping[str, Any]) -> Iterator[DomainError]:
    """What is wrong with the fields of an invoice, each told on its field; a field that is missing is not judged."""
    siret, number = values.get("supplier_siret"), values.get("number")
    issued_on, paid_on = values.get("issued_on"), values.get("paid_on")
    amount_ht, amount_ttc = values.get("amount_ht"), values.get("amount_ttc")
    if siret is not None and not is_siret(siret):
        message = "Ce SIRET n’est pas valable : 14 chiffres, imprimés au bas de la facture."
        yield DomainError("siret_invalide", message, field="supplier_siret")
    if number is not None and not invoice_key(number):
        yield DomainError("champ_obligatoire", "Indiquez le numéro de la facture.", field="number")
    today = timezone.localdate()
    for name, day in (("issued_on", issued_on), ("paid_on", paid_on)):
        if day and day > today:
            yield DomainError("champ_invalide", "Cette date est dans le futur.", field=name)
    if issued_on and paid_on and paid_on < issued_on:
        message = f"Cette date précède celle de la facture ({issued_on:%d/%m/%Y})."
        yield DomainError("champ_invalide", message, field="paid_on")
    if amount_ht is not None and amount_ht <= ZERO:
        yield DomainError("montant_invalide", "Indiquez le montant HT de la facture.", field="amount_ht")
    if amount_ht is not None and amount_ttc is not None and amount_ttc < amount_ht:
        message = "Le montant TTC est au moins égal au montant HT."
        yield DomainError("montant_invalide", message, field="amount_ttc")


def _require_new(invoice: Invoice) -> None:
    """An invoice number of a supplier counts once, whichever dossier holds it."""
    same = {"supplier_siren": invoice.supplier_siren, "number_key": invoice.number_key}
    twins = Invoice.objects.filter(**same).exclude(pk=invoice.pk)
    if twins.filter(convention=invoice.convention, claim=invoice.claim).exists():
        message = f"La facture n° {invoice.number} de ce fournisseur est déjà dans votre demande."
        raise DomainError("doublon", message, field="number")
    if twins.filter(counts=True).exists():
        raise doublon(invoice)


def doublon(invoice: Invoice) -> DomainError:
    message = (
        f"La facture n° {invoice.number} de ce fournisseur a déjà été présentée dans une demande de versement : "
        "une facture ne compte qu’une fois. Vérifiez son numéro et son SIRET, ou écrivez-nous."
    )
    return DomainError("doublon", message, field="number")


def _require_lines(candidacy: Candidacy, amount: Decimal, lines: Sequence[Bought]) -> None:
    granted = {article.key for article in articles_of(candidacy)}
    if any(line.key not in granted for line in lines):
        raise DomainError(
            "article_inconnu", "Choisissez un article accordé par la convention.", field="lines"
        )
    if not lines:
        message = "Indiquez au moins un article accordé, avec sa quantité et son prix."
        raise DomainError("champ_obligatoire", message, field="lines")
    if any(line.quantity < 1 or line.unit_price <= ZERO for line in lines):
        message = "Une ligne a une quantité d’au moins 1 et un prix."
        raise DomainError("quantite_invalide", message, field="lines")
    matched = total(line.amount for line in lines)
    if matched > amount:
        basis = candidacy.terms.price_basis
        message = (
            f"Les articles indiqués font {french(matched)}, plus que la facture ({french(amount)} {basis})."
        )
        raise DomainError("montant_invalide", message, field=f"amount_{basis.lower()}")
