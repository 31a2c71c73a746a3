"""The two tasks behind every job."""

from celery import shared_task

from . import jobs


@shared_task(name="core.run_job")
def run_job(job_id: int) -> None:
    """Do one job, unless another worker has it."""
    jobs.run(job_id)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Hand over again the jobs that wait or that a dead worker left behind."""
    jobs.sweep()
