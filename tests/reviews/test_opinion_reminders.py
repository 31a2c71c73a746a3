"""Members are told of the opinions that a session to come awaits: seven days before, then two, each once."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from reviews.domain import opinions, recusals, sessions
from reviews.domain.opinion_reminders import remind
from reviews.domain.opinions import Content
from reviews.enums import Stance
from reviews.tasks import remind_opinions
from tests.reviews.judges import asked, member
from tests.reviews.sittings import VALUES, dossiers_of, endowed_call
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def day(number: int) -> datetime:
    """A morning of May 2025; the session is on the 12th."""
    return datetime(2025, 5, number, 9, 0, tzinfo=PARIS)


@pytest.fixture
def awaited():
    """A session of two dossiers, both to be judged by one member, the first by another one as well."""
    call = endowed_call(title="Appel fictif")
    dossiers = dossiers_of(call, 2)
    people = [member("Membre Un"), member("Membre Deux")]
    found = [asked(dossiers[0], people[0]), asked(dossiers[1], people[0]), asked(dossiers[0], people[1])]
    sessions.prepare(call, VALUES, by=None)
    return found


def test_each_notice_is_written_once_with_the_dossiers_still_awaited(awaited):
    assert remind(at=day(4)) == 0  # eight days before
    assert remind(at=day(5)) == 2
    assert remind(at=day(5)) == remind(at=day(9)) == 0
    letter = Message.objects.get(recipient=awaited[0].member.email)
    assert letter.subject == "Commission d’arbitrage du 12/05/2025 – vos avis sont attendus"
    assert "La commission d’arbitrage se réunit le 12 mai 2025" in letter.body
    assert "Votre avis est attendu sur 2 dossiers" in letter.body
    assert awaited[1].candidacy.number in letter.body
    assert "/admin/reviews/opinion/" in letter.body
    # A member follows no dossier of its own, and this letter is about several.
    assert "Suivre le dossier" not in letter.body
    assert "en rappelant le numéro" not in letter.body
    opinions.file_opinion(awaited[0], Content(Stance.FAVOURABLE), by=awaited[0].member)
    assert remind(at=day(10)) == 2
    last = Message.objects.filter(recipient=awaited[0].member.email).order_by("pk").last()
    assert "Votre avis est attendu sur un dossier" in last.body
    assert awaited[0].candidacy.number not in last.body


def test_whoever_has_filed_or_keeps_away_is_not_written_to(awaited):
    for opinion in awaited[:2]:
        opinions.file_opinion(opinion, Content(Stance.FAVOURABLE), by=opinion.member)
    recusals.declare(awaited[2].candidacy, awaited[2].member, by=None)
    assert remind(at=day(10)) == 0


def test_a_session_prepared_late_has_one_reminder_and_none_once_it_is_passed(awaited):
    assert remind(at=day(11)) == 2
    assert remind(at=day(12)) == remind(at=day(13)) == 0


def test_the_task_reminds(awaited):
    remind_opinions()
    assert not Message.objects.filter(kind="rappel-avis").exists()  # the session is long past
