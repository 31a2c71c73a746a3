"""Long work: claimed once, resumed after a crash, failed with a sentence."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tne38.core import jobs
from tne38.core.errors import DomainError
from tne38.core.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch):
    """A kind of job known to this test only; its handler is set by the test."""

    def register(function, name="essai"):
        monkeypatch.setitem(jobs._handlers, name, function)
        return name

    return register


def test_a_job_runs_once_and_keeps_its_result(kind):
    seen = []
    name = kind(lambda run: seen.append(run.attempt) or {"fait": 3})
    job = jobs.enqueue(name, subject="a")
    assert jobs.run(job.pk).state == Job.State.DONE
    assert jobs.run(job.pk) is None
    assert seen == [1]
    job.refresh_from_db()
    assert (job.result, job.percent) == ({"fait": 3}, 100)


def test_asking_twice_gives_the_same_job(kind):
    name = kind(lambda run: None)
    assert jobs.enqueue(name, subject="a") == jobs.enqueue(name, subject="a")
    assert jobs.enqueue(name, subject="b") != jobs.enqueue(name, subject="a")


def test_the_database_allows_one_active_job_per_subject(kind):
    name = kind(lambda run: None)
    jobs.enqueue(name, subject="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind=name, subject="a")


def test_a_refusal_fails_the_job_with_its_sentence(kind):
    def refuse(run):
        raise DomainError("valeur_manquante", "Il manque le SIRET.")

    job = jobs.enqueue(kind(refuse), subject="a")
    done = jobs.run(job.pk)
    assert done.state == Job.State.FAILED
    assert done.errors == [{"code": "valeur_manquante", "message": "Il manque le SIRET."}]


def test_a_technical_error_is_tried_three_times(kind):
    def crash(run):
        raise OSError("disque plein")

    job = jobs.enqueue(kind(crash), subject="a")
    states = [jobs.run(job.pk).state for _ in range(3)]
    assert states == [Job.State.QUEUED, Job.State.QUEUED, Job.State.FAILED]
    job.refresh_from_db()
    assert job.errors[-1] == {"code": "technique", "message": "OSError : disque plein"}


def age(job: Job, seconds: int) -> None:
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=seconds))


def test_the_sweep_takes_over_a_job_whose_worker_died(kind, settings):
    job = jobs.enqueue(kind(lambda run: None), subject="a")
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, attempts=1)
    assert jobs.sweep() == []
    age(job, settings.JOB_STALE_AFTER + 1)
    assert jobs.sweep() == [job.pk]
    assert jobs.run(job.pk).attempts == 2


def test_the_sweep_gives_up_after_three_deaths(kind, settings):
    job = jobs.enqueue(kind(lambda run: None), subject="a")
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, attempts=jobs.MAXIMUM_ATTEMPTS)
    age(job, settings.JOB_STALE_AFTER + 1)
    assert jobs.sweep() == []
    job.refresh_from_db()
    assert (job.state, job.errors[0]["code"]) == (Job.State.FAILED, "interrompu")


def test_a_worker_that_was_replaced_stops_at_its_next_sign_of_life(kind):
    def slow(run):
        Job.objects.filter(pk=run.job.pk).update(attempts=run.attempt + 1)  # another worker took over
        run.progress(1, 2)

    job = jobs.enqueue(kind(slow), subject="a")
    assert jobs.run(job.pk) is None
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.RUNNING, 0)


def test_progress_is_kept(kind):
    job = jobs.enqueue(kind(lambda run: run.progress(3, 12)), subject="a")
    done = jobs.run(job.pk)
    assert (done.done, done.total) == (3, 12)


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_never_breaks_the_page(kind, settings, monkeypatch, caplog):
    from tne38.core import tasks

    def refuse(*args):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.run_job, "delay", refuse)
    with transaction.atomic():
        job = jobs.enqueue(kind(lambda run: None), subject="a")
    assert Job.objects.get(pk=job.pk).state == Job.State.QUEUED
    assert "waits for the sweep" in caplog.text
