"""What comes back of a convention, for the walks over every address."""

from datetime import date

from conventions.domain import copies, scans
from conventions.models import Convention, SignedCopy
from tests.pieces import sent


def answered(convention: Convention) -> None:
    """Sent back by its beneficiary, then found again in a bundle; it still is to be confirmed."""
    values = {"number": "", "adopted_on": date(2025, 6, 1), "received_on": None}
    copies.record_authorisation(convention, sent("acte.pdf"), by=None, **values)
    copy = copies.add_copy(convention, sent("signee.pdf"), by=None)
    scan = scans.read_scan(scans.add_scan(sent("liasse.pdf"), by=None))
    SignedCopy.objects.create(convention=convention, file=copy.file, scan=scan, pages=[1], missing=[2])
