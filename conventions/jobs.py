"""The report and the conventions as jobs: rendering takes time, and a page never waits for it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import Candidacy
from tne38.accounts.models import User
from tne38.core import jobs
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import Job

from .domain import batch, generation, report, scans
from .models import Convention, PermanentCommission, Scan
from .reconciliation import find_gaps

KIND = batch.JOB
RECONCILIATION = "rapprochement"


@jobs.handler(KIND)
def make_convention(run: jobs.Run) -> dict[str, Any]:
    """Make the convention of the dossier whose key is the job's subject; again, it changes nothing."""
    convention = Convention.objects.get(candidacy_id=int(run.job.subject))
    by = User.objects.filter(pk=run.job.actor_id).first()
    convention = generation.generate(convention, by=by)
    run.progress(1, 1)
    return {"numero": convention.number}


@jobs.handler(report.JOB)
def make_report(run: jobs.Run) -> dict[str, Any]:
    """Print the report of the meeting whose key is the job's subject; again, it changes nothing."""
    made = report.make(PermanentCommission.objects.get(pk=int(run.job.subject)))
    run.progress(1, 1)
    assert made.report is not None
    return {"sha256": made.report.sha256}


@jobs.handler(scans.JOB)
def read_scan(run: jobs.Run) -> dict[str, Any]:
    """Recognise the pages of the scan whose key is the job's subject; again, it changes nothing."""
    scan = scans.read_scan(Scan.objects.select_related("file", "added_by").get(pk=int(run.job.subject)))
    run.progress(1, 1)
    return {"conventions": len(scan.report["conventions"])}


@jobs.handler(RECONCILIATION)
def reconcile(run: jobs.Run) -> dict[str, Any]:
    """Tie every amount back to its envelope and its proofs, as the command `reconcile` does."""
    found = [gap.as_data() for gap in find_gaps()]
    run.progress(1, 1)
    return {"ecarts": found}


@transaction.atomic
def request_reconciliation(*, by: Any) -> Job:
    """Ask for the control of the accounts; asking while it runs is the same request. Raises NotAllowed."""
    if by is not None and not by.has_perm("conventions.run_reconciliation"):
        raise NotAllowed
    return jobs.enqueue(RECONCILIATION, subject="montants", by=by)


@transaction.atomic
def request_convention(candidacy: Candidacy, *, by: Any) -> Job:
    """Ask for the convention of a voted dossier; asking while it is being made is the same request.

    Raises DomainError « etat » when there is none to make, « valeur_manquante », NotAllowed.
    """
    if by is not None and not by.has_perm("conventions.generate_convention", candidacy):
        raise NotAllowed
    convention = Convention.objects.filter(batch.TO_MAKE, candidacy=candidacy).first()
    if convention is None:
        raise DomainError("etat", f"Le dossier {candidacy} n’a pas de convention à générer.")
    generation.require_complete(convention, at=timezone.now())
    return jobs.enqueue(KIND, subject=str(candidacy.pk), by=by)
