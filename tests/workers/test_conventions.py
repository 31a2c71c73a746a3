"""A hundred conventions through real workers, one of them killed in the middle: a hundred numbers, none twice."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from conventions.domain import batch
from conventions.models import Convention
from tests.conventions import meetings
from tests.conventions.test_numbers_at_once import dossiers
from tests.workers.process import running_worker, stop, wait_until
from tne38.celery import app
from tne38.core import jobs
from tne38.core.models import Job, Sequence, StoredFile
from tne38.notifications.models import Message

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
CONVENTIONS = 100


def made() -> int:
    return Convention.objects.filter(state="to_sign").count()


def test_a_worker_killed_in_the_middle_of_a_hundred_conventions(tmp_path, smtp):
    backend = {"EMAIL_URL": smtp.url}
    meeting = meetings.voted(dossiers(CONVENTIONS))
    app.control.purge()
    with running_worker(tmp_path / "first.log", **backend) as worker:
        batch.request_batch(meeting, by=None)
        wait_until(lambda: made() >= 20, "some conventions")
        stop(worker, signal.SIGKILL)
    assert 20 <= made() < CONVENTIONS
    # Minutes without a sign of life, in an instant.
    Job.objects.filter(state__in=Job.ACTIVE).update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    jobs.sweep()
    with (
        running_worker(tmp_path / "second.log", **backend),
        running_worker(tmp_path / "third.log", **backend),
    ):
        wait_until(lambda: made() == CONVENTIONS, "every convention", seconds=120)
    numbers = sorted(Convention.objects.values_list("number", flat=True))
    assert numbers == [f"2025-TNE-{n:03d}" for n in range(1, CONVENTIONS + 1)]
    assert Sequence.objects.get(name="convention-2025").value == CONVENTIONS
    assert StoredFile.objects.filter(kind="convention").count() == CONVENTIONS
    assert Message.objects.filter(kind="convention-a-signer").count() == CONVENTIONS
    assert batch.progress_of(meeting).refusals == ()
