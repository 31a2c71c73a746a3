"""What a request for corrections writes to people, and what it does to the delay after which silence rejects."""

from datetime import UTC, date, datetime, timedelta

import pytest

from applications.domain.correction_reminders import remind_all
from applications.models import Candidacy
from applications.rejection import rejection_of
from tests.agents import IN_TIME, deposited
from tests.factories import agent
from tne38.core import journal
from tne38.notifications.models import Message

from .asking import ask, manager_of, send, type_in

pytestmark = pytest.mark.django_db
ASKED = datetime(2025, 4, 1, 10, tzinfo=UTC)


@pytest.fixture
def dossier() -> Candidacy:
    return deposited()


def test_the_messages_of_a_request(dossier):
    user, instructor = manager_of(dossier), agent()
    request = ask(dossier, ("etablissement", "pupils"), by=instructor, at=ASKED, answer_on=date(2025, 4, 16))
    asked = Message.objects.filter(kind="correction-demandee")
    assert {message.recipient for message in asked} == {dossier.organisation.email, user.email}
    text = asked.first()
    assert text.subject == f"{dossier.number} – une correction vous est demandée"
    assert "au plus tard le 16 avril 2025" in text.body
    assert "- Nombre d’élèves\u00a0: Vérifiez\u00a0: pupils." in text.body
    assert f"/candidatures/{dossier.pk}/reponse/" in text.body
    assert (
        "(CRPA, article L114-5) : il s’achève désormais au plus tard le 14 juin 2025, au lieu du 30 mai"
        in (text.body.replace("\u00a0", " "))
    )
    type_in(request, "etablissement", pupils="398")
    send(request, by=user, message="Effectif de rentrée.")
    answered = Message.objects.filter(kind="correction-repondue")
    assert {message.recipient for message in answered} == {dossier.call.contact_email, instructor.email}
    assert "Effectif de rentrée." in answered.first().body


def test_the_silence_that_rejects_is_suspended_meanwhile(dossier):
    """Deposited on 30 March 2025: 30 May. Asked on 1 April, answered on 11 April: ten days more."""
    assert rejection_of(dossier).now == date(2025, 5, 30)
    request = ask(dossier, ("etablissement", "pupils"), at=ASKED, answer_on=date(2025, 4, 16))
    dossier.refresh_from_db()
    assert rejection_of(dossier).now == date(2025, 6, 14)
    type_in(request, "etablissement", pupils="398")
    send(request, at=ASKED + timedelta(days=10))
    found = rejection_of(Candidacy.objects.get(pk=dossier.pk))
    assert (found.first, found.now, found.suspended) == (date(2025, 5, 30), date(2025, 6, 9), False)
    assert IN_TIME.date() == date(2025, 3, 30)


def test_a_reminder_before_the_deadline_and_a_word_after_it_each_once(dossier):
    """Asked on 1 April for 16 April, reminded three days before."""
    ask(dossier, ("etablissement", "pupils"), at=ASKED, answer_on=date(2025, 4, 16))

    def sent(day: int) -> list[str]:
        before = set(Message.objects.values_list("pk", flat=True))
        remind_all(at=datetime(2025, 4, day, 8, tzinfo=UTC))
        remind_all(at=datetime(2025, 4, day, 9, tzinfo=UTC))
        return list(Message.objects.exclude(pk__in=before).values_list("kind", flat=True))

    assert sent(13) == []
    assert sent(14) == ["correction-rappel"]
    assert sent(16) == []
    assert sent(17) == ["correction-echue"]
    assert sent(30) == []
    actions = [entry.action for entry in journal.history(dossier)][-2:]
    assert actions == ["correction rappelée", "échéance de la correction passée"]


def test_an_answered_request_is_not_reminded(dossier):
    request = ask(dossier, ("etablissement", "pupils"), at=ASKED, answer_on=date(2025, 4, 16))
    send(request, message="Rien à changer.", at=ASKED)
    assert remind_all(at=datetime(2025, 5, 1, 8, tzinfo=UTC)) == 0
