"""The closing of one dossier: put off by an agent, told in time to whoever has not deposited."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.domain.extensions import extend_deadline
from applications.domain.reminders import remind
from applications.domain.submission import submit
from applications.models import Candidacy, Extension
from tests.factories import CallFactory, MembershipFactory, agent, complete_draft
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
CLOSING = datetime(2035, 3, 31, 23, 59, 59, tzinfo=PARIS)
LATER = datetime(2035, 4, 10, 23, 59, 59, tzinfo=PARIS)
SECOND = timedelta(seconds=1)


@pytest.fixture
def draft() -> Candidacy:
    """Begun a month before a closing to come."""
    draft = complete_draft(CallFactory(closes_at=CLOSING))
    Candidacy.objects.update(created_at=CLOSING - timedelta(days=30))
    MembershipFactory(organisation=draft.organisation, user__email="chef@college.test")
    return Candidacy.objects.get()


def put_off(draft, until=LATER, reason="Panne du réseau de l’établissement.", by=None) -> Extension:
    return extend_deadline(draft, until=until, reason=reason, by=by)


def test_a_deadline_put_off_holds_for_this_dossier_alone_to_the_second(draft):
    other = complete_draft(draft.call)
    put_off(draft)
    with pytest.raises(DomainError, match="L’appel est clos depuis le 31/03/2035 à 23 h 59"):
        submit(other, by=None, at=CLOSING + SECOND)
    with pytest.raises(DomainError, match="Le délai prolongé est clos depuis le 10/04/2035 à 23 h 59"):
        submit(draft, by=None, at=LATER + SECOND)
    assert submit(draft, by=None, at=LATER).number == "38-2025-0001"


def test_putting_off_is_written_down_with_its_reason_and_told(draft):
    instructor = agent(Role.INSTRUCTEUR)
    put_off(draft, by=instructor)
    entry = journal.history(draft).last()
    assert (entry.action, entry.reason) == ("délai de dépôt prolongé", "Panne du réseau de l’établissement.")
    assert entry.actor_id == instructor.pk
    letter = Message.objects.get(recipient="chef@college.test")
    assert "vous pouvez le déposer jusqu’au 10 avril 2035 à 23\u00a0h\u00a059" in letter.body
    assert "Motif\u00a0: Panne du réseau de l’établissement." in letter.body


@pytest.mark.parametrize(
    ("until", "reason", "code"),
    [
        (CLOSING, "Motif", "champ_invalide"),
        (CLOSING - timedelta(days=1), "Motif", "champ_invalide"),
        (LATER, "  ", "champ_obligatoire"),
    ],
)
def test_what_puts_nothing_off_is_refused(draft, until, reason, code):
    with pytest.raises(DomainError) as refusal:
        put_off(draft, until=until, reason=reason)
    assert refusal.value.code == code
    assert not Extension.objects.exists()


def test_only_an_agent_puts_off_and_only_a_draft(draft):
    with pytest.raises(NotAllowed):
        put_off(draft, by=draft.organisation.memberships.get().user)
    with pytest.raises(NotAllowed):
        put_off(draft, by=agent(Role.COMMISSION))
    submit(draft, by=None, at=CLOSING)
    with pytest.raises(DomainError, match="déjà déposé"):
        put_off(draft)


def test_an_agent_puts_off_from_its_page_and_the_porteur_reads_it(client, draft):
    client.force_login(agent(Role.INSTRUCTEUR))
    page = reverse("admin:applications_extension_add")
    answers = {"candidacy": draft.pk, "until": "31/03/2035", "reason": "Panne."}
    assert "Choisissez un jour après le 31/03/2035." in client.post(page, answers).text
    assert client.post(page, {**answers, "until": "10/04/2035"}).status_code == 302
    draft.refresh_from_db()
    assert draft.extended_until == LATER
    assert Extension.objects.count() == 1
    client.force_login(draft.organisation.memberships.get().user)
    told = client.get(reverse("applications:summary", args=[draft.pk])).text
    assert "jusqu’au 10 avril 2035 à 23\u00a0h\u00a059" in told
    assert "Le Département a prolongé votre délai" in told


def bodies(kind="rappel-de-cloture") -> list[str]:
    letters = Message.objects.filter(kind=kind, recipient="chef@college.test").order_by("pk")
    return [letter.subject.partition(" – ")[2] for letter in letters]


def test_a_draft_is_reminded_seven_days_and_two_days_before_once_each(draft):
    remind(at=CLOSING - timedelta(days=8))
    assert bodies() == []
    for hours in (168, 167, 48, 47, 1):
        remind(at=CLOSING - timedelta(hours=hours))
    assert bodies() == ["pas encore déposé, il reste 7 jours", "pas encore déposé, il reste 2 jours"]


def test_a_portal_stopped_for_a_week_sends_the_last_reminder_only(draft):
    remind(at=CLOSING - timedelta(hours=20))
    assert bodies() == ["pas encore déposé, dernier jour\u00a0: il reste 20\u00a0h"]


def test_a_reminder_says_what_is_missing_and_where_to_go(draft, settings):
    draft.projects.update(divisions=None)
    remind(at=CLOSING - timedelta(days=6))
    letter = Message.objects.filter(kind="rappel-de-cloture").first()
    assert "1 champ à corriger ou à compléter" in letter.body
    assert "divisions" in letter.body
    assert f"{settings.SITE_URL}/candidatures/{draft.pk}/recapitulatif/" in letter.body
    assert "31 mars 2035 à 23\u00a0h\u00a059" in letter.body


def test_who_has_deposited_or_began_since_or_is_late_is_left_in_peace(draft):
    begun_since = complete_draft(draft.call)
    Candidacy.objects.filter(pk=begun_since.pk).update(created_at=CLOSING - timedelta(hours=30))
    submit(draft, by=None, at=CLOSING - timedelta(days=9))
    remind(at=CLOSING - timedelta(hours=20))
    remind(at=CLOSING + SECOND)
    assert not Message.objects.filter(kind="rappel-de-cloture").exists()


def test_a_deadline_put_off_is_reminded_again(draft):
    remind(at=CLOSING - timedelta(hours=20))
    put_off(draft)
    remind(at=CLOSING - timedelta(hours=10))
    assert len(bodies()) == 1
    remind(at=LATER - timedelta(days=7))
    remind(at=LATER - timedelta(hours=48))
    assert len(bodies()) == 3


def test_the_worker_does_it_every_quarter_of_an_hour(draft, settings):
    from applications.tasks import remind_drafts

    assert settings.CELERY_BEAT_SCHEDULE["remind-drafts"] == {"task": remind_drafts.name, "schedule": 900.0}
    draft.call.closes_at = timezone.now() + timedelta(days=2)
    draft.call.save()
    Candidacy.objects.update(created_at=timezone.now() - timedelta(days=30))
    remind_drafts()
    assert bodies() == ["pas encore déposé, il reste 2 jours"]
