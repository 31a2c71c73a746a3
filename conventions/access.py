"""Who opens a convention, and the report that asks for the vote."""

from typing import Any

from django.db.models import Q

from applications.models import Candidacy
from tne38.core.files import opened_by
from tne38.core.models import StoredFile

from .models import PermanentCommission, Scan

CONVENTION, REPORT, ANNEX = "convention", "rapport-cp", "annexe-cp"
COPY, AUTHORISATION, SCAN = "exemplaire-signe", "autorisation-de-signer", "numerisation-de-conventions"


@opened_by(CONVENTION)
def opens_convention(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens its convention."""
    return Candidacy.objects.visible_to(user).filter(convention__file=file).exists()


@opened_by(REPORT)
@opened_by(ANNEX)
def opens_report(user: Any, file: StoredFile) -> bool:
    """Whoever reads the meetings reads what they are asked."""
    meetings = PermanentCommission.objects.with_report_for(user)
    return meetings.filter(Q(report=file) | Q(annex=file)).exists()


@opened_by(COPY)
def opens_copy(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens its signed copies."""
    return Candidacy.objects.visible_to(user).filter(convention__copies__file=file).exists()


@opened_by(AUTHORISATION)
def opens_authorisation(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens the act that allows to sign."""
    return Candidacy.objects.visible_to(user).filter(convention__authorisation__file=file).exists()


@opened_by(SCAN)
def opens_scan(user: Any, file: StoredFile) -> bool:
    """A scan holds the conventions of several dossiers: for those who work for the programme."""
    return bool(user.has_perm("conventions.view_scan")) and Scan.objects.filter(file=file).exists()
