"""The proofs: what was signed and what was presented is still there, byte for byte."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from tne38.core import files
from tne38.core.errors import DomainError
from tne38.core.models import StoredFile

from ..models import Amendment, Claim, Convention, Invoice, Recovery
from ..payment.workflow import ClaimState
from .gap import Gap


def gaps() -> Iterator[Gap]:
    signed = Convention.objects.filter(file__isnull=False).exclude(sha256=F("file__sha256"))
    for number in signed.order_by("pk").values_list("candidacy__number", flat=True):
        yield Gap(number, "preuve", "La convention n’est plus le document qui a été signé.")
    yield from _without_proof()
    for number, name, file in _kept():
        if problem := _problem(file):
            yield Gap(number, "preuve", f"{name} : {problem}")


def _without_proof() -> Iterator[Gap]:
    """Something is due without an invoice, of this request or a former one, or without a proof of payment."""
    counting = Invoice.objects.filter(
        convention=OuterRef("convention"), counts=True, claim__lte=OuterRef("pk")
    )
    rows = Claim.objects.exclude(state=ClaimState.FILED).filter(
        Q(proof__isnull=True) | ~Exists(counting), liquidation__amount__gt=0
    )
    found = rows.filter(liquidation__liquidated_by__isnull=False).order_by("pk")
    for number in found.values_list("convention__candidacy__number", flat=True):
        yield Gap(
            number, "preuve", "Un montant est liquidé sans facture ou sans justificatif d’acquittement."
        )


def _kept() -> Iterator[tuple[str, str, StoredFile]]:
    conventions = (
        Convention.objects.filter(file__isnull=False).select_related("file", "candidacy").defer("data")
    )
    for convention in conventions.order_by("pk").iterator(chunk_size=500):
        assert convention.file is not None
        yield convention.candidacy.number or "", f"Convention n° {convention.number}", convention.file
    invoices = Invoice.objects.filter(claim__isnull=False).select_related("file", "convention__candidacy")
    for invoice in invoices.defer("convention__data").order_by("pk").iterator(chunk_size=500):
        yield invoice.convention.candidacy.number or "", f"La {invoice}", invoice.file
    claims = Claim.objects.filter(proof__isnull=False).select_related("proof", "convention__candidacy")
    for claim in claims.defer("convention__data").order_by("pk").iterator(chunk_size=500):
        assert claim.proof is not None
        yield claim.convention.candidacy.number or "", "Justificatif d’acquittement", claim.proof

    yield from _letters()
    yield from _amendments()


def _letters() -> Iterator[tuple[str, str, StoredFile]]:
    rows = Recovery.objects.select_related("notice", "decision", "answer_file", "convention__candidacy")
    for recovery in rows.defer("convention__data").order_by("pk").iterator(chunk_size=500):
        for file in (recovery.notice, recovery.answer_file, recovery.decision):
            if file is not None:
                yield recovery.candidacy.number or "", f"Reversement, « {file.name} »", file


def _amendments() -> Iterator[tuple[str, str, StoredFile]]:
    related = "file", "authorisation", "signed_copy", "final_copy", "convention__candidacy"
    rows = Amendment.objects.select_related(*related).defer("convention__data", "data")
    for amendment in rows.order_by("pk").iterator(chunk_size=500):
        for file in (amendment.file, amendment.authorisation, amendment.signed_copy, amendment.final_copy):
            if file is not None:
                yield (
                    amendment.candidacy.number or "",
                    f"Avenant n° {amendment.number}, « {file.name} »",
                    file,
                )


def _problem(file: StoredFile) -> str:
    try:
        files.read(file)
    except FileNotFoundError:
        return "le fichier n’existe plus."
    except OSError:
        return "le fichier ne correspond plus à son empreinte."
    except DomainError as error:
        return error.message
    return ""
