"""Jobs and messages through a real worker process: on the embedded queue everywhere, on Redis when marked."""

import signal
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.workers import slow_jobs
from tests.workers.process import running_worker, stop, wait_until
from tne38.celery import app
from tne38.core import files, jobs
from tne38.core.models import Job
from tne38.notifications import outbox
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db(transaction=True)
SLOW = "tests.workers.slow_jobs"


@pytest.fixture(autouse=True)
def _empty_queue():
    """What another test left in the queue is not this one's."""
    app.control.purge()


def enqueue(tmp_path, *, subject="essai") -> Job:
    with transaction.atomic():
        return jobs.enqueue(slow_jobs.KIND, subject=subject, params={"file": str(tmp_path / "stop")})


def is_in(job: Job, state: Job.State):
    return lambda: Job.objects.get(pk=job.pk).state == state


def test_a_job_is_done_by_another_process(tmp_path):
    (tmp_path / "stop").touch()
    with running_worker(tmp_path / "worker.log", include=SLOW):
        job = enqueue(tmp_path)
        wait_until(is_in(job, Job.State.DONE), "the job done")
    job.refresh_from_db()
    assert (job.attempts, job.done, job.total) == (1, 1, 1)


@pytest.mark.redis
def test_a_job_goes_through_redis(tmp_path):
    test_a_job_is_done_by_another_process(tmp_path)
    assert app.connection().transport_cls == "redis"


def test_a_job_whose_worker_is_killed_is_taken_over(tmp_path):
    with running_worker(tmp_path / "first.log", include=SLOW) as worker:
        job = enqueue(tmp_path)
        wait_until(is_in(job, Job.State.RUNNING), "the job begun")
        stop(worker, signal.SIGKILL)
    assert Job.objects.get(pk=job.pk).state == Job.State.RUNNING
    # Two minutes without a sign of life, in an instant.
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    (tmp_path / "stop").touch()
    with running_worker(tmp_path / "second.log", include=SLOW):
        assert jobs.sweep() == [job.pk]
        wait_until(is_in(job, Job.State.DONE), "the job taken over")
    assert Job.objects.get(pk=job.pk).result == {"attempt": 2}


def test_a_job_survives_the_orderly_stop_of_its_worker(tmp_path):
    """SIGTERM lets the job in hand finish."""
    with running_worker(tmp_path / "worker.log", include=SLOW) as worker:
        job = enqueue(tmp_path)
        wait_until(is_in(job, Job.State.RUNNING), "the job begun")
        worker.send_signal(signal.SIGTERM)
        (tmp_path / "stop").touch()
        worker.wait(20)
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE


def test_a_message_and_its_attachment_leave_once(tmp_path, smtp):
    backend = {"EMAIL_URL": smtp.url}
    with running_worker(tmp_path / "worker.log", **backend):
        with transaction.atomic():
            paper = files.store(
                b"%PDF-1.7 essai",
                kind="accuse-de-reception",
                name="accuse.pdf",
                content_type="application/pdf",
            )
            notice = outbox.Notice("essai", "38-2025-0001 : essai", "Bonjour,\nà bientôt.", attachment=paper)
            [message] = outbox.queue(notice, ["ogec@exemple.test"], key="essai:1")
        # Handed over again while it leaves: the queue may repeat itself, the mail may not.
        outbox.hand_over(message.pk)
        sent = Message.objects.filter(pk=message.pk, state=Message.State.SENT)
        wait_until(sent.exists, "the message sent")
        outbox.hand_over(message.pk)
        wait_until(lambda: app.control.inspect(timeout=1).active() is not None, "an answer of the worker")
    [email] = smtp.received
    assert email["To"] == "ogec@exemple.test"
    assert email["subject"] == "38-2025-0001 : essai"
    assert "à bientôt" in email.get_body().get_content()
    [attachment] = list(email.iter_attachments())
    assert (attachment.get_filename(), attachment.get_content()) == ("accuse.pdf", b"%PDF-1.7 essai")
