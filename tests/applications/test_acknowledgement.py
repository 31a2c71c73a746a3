"""The accusé de réception: its mentions (CRPA, R112-5 and R112-11-1), its addressees, made once."""

from datetime import UTC, date, datetime

import pytest

from applications.acknowledgement import acknowledgement_of
from applications.domain import submission
from applications.domain.acknowledgement import acknowledge
from applications.enums import Origin
from applications.models import Candidacy
from applications.silence import add_months
from tests.conventions.reading import text_of
from tests.factories import MembershipFactory, UserFactory, agent, complete_draft
from tne38.core import files, jobs, journal
from tne38.core.models import Job, StoredFile
from tne38.notifications import outbox
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db
# One minute before midnight in Paris.
LATE = datetime(2025, 3, 31, 21, 59, tzinfo=UTC)


def online():
    draft = complete_draft()
    draft.call.contact_phone, draft.call.postal_address = "04 00 00 00 01", "1 rue Fictive\n38000 Fictiville"
    draft.call.save()
    return submission.submit(draft, by=None, at=LATE)


def on_paper(**project):
    draft = complete_draft(**project)
    draft.origin, draft.postmark_on, draft.received_on = Origin.PAPER, date(2025, 3, 31), date(2025, 4, 2)
    draft.save()
    return submission.submit(draft, by=None, at=LATE)


def test_the_mentions_of_an_online_deposit():
    text = text_of(files.read(acknowledge(online()).acknowledgement))
    for mention in (
        "Dossier n° 38-2025-0001",
        "31 mars 2025 (déposé en ligne le 31/03/2025 à 23 h 59, heure de Paris)",
        "service chargé de l’appel « Appel fictif – collèges »",
        "1 rue Fictive 38000 Fictiville",
        "contact@exemple.test",
        "04 00 00 00 01",
        "pendant deux mois vaut décision implicite de rejet",
        "L231-4, 3°",
        "Sous réserve que le dossier soit complet",
        "réputée rejetée le 31 mai 2025",
        "dans les deux mois",
        "recours gracieux",
        "tribunal administratif de Grenoble",
        "R112-5 et R112-11-1",
        "page 1 sur 1",
    ):
        assert mention in text


def test_the_mentions_of_a_paper_dossier():
    text = text_of(files.read(acknowledge(on_paper()).acknowledgement))
    assert "cachet de la poste du 31 mars 2025" in text
    assert "Date de réception 2 avril 2025" in text
    assert "réputée rejetée le 2 juin 2025" in text
    assert "R112-11-1" not in text
    assert "Ce qu’il reste à compléter" not in text


def test_a_paper_dossier_is_told_what_it_lacks():
    text = text_of(files.read(acknowledge(on_paper(training=[])).acknowledgement))
    assert "Ce qu’il reste à compléter" in text
    assert "L114-5" in text
    assert "formation" in text


def test_without_its_own_the_call_gives_the_departments_address_and_phone(settings):
    service = acknowledgement_of(submission.submit(complete_draft(), by=None, at=LATE)).service
    assert service.address == settings.DEPARTMENT["address"]
    assert service.phone == settings.DEPARTMENT["phone"]


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2025, 3, 31), 2, date(2025, 5, 31)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2025, 10, 15), 2, date(2025, 12, 15)),
        (date(2025, 11, 1), 2, date(2026, 1, 1)),
    ],
)
def test_two_months_later(day, months, found):
    assert add_months(day, months) == found


def test_the_job_sends_it_to_the_porteur_the_school_and_the_rectorat():
    candidacy = online()
    MembershipFactory(organisation=candidacy.organisation, user=UserFactory(email="directrice@exemple.test"))
    MembershipFactory(
        organisation=candidacy.organisation, user=UserFactory(email="partie@exemple.test", is_active=False)
    )
    assert jobs.run(Job.objects.get().pk).state == Job.State.DONE
    messages = Message.objects.filter(kind="accuse-de-reception")
    assert set(messages.values_list("recipient", flat=True)) == {
        candidacy.organisation.email,
        "directrice@exemple.test",
        "college@exemple.test",
        "rectorat@exemple.test",
    }
    candidacy.refresh_from_db()
    for message in messages:
        assert message.subject.startswith("38-2025-0001")
        assert message.attachment == candidacy.acknowledgement
        assert candidacy.organisation.name in message.body
    assert journal.history(candidacy).last().action == "accusé de réception envoyé"


def test_it_is_made_and_sent_once():
    candidacy = online()
    first = acknowledge(candidacy)
    stale = Candidacy.objects.get(pk=candidacy.pk)
    stale.acknowledgement = None  # what a second worker read before the first one finished
    stale.acknowledgement_id = None
    again = acknowledge(stale)
    assert again.acknowledgement_id == first.acknowledgement_id
    assert StoredFile.objects.count() == 1
    assert Message.objects.filter(kind="accuse-de-reception").count() == 3
    assert acknowledge(again) is again


def test_who_opens_it():
    candidacy = acknowledge(online())
    member = MembershipFactory(organisation=candidacy.organisation).user
    assert files.may_open(member, candidacy.acknowledgement)
    assert files.may_open(agent(), candidacy.acknowledgement)
    assert not files.may_open(UserFactory(), candidacy.acknowledgement)


def test_the_mail_carries_the_document(mailoutbox):
    candidacy = acknowledge(online())
    assert outbox.deliver(Message.objects.filter(recipient="rectorat@exemple.test").get().pk)
    [mail] = mailoutbox
    [(name, content, kind)] = mail.attachments
    assert (name, kind) == ("accuse-de-reception-38-2025-0001.pdf", "application/pdf")
    assert content == files.read(candidacy.acknowledgement)
