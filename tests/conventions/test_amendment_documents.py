"""The document of an amendment as it is printed, its codes, the page where it is signed, the agents' acts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications.documents import documents_of
from conventions.domain.amendments import print_document
from conventions.domain.dates import claims_until
from conventions.models import Amendment, Convention
from tests.conventions import stages
from tests.conventions.amendments import own_copy, prepared
from tests.conventions.reading import tags_of, text_of
from tests.conventions.test_actions import act, offered
from tests.factories import MembershipFactory, agent
from tests.pieces import pdf
from tne38.accounts.enums import Role
from tne38.core import files
from tne38.core.errors import DomainError
from tne38.notifications.models import Message
from tools import amendment_specimens, specimens

LATER = date(2028, 7, 1)


def said(content: bytes) -> str:
    return text_of(content).replace("\u00a0", " ").replace("\u202f", " ")


def test_it_says_before_and_after():
    text = said(print_document(amendment_specimens.amendment()))
    for words in (
        "Avenant n° 1 à la convention de subvention n° 2025-TNE-042",
        "avenant n° 2025-TNE-042-A1",
        "acte n° 2026 CP02 B 16 31",
        "notifiée le 1er juillet 2025, et son article 12",
        "Vu la demande du 5 janvier 2026",
        "Dernier jour pour demander le versement 1er juillet 2027 1er juillet 2028",
        "Montant maximal de la subvention 3 400,00 € 3 000,01 €",
        "dont part du Département 1 700,00 € 1 500,01 €",
        "dont part du dispositif TNE 1 700,00 € 1 500,00 €",
        "Article 2 – Délai",
        "Article 3 – Montant de la subvention",
        "trois mille euros et un centime",
        "Les 399,99 € qui ne sont plus accordés",
        "Article 5 – Prise d’effet",
        "prend effet à sa notification",
        "Camille Exemple, Présidente",
    ):
        assert words in text, words


def test_it_leaves_out_what_does_not_change():
    values = replace(amendment_specimens.amendment(), granted=None, in_words="", act="")
    assert "Propriétaire" not in said(print_document(values))
    content = print_document(values)
    text = said(content)
    assert "Montant" not in text
    assert "commission permanente" not in text
    assert "Article 3 – Autres stipulations" in text
    assert {"/H1", "/H2", "/Table", "/TH"} <= set(tags_of(content))


def test_the_owner_of_the_premises_signs_it_as_well():
    text = said(print_document(replace(amendment_specimens.amendment(), owner=specimens.OWNER)))
    assert "Société civile immobilière de l’Exemple" in text
    assert "trois exemplaires originaux" in text
    assert "Pour le Propriétaire" in text


@pytest.mark.django_db
def test_a_copy_of_something_else_is_refused_on_the_page_and_the_right_one_taken(client):
    convention = stages.notified(stages.college_draft())
    member = MembershipFactory(organisation=convention.candidacy.organisation).user
    amendment = prepared(convention, LATER)
    mail = Message.objects.filter(kind="avenant-a-signer", recipient=member.email).get()
    assert mail.attachment == amendment.file
    assert "au 1er juillet 2028" in mail.body.replace("\u00a0", " ")
    client.force_login(member)
    page = reverse("conventions:amendment", args=[convention.candidacy_id, amendment.pk])
    assert page in client.get(reverse("applications:detail", args=[convention.candidacy_id])).content.decode()
    assert "Transmettre l’avenant signé" in client.get(page).content.decode()

    def post(content: bytes):
        copy = SimpleUploadedFile("signe.pdf", content, "application/pdf")
        deed = SimpleUploadedFile("acte.pdf", pdf("acte"), "application/pdf")
        return client.post(page, {"copy": copy, "authorisation": deed, "signed_on": "2026-02-03"})

    answer = post(files.read(Convention.objects.get().file))
    assert answer.status_code == 422
    assert "ce document n’est pas l’avenant n° 1" in answer.content.decode()
    assert client.post(page, {}).status_code == 422
    answer = post(own_copy(amendment).content.read())
    assert answer["Location"] == page
    assert "signé par vos soins" in client.get(page).content.decode()
    assert post(pdf("encore")).status_code == 404
    titles = [document.title for document in documents_of(convention.candidacy, member)]
    assert titles[-3:] == ["Avenant n° 1", "Autorisation de signer l’avenant n° 1", "Avenant n° 1 signé"]
    amendment = Amendment.objects.get()
    assert files.may_open(member, amendment.signed_copy)
    assert files.may_open(member, amendment.authorisation)


@pytest.mark.django_db
@pytest.mark.usefixtures("nothing_is_printed")
def test_the_acts_of_the_agents():
    convention, manager = stages.notified(stages.college_draft()), agent(Role.GESTIONNAIRE)
    candidacy, today = convention.candidacy, timezone.localdate()
    assert "preparer-avenant" in offered(candidacy, manager)
    later = claims_until(convention) + timedelta(days=90)
    values = {
        "asked_on": today.isoformat(),
        "reason": "Livraison tardive.",
        "claims_until": later.isoformat(),
    }
    if today > claims_until(convention):
        pytest.fail("The day of this test is past the last day of the convention.")
    said_of = act(candidacy, "preparer-avenant", manager, **values)
    assert "n° 1" in said_of
    assert {"enregistrer-avenant-signe", "abandonner-avenant"} <= set(offered(candidacy, manager))
    assert "preparer-avenant" not in offered(candidacy, manager)
    act(candidacy, "abandonner-avenant", manager, reason="Demande retirée.")
    assert "preparer-avenant" in offered(candidacy, manager)
    with pytest.raises(DomainError):
        prepared(Convention.objects.get(), convention.notified_on)
