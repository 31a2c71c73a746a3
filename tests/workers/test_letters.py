"""The letters of a session through a real worker that is killed in the middle: each porteur is told once."""

import signal
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.domain import letters, sessions
from reviews.domain.decisions import Choice
from reviews.domain.session_decisions import decide_in_session
from reviews.enums import Outcome
from reviews.models import Letter
from tests.reviews.sittings import dossiers_of, endowed_call, opened
from tests.workers.process import running_worker, stop, wait_until
from tne38.celery import app
from tne38.core import jobs
from tne38.core.models import Job
from tne38.notifications import outbox
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db(transaction=True)
DOSSIERS = 12


def closed_session():
    call = endowed_call("90000.00")
    dossiers = dossiers_of(call, DOSSIERS)
    session = opened(call)
    for candidacy in dossiers:
        decide_in_session(session, candidacy, Choice(Outcome.WAITING_LIST), by=None)
    return sessions.close_session(session, by=None)


def is_done(job: Job) -> bool:
    return Job.objects.get(pk=job.pk).state == Job.State.DONE


def test_a_worker_killed_in_the_middle_sends_each_letter_once(tmp_path, smtp):
    backend = {"EMAIL_URL": smtp.url}
    session = closed_session()
    app.control.purge()
    with running_worker(tmp_path / "first.log", **backend) as worker:
        job = letters.request_letters(session, by=None)
        wait_until(lambda: Letter.objects.count() >= 3, "some letters")
        stop(worker, signal.SIGKILL)
    assert 3 <= Letter.objects.count() < DOSSIERS
    assert Job.objects.get(pk=job.pk).state == Job.State.RUNNING
    # Minutes without a sign of life, in an instant.
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    Message.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=5))
    with running_worker(tmp_path / "second.log", **backend):
        jobs.sweep()
        outbox.sweep()
        wait_until(lambda: is_done(job), "the batch taken over")
        pending = Message.objects.exclude(state=Message.State.SENT)
        wait_until(lambda: not pending.exists(), "every message sent")
    job.refresh_from_db()
    assert (job.attempts, job.done, job.total) == (2, DOSSIERS, DOSSIERS)
    assert Letter.objects.count() == DOSSIERS
    told = smtp.about("votre candidature est sur liste d’attente")
    assert Counter(message["To"] for message in told).most_common(1)[0][1] == 1
    assert len(told) == DOSSIERS
    [attachment] = list(told[0].iter_attachments())
    assert attachment.get_content_type() == "application/pdf"
