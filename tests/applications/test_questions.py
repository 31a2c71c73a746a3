"""The messages of a dossier: who writes, who is told, what stays to be read, the pieces that come with them."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications.domain import questions
from applications.domain.attachments import Sent
from applications.domain.submission import submit
from applications.enums import MembershipRole
from applications.models import Attachment, Candidacy, Question
from tests.agents import deposited, sign_in
from tests.factories import MembershipFactory, agent, complete_draft
from tests.house.guard import only_reading
from tests.pieces import pdf
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

from .asking import ask, manager_of, place_of, send
from .journey import complete, queries

pytestmark = pytest.mark.django_db
AT = datetime(2025, 4, 1, 10, tzinfo=UTC)


@pytest.fixture
def dossier() -> Candidacy:
    return deposited()


def thread(dossier: Candidacy) -> str:
    return reverse("applications:questions", args=[dossier.pk])


def test_a_question_is_mailed_to_the_service_and_the_answer_to_the_porteur(dossier):
    user, instructor = manager_of(dossier), agent()
    questions.write(dossier, "Le devis suffit-il ?", by=user, at=AT)
    [asked] = Message.objects.filter(kind="message-du-porteur")
    assert asked.recipient == dossier.call.contact_email
    assert asked.subject == f"{dossier.number} – message du porteur"
    assert "Le devis suffit-il\u00a0?" in asked.body
    questions.write(dossier, "Oui, il suffit.", by=instructor, at=AT)
    answered = Message.objects.filter(kind="message-au-porteur")
    assert {message.recipient for message in answered} == {dossier.organisation.email, user.email}
    assert f"/candidatures/{dossier.pk}/questions/" in answered.first().body
    questions.write(dossier, "Merci.", by=user, at=AT)
    told = Message.objects.filter(kind="message-du-porteur", body__contains="Merci.")
    assert {message.recipient for message in told} == {dossier.call.contact_email, instructor.email}
    actions = [entry.action for entry in journal.history(dossier)][-3:]
    assert actions == ["message du porteur", "message au porteur", "message du porteur"]


def test_answering_is_reading(dossier):
    user = manager_of(dossier)
    first = questions.write(dossier, "Une question.", by=user, at=AT)
    assert dossier.questions.unread(from_porteur=True).count() == 1
    questions.write(dossier, "Une réponse.", by=agent(), at=AT)
    first.refresh_from_db()
    assert first.read_at == AT
    assert questions.mark_read(dossier, by=user, at=AT) == 1
    assert questions.mark_read(dossier, by=user, at=AT) == 0


def test_who_only_reads_and_who_is_not_concerned_do_not_write(dossier):
    reader = MembershipFactory(organisation=dossier.organisation, role=MembershipRole.READER).user
    for user in (reader, MembershipFactory().user, agent(Role.COMMISSION)):
        with pytest.raises(NotAllowed):
            questions.write(dossier, "Moi.", by=user, at=AT)
    with pytest.raises(DomainError):
        questions.write(complete_draft(), "Trop tôt.", by=None, at=AT)
    assert not Question.objects.exists()


def test_a_message_brings_pieces_or_nothing_at_all(dossier):
    user = manager_of(dossier)
    with pytest.raises(DomainError):
        questions.write(
            dossier, "Voici.", sent=[Sent.of("a.pdf", pdf()), Sent.of("b.exe", b"MZ")], by=user, at=AT
        )
    assert not Question.objects.exists()
    assert not Attachment.objects.exists()
    message = questions.write(dossier, "Voici.", sent=[Sent.of("devis.pdf", pdf())], by=user, at=AT)
    assert [(piece.file.name, piece.source) for piece in message.attachments.all()] == [
        ("devis.pdf", "reponse")
    ]


def test_the_porteur_asks_and_reads_on_the_pages_of_the_dossier(client):
    dossier = submit(complete(client), by=None, at=timezone.now())
    page = reverse("applications:detail", args=[dossier.pk])
    assert "Une question ?" in client.get(page).text
    sent = {"text": "Le devis suffit-il ?", "fichiers": SimpleUploadedFile("devis.pdf", pdf())}
    html = client.post(thread(dossier), sent, follow=True).text
    assert "Votre message est envoyé" in html
    assert "Le devis suffit-il ?" in html
    assert "devis.pdf" in html
    questions.write(dossier, "Oui, il suffit.", by=agent(), at=timezone.now())
    assert "1 nouveau message" in client.get(page).text
    assert "1 message du Département à lire" in client.get(reverse("applications:list")).text
    with only_reading():
        assert "Marquer comme lus" in client.get(thread(dossier)).text
    client.post(reverse("applications:questions_read", args=[dossier.pk]))
    assert "nouveau message" not in client.get(page).text


def test_a_refused_message_keeps_its_text(client):
    dossier = submit(complete(client), by=None, at=timezone.now())
    sent = {"text": "Un texte à garder.", "fichiers": SimpleUploadedFile("virus.exe", b"MZ")}
    html = client.post(thread(dossier), sent).text
    assert "Un texte à garder." in html
    assert "virus" in html
    assert "Écrivez votre message." in client.post(thread(dossier), {"text": ""}).text
    assert not Question.objects.exists()


def test_an_agent_answers_from_the_page_of_the_dossier(client, dossier):
    questions.write(dossier, "Le devis suffit-il ?", by=manager_of(dossier), at=AT)
    sign_in(client, Role.INSTRUCTEUR)
    changelist = reverse("admin:applications_candidacy_changelist")

    def waiting() -> int:
        return len(client.get(f"{changelist}?travail=questions").context["cl"].result_list)

    assert waiting() == 1
    assert "Le devis suffit-il ?" in client.get(f"{changelist}{dossier.pk}/change/").text
    act = reverse("admin:applications_candidacy_act", args=[dossier.pk, "ecrire-au-porteur"])
    html = client.post(act, {"etat": "deposited", "text": "Oui."}, follow=True).text
    assert "Votre message est envoyé au porteur." in html
    assert waiting() == 0


def test_the_thread_costs_the_same_with_one_message_and_with_three(client):
    dossier = submit(complete(client), by=None, at=timezone.now())
    by = dossier.organisation.memberships.get().user
    questions.write(dossier, "Une.", sent=[Sent.of("a.pdf", pdf("a"))], by=by, at=AT)
    client.get(thread(dossier))
    expected = queries(client, thread(dossier))
    for name in ("b", "c"):
        questions.write(dossier, name, sent=[Sent.of(f"{name}.pdf", pdf(name))], by=agent(), at=AT)
    assert queries(client, thread(dossier)) == expected


# --- Pieces that a request for corrections asks for ---------------------------------------------------------


def test_pieces_are_asked_for_and_join_the_dossier(client):
    dossier = submit(complete(client), by=None, at=timezone.now())
    request = ask(dossier, ("pieces-demandees", ""))
    url = reverse("applications:answer_place", args=[dossier.pk, place_of(request, "pieces-demandees").pk])
    assert "Choisissez au moins un fichier." in client.post(url, {}).text
    sent = {"fichiers": [SimpleUploadedFile("devis.pdf", pdf())]}
    assert client.post(url, sent).url == reverse("applications:answer", args=[dossier.pk])
    assert "devis.pdf" in client.get(reverse("applications:answer", args=[dossier.pk])).text
    send(request)
    assert [piece.file.name for piece in Attachment.objects.filter(candidacy=dossier)] == ["devis.pdf"]
    assert client.post(url, sent).url == reverse("applications:detail", args=[dossier.pk])


def test_asking_for_pieces_leaves_those_that_were_deposited_alone(client):
    dossier = submit(complete(client), by=None, at=timezone.now())
    ask(dossier, ("pieces-demandees", ""))
    page = reverse("applications:pieces", args=[dossier.pk])
    assert client.get(page).url == reverse("applications:summary", args=[dossier.pk])
