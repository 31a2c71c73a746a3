"""Following and retrying long work and messages in the agents' site."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.agents import sign_in
from tne38.accounts.enums import Role
from tne38.core.models import Job, JournalEntry
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db


def job(state: str, **fields) -> Job:
    finished = timezone.now() if state in {"done", "failed"} else None
    return Job.objects.create(
        kind="priorisation", subject="appel", state=state, finished_at=finished, **fields
    )


def message(state: str = "failed") -> Message:
    return Message.objects.create(
        kind="essai",
        recipient="a@exemple.test",
        subject="Sujet",
        body="Texte",
        key=state,
        state=state,
        attempts=8,
    )


def follow(client, row: Job):
    return client.get(reverse("admin:core_job_follow", args=[row.pk]), headers={"HX-Request": "true"})


def test_a_running_job_says_how_far_it_is_and_is_asked_again(client):
    sign_in(client, Role.INSTRUCTEUR)
    answer = follow(client, job("running", done=3, total=22))
    assert "3 sur 22" in answer.text
    assert 'hx-trigger="every 1s"' in answer.text
    assert "HX-Refresh" not in answer.headers


@pytest.mark.parametrize("state", ["done", "failed"])
def test_an_ended_job_refreshes_the_page_once_and_is_not_asked_again(client, state):
    sign_in(client, Role.INSTRUCTEUR)
    answer = follow(client, job(state))
    assert answer["HX-Refresh"] == "true"
    assert "hx-get" not in answer.text


def test_without_javascript_the_link_leads_to_the_page_of_the_job(client):
    sign_in(client, Role.INSTRUCTEUR)
    row = job("running")
    answer = client.get(reverse("admin:core_job_follow", args=[row.pk]))
    assert answer["Location"] == reverse("admin:core_job_change", args=[row.pk])
    assert "Actualiser" in client.get(answer["Location"]).text


def test_the_commission_does_not_follow_jobs(client):
    sign_in(client, Role.COMMISSION)
    assert follow(client, job("running")).status_code == 403


def test_a_failed_job_is_retried_and_the_journal_says_by_whom(client):
    user = sign_in(client, Role.GESTIONNAIRE)
    row = job("failed", attempts=3)
    client.post(reverse("admin:core_job_retry", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.finished_at, row.attempts) == ("queued", None, 3)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor_id) == ("traitement relancé", user.pk)


@pytest.mark.parametrize(
    ("state", "active", "sentence"),
    [
        ("done", False, "Ce traitement n’est pas en échec."),
        ("failed", True, "Le même traitement est déjà en cours."),
    ],
)
def test_a_job_that_cannot_be_retried_says_why(client, state, active, sentence):
    sign_in(client, Role.GESTIONNAIRE)
    row = job(state)
    if active:
        job("running")
    answer = client.post(reverse("admin:core_job_retry", args=[row.pk]), follow=True)
    assert sentence in answer.text
    row.refresh_from_db()
    assert row.state == state


def test_an_instructor_does_not_retry_a_job(client):
    sign_in(client, Role.INSTRUCTEUR)
    row = job("failed")
    client.post(reverse("admin:core_job_retry", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "failed"


def test_a_failed_message_is_sent_again(client):
    sign_in(client, Role.INSTRUCTEUR)
    row = message()
    client.post(reverse("admin:notifications_message_retry", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "pending"
    assert JournalEntry.objects.get().action == "message renvoyé"


def test_a_sent_message_is_not_sent_twice(client):
    sign_in(client, Role.INSTRUCTEUR)
    row = message("pending")
    answer = client.post(reverse("admin:notifications_message_retry", args=[row.pk]), follow=True)
    assert "Ce message n’est pas en échec." in answer.text
