"""The tasks behind every job, and the sweeps."""

from celery import shared_task

from . import jobs, scanning


@shared_task(name="core.run_job")
def run_job(job_id: int) -> None:
    """Do one job, unless another worker has it."""
    jobs.run(job_id)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Hand over again the jobs that wait or that a dead worker left behind."""
    jobs.sweep()


@shared_task(name="core.sweep_scans")
def sweep_scans() -> None:
    """Ask the antivirus again for the files that still wait."""
    scanning.sweep()
