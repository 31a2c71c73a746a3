"""Reading scans: each page is recognised by its code, put the right way up and with its convention."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pikepdf
from django.db import transaction
from django.utils import timezone

from applications.domain.attachments import Sent, refused, require_acceptable
from tne38.core import files, jobs, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.file_types import PDF
from tne38.core.page_codes import count_pages, read_pages

from ..access import COPY, SCAN
from ..codes import parse, seal_of
from ..models import Convention, Scan, SignedCopy
from ..sorting import Bundle, Leaf, Sorted, numbers_of, sort
from ..workflow import ConventionState
from .commissions import lock_dossiers
from .signature import record_signature

JOB = "numerisation"
# Who sends a bundle says when its copies were signed.
SEND = "conventions.add_scan"
# Of one document, read while its sender waits; of a bundle, read by a worker.
MOST_PAGES, MOST_IN_A_BUNDLE = 100, 1000


def read(content: bytes) -> list[Leaf]:
    """The pages of a PDF with their codes."""
    return list(_leaves(content))


def _leaves(content: bytes) -> Iterator[Leaf]:
    for place, codes in enumerate(read_pages(content), start=1):
        ours = [(code, turned) for found in codes if (code := parse(found.text)) for turned in [found.turned]]
        code, turned = ours[0] if ours else (None, 0)
        yield Leaf(place, code, turned)


def sort_known(leaves: Sequence[Leaf]) -> Sorted:
    """Put the pages with the conventions that the portal knows."""
    known = Convention.objects.filter(number__in=numbers_of(leaves), file__isnull=False)
    return sort(leaves, {row.number or "": seal_of(row.data) for row in known})


def require_pdf(sent: Sent, *, most: int = MOST_PAGES) -> None:
    """Raise DomainError « fichier_refuse » for anything else than a PDF that opens, of `most` pages at the most.

    Each page is drawn to be read: a small file may hold thousands of them.
    """
    if require_acceptable(sent) != PDF:
        raise refused(sent, "un exemplaire signé est un PDF. Numérisez les pages dans un seul PDF.")
    sent.content.seek(0)
    try:
        pages = count_pages(sent.content.read())
    except ValueError:
        raise refused(sent, "ce PDF ne s’ouvre pas. Numérisez de nouveau les pages.") from None
    finally:
        sent.content.seek(0)
    if pages > most:
        raise refused(sent, f"ce PDF a {pages} pages, plus que les {most} que le portail lit en une fois.")


def add_scan(sent: Sent, *, by: Any) -> Scan:
    """Take a bundle of signed conventions; a worker reads it. Raises DomainError « fichier_refuse », NotAllowed."""
    if by is not None and not by.has_perm(SEND):
        raise NotAllowed
    require_pdf(sent, most=MOST_IN_A_BUNDLE)
    with transaction.atomic():
        file = files.store(
            sent.content, kind=SCAN, name=sent.name, content_type=PDF.content_type, received=True
        )
        scan = Scan.objects.create(file=file, added_by=by)
        jobs.enqueue(JOB, subject=str(scan.pk), by=by)
        journal.record("numérisation envoyée", scan, by=by, after={"empreinte": file.sha256})
    return scan


def read_scan(scan: Scan) -> Scan:
    """Recognise the pages of a scan and give each convention its copy; again, it changes nothing.

    The pages are read before the transaction: no row is locked meanwhile.
    """
    if scan.read_at is not None:
        return scan
    content = files.read(scan.file)
    leaves = read(content)
    found = sort_known(leaves)
    copies = {bundle.number: assembled(content, bundle) for bundle in found.bundles}
    return _keep(scan, found, copies, len(leaves))


def assembled(content: bytes, bundle: Bundle) -> bytes:
    """The pages of one convention out of a scan, in order, each the right way up."""
    with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as made:
        for leaf in bundle.in_order:
            made.pages.append(source.pages[leaf.place - 1])
            made.pages[-1].rotate(-leaf.turned, relative=True)
        stream = io.BytesIO()
        made.save(stream)
    return stream.getvalue()


@transaction.atomic
def _keep(scan: Scan, found: Sorted, copies: dict[str, bytes], pages: int) -> Scan:
    scan = Scan.objects.select_for_update(of=("self",)).get(pk=scan.pk)
    if scan.read_at is not None:
        return scan
    for bundle in found.bundles:
        convention = Convention.objects.get(number=bundle.number)
        keep_copy(convention, copies[bundle.number], bundle, scan=scan)
    scan.read_at, scan.report = timezone.now(), _report(found, pages)
    scan.save()
    journal.record("numérisation lue", scan, by=scan.added_by, after=scan.report)
    return scan


def keep_copy(convention: Convention, content: bytes, bundle: Bundle, *, scan: Scan) -> SignedCopy:
    """A copy made of the pages of a scan."""
    file = files.store(
        content,
        kind=COPY,
        name=f"convention-{bundle.number}-signee.pdf",
        content_type=PDF.content_type,
        received=True,
    )
    return SignedCopy.objects.create(
        convention=convention, file=file, scan=scan, pages=bundle.pages, missing=bundle.missing
    )


@transaction.atomic
def record_signatures(scan: Scan, days: Mapping[int, date], *, by: Any) -> int:
    """The day on which each beneficiary signed, by copy (primary key) of this scan: all or nothing.

    Returns how many. Raises DomainError « champ_invalide », « etat » on the field `day_of` the copy; NotAllowed.
    """
    if by is not None and not by.has_perm(SEND):
        raise NotAllowed
    signed = [copy for copy in to_date(scan) if copy.pk in days]
    # All of them first: each signature writes in the journal.
    lock_dossiers(copy.convention.candidacy_id for copy in signed)
    if len(signed) < len(days):
        raise DomainError("etat", "Une de ces conventions n’attend plus sa signature : relisez la liste.")
    for copy in signed:
        try:
            record_signature(copy.convention, signed_on=days[copy.pk], by=by)
        except DomainError as refusal:
            message = f"Convention n° {copy.convention.number} : {refusal.message}"
            raise DomainError(refusal.code, message, field=day_of(copy)) from refusal
    return len(signed)


def to_date(scan: Scan) -> list[SignedCopy]:
    """The whole copies of a scan whose convention waits for its signature, in the order their dossiers are locked."""
    rows = scan.copies.select_related("convention").filter(convention__state=ConventionState.TO_SIGN)
    return [copy for copy in rows.order_by("convention__candidacy_id") if copy.is_complete]


def day_of(copy: SignedCopy) -> str:
    """The field of the day on which a copy was signed."""
    return f"signee_{copy.pk}"


def _report(found: Sorted, pages: int) -> dict[str, Any]:
    return {
        "pages": pages,
        "conventions": [
            {"numero": item.number, "pages": item.pages, "manquantes": item.missing} for item in found.bundles
        ],
        "illisibles": found.unread,
        "en_double": found.twice,
        "inconnues": found.unknown,
        "modifiees": found.altered,
    }
