"""The conventions of a meeting, made as one batch: one job a convention, shared by all the workers.

A worker that dies loses the one it was making: the sweep gives it to another, which keeps its number.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from applications.enums import CandidacyState as State
from tne38.core import jobs, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import Job

from ..models import Convention, PermanentCommission
from ..workflow import ConventionState

JOB = "convention"
TO_MAKE = Q(state=ConventionState.TO_GENERATE, candidacy__state=State.VOTED)


@dataclass(frozen=True)
class Refusal:
    """A convention that could not be made, and why."""

    convention: Convention
    message: str


@dataclass(frozen=True)
class Progress:
    """How far the conventions of a meeting are; `running` of them are being made or wait for a worker."""

    total: int
    made: int
    running: int
    refusals: tuple[Refusal, ...]

    @property
    def left(self) -> int:
        """Those that one may ask for."""
        return self.total - self.made - self.running


def conventions_of(commission: PermanentCommission) -> QuerySet[Convention]:
    """Made or to make, in the order of the annex: a dossier that lapsed before has none any more."""
    found = Convention.objects.filter(candidacy__vote_result__commission=commission)
    found = found.filter(~Q(state=ConventionState.TO_GENERATE) | TO_MAKE)
    return found.select_related("candidacy__organisation").order_by("candidacy__number")


@transaction.atomic
def request_batch(commission: PermanentCommission, *, by: Any) -> list[Job]:
    """Ask for every convention of a voted meeting that is not made; asking again adds nothing that runs.

    Raises DomainError « etat » when none is left, NotAllowed.
    """
    if by is not None and not by.has_perm("conventions.generate_convention"):
        raise NotAllowed
    commission = PermanentCommission.objects.locked(commission.pk)
    left = conventions_of(commission).filter(TO_MAKE)
    running = _jobs_of(left, Job.ACTIVE)
    wanted = [item for item in left if str(item.candidacy_id) not in running]
    if not wanted:
        raise DomainError("etat", "Il ne reste pas de convention à générer pour cette séance.")
    asked = [jobs.enqueue(JOB, subject=str(item.candidacy_id), by=by) for item in wanted]
    after = {"conventions": len(asked)}
    journal.record("génération des conventions demandée", commission, by=by, after=after)
    return asked


def progress_of(commission: PermanentCommission) -> Progress:
    """In a constant number of queries."""
    everyone = list(conventions_of(commission).defer("data"))
    left = [item for item in everyone if item.state == ConventionState.TO_GENERATE]
    latest = _jobs_of(left, Job.State.values)
    running = [job for job in latest.values() if job.state in Job.ACTIVE]
    failed = ((item, latest.get(str(item.candidacy_id))) for item in left)
    refusals = tuple(
        Refusal(item, " ".join(error["message"] for error in job.errors))
        for item, job in failed
        if job is not None and job.state == Job.State.FAILED
    )
    return Progress(len(everyone), len(everyone) - len(left), len(running), refusals)


def _jobs_of(conventions: Any, states: Any) -> dict[str, Job]:
    """The latest job of each convention in one of these states, by subject."""
    subjects = [str(item.candidacy_id) for item in conventions]
    rows = Job.objects.filter(kind=JOB, subject__in=subjects, state__in=states).order_by("pk")
    return {job.subject: job for job in rows}
