"""What the worker would do, done at once: the demonstration is complete before any worker starts."""

from tne38.core import jobs
from tne38.core.models import Job
from tne38.notifications import outbox
from tne38.notifications.models import Message


def drain() -> None:
    """Do the waiting jobs, then deliver the waiting messages. Raises RuntimeError when a job fails."""
    for pk in Job.objects.filter(state=Job.State.QUEUED).order_by("pk").values_list("pk", flat=True):
        job = jobs.run(pk)
        if job is not None and job.state != Job.State.DONE:
            raise RuntimeError(f"{job} : {job.errors}")
    waiting = Message.objects.filter(state=Message.State.PENDING).order_by("pk")
    for pk in waiting.values_list("pk", flat=True):
        outbox.deliver(pk)
