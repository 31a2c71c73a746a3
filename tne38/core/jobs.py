"""Long work: one row a job, claimed once, alive while it says so, taken over when it stops saying so."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from . import journal
from .errors import DomainError, NotAllowed
from .models import Job

log = logging.getLogger("tne38.jobs")
MAXIMUM_ATTEMPTS = 3

Handler = Callable[["Run"], dict[str, Any] | None]
_handlers: dict[str, Handler] = {}


class Superseded(Exception):
    """Another worker took this job over: stop without touching it again."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does the jobs of a kind. It must be safe to run again from the start."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


@dataclass
class Run:
    """One attempt at a job, as its handler sees it."""

    job: Job
    attempt: int

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is; raises Superseded when another attempt has taken over."""
        alive = Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, attempts=self.attempt)
        if not alive.update(done=done, total=total, heartbeat_at=timezone.now()):
            raise Superseded
        self.job.done, self.job.total = done, total


def enqueue(kind: str, *, subject: str, by: Any = None, params: dict[str, Any] | None = None) -> Job:
    """Record a job in the current transaction; it starts once that transaction is committed.

    Asking again while it waits or runs returns the same job.
    """
    if kind not in _handlers:
        raise LookupError(f"No handler for jobs of kind {kind!r}.")
    active = Job.objects.filter(kind=kind, subject=subject, state__in=Job.ACTIVE)
    job = active.first()
    if job is None:
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind,
                    subject=subject,
                    params=params or {},
                    actor_id=getattr(by, "pk", None),
                    actor_label=str(by) if by is not None else "",
                )
        except IntegrityError:
            return active.get()
        pk = job.pk
        transaction.on_commit(lambda: hand_over(pk))
    return job


@transaction.atomic
def retry(job: Job, *, by: Any) -> Job:
    """Try a failed job once more, with its attempts kept. Raises DomainError « etat » or NotAllowed."""
    if not by.has_perm("core.retry_job"):
        raise NotAllowed
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state != Job.State.FAILED:
        raise DomainError("etat", "Ce traitement n’est pas en échec.")
    if Job.objects.filter(kind=job.kind, subject=job.subject, state__in=Job.ACTIVE).exists():
        raise DomainError("etat", "Le même traitement est déjà en cours.")
    job.state, job.finished_at, job.heartbeat_at = Job.State.QUEUED, None, timezone.now()
    job.save(update_fields=["state", "finished_at", "heartbeat_at"])
    journal.record("traitement relancé", job, by=by)
    transaction.on_commit(lambda: hand_over(job.pk))
    return job


def hand_over(job_id: int) -> None:
    """Give the job's id to the queue. A broker that is down delays the job, it never breaks the page."""
    from .tasks import run_job

    try:
        run_job.delay(job_id)
    except Exception:
        log.warning("job %s waits for the sweep: the queue does not answer", job_id, exc_info=True)


def run(job_id: int) -> Job | None:
    """Claim a queued job and do it. Returns None when it was not there to claim."""
    now = timezone.now()
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return None
    attempt = job.attempts + 1
    waiting = Job.objects.filter(pk=job_id, state=Job.State.QUEUED, attempts=job.attempts)
    if not waiting.update(state=Job.State.RUNNING, attempts=attempt, heartbeat_at=now):
        return None
    job.refresh_from_db()
    try:
        result = _handlers[job.kind](Run(job, attempt)) or {}
    except Superseded:
        return None
    except DomainError as error:
        _close(job, attempt, Job.State.FAILED, errors=[{"code": error.code, "message": error.message}])
    except Exception as error:
        log.exception("job %s failed", job_id)
        _fail_or_retry(job, attempt, error)
    else:
        _close(job, attempt, Job.State.DONE, result=result)
    job.refresh_from_db()
    return job


def _close(job: Job, attempt: int, state: Job.State, **values: Any) -> None:
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=attempt)
    mine.update(state=state, finished_at=timezone.now(), heartbeat_at=timezone.now(), **values)


def _fail_or_retry(job: Job, attempt: int, error: Exception) -> None:
    errors = [*job.errors, {"code": "technique", "message": f"{type(error).__name__} : {error}"}]
    if attempt >= MAXIMUM_ATTEMPTS:
        _close(job, attempt, Job.State.FAILED, errors=errors)
        return
    # Left queued: the sweep hands it over again after a pause.
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=attempt)
    mine.update(state=Job.State.QUEUED, errors=errors, heartbeat_at=timezone.now())


def sweep() -> list[int]:
    """Hand over again what waits or has stopped giving signs of life. Returns the ids handed over."""
    limit = timezone.now() - timedelta(seconds=settings.JOB_STALE_AFTER)
    stale = Job.objects.filter(heartbeat_at__lt=limit)
    exhausted = stale.filter(state=Job.State.RUNNING, attempts__gte=MAXIMUM_ATTEMPTS)
    exhausted.update(
        state=Job.State.FAILED,
        finished_at=timezone.now(),
        errors=[{"code": "interrompu", "message": "Le traitement s’est interrompu plusieurs fois."}],
    )
    stale.filter(state=Job.State.RUNNING).update(state=Job.State.QUEUED)
    waiting = list(stale.filter(state=Job.State.QUEUED).order_by("pk").values_list("pk", flat=True)[:500])
    Job.objects.filter(pk__in=waiting).update(heartbeat_at=timezone.now())
    for pk in waiting:
        hand_over(pk)
    return waiting
