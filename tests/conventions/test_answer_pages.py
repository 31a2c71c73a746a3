"""The page of the beneficiary: what it asks, what it refuses and how it says so."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.domain.attachments import Sent
from conventions.domain import copies
from conventions.models import Convention
from tests.conventions import stages
from tests.factories import MembershipFactory
from tests.pieces import pdf as blank
from tne38.core import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def convention(client) -> Convention:
    """One to sign, of a commune whose manager is signed in."""
    made = stages.generated(stages.commune_draft())
    client.force_login(MembershipFactory(organisation=made.candidacy.organisation).user)
    return made


def address(convention: Convention, act: str = "") -> str:
    return f"/candidatures/{convention.candidacy_id}/convention/{act}"


def pdf(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("document.pdf", content, "application/pdf")


def test_from_the_dossier_to_the_confirmation(client, convention):
    content = files.read(convention.file)
    page = client.get(f"/candidatures/{convention.candidacy_id}/").text
    assert "Votre convention est à signer" in page
    assert address(convention) in page
    page = client.get(address(convention)).text
    assert "Déposer l’acte" in page
    assert "Confirmer et transmettre" not in page
    day = date(2025, 6, 10).isoformat()
    posted = {"acte-number": "2025-12", "acte-adopted_on": day, "acte-received_on": day}
    client.post(address(convention, "acte/"), {**posted, "acte-fichiers": pdf(content)})
    client.post(address(convention, "exemplaire/"), {"exemplaire-fichiers": pdf(content)})
    page = client.get(address(convention)).text
    assert "Délibération n° 2025-12 du 10 juin 2025, reçue en préfecture" in page
    assert "pages sont reconnues" in page
    answer = client.post(
        address(convention, "confirmer/"), {"confirmation-signed_on": "2025-06-20"}, follow=True
    )
    assert "Vous avez signé la convention le 20 juin 2025" in answer.text
    convention.refresh_from_db()
    assert convention.state == "signed"


def test_a_copy_that_is_not_recognised_is_not_said_to_be_ready(client, convention):
    sent = {"exemplaire-fichiers": pdf(blank("Page blanche"))}
    html = client.post(address(convention, "exemplaire/"), sent, follow=True).text
    assert "toutes ses pages ne sont pas reconnues" in html
    assert "confirmez la date" not in html


def test_a_refusal_names_the_field_and_keeps_what_was_typed(client, convention):
    posted = {"acte-number": "2025-12", "acte-adopted_on": "2025-06-10"}
    content = files.read(convention.file)
    answer = client.post(address(convention, "acte/"), {**posted, "acte-fichiers": pdf(content)})
    assert "Indiquez la date à laquelle la préfecture a reçu la délibération." in answer.text
    assert 'value="2025-12"' in answer.text
    answer = client.post(address(convention, "exemplaire/"), {"exemplaire-fichiers": pdf(b"bonjour")})
    assert "ce type de fichier n’est pas accepté" in answer.text


def test_no_date_is_proposed_for_what_is_signed_on_paper(client, convention):
    """A date of today, left as it is, would be kept as the one of the délibération."""
    page = client.get(address(convention)).text
    for name in ("acte-adopted_on", "acte-received_on"):
        [field] = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
        assert "value=" not in field
    copies.add_copy(convention, Sent.of("signee.pdf", files.read(convention.file)), by=None)
    copies.record_authorisation(
        convention,
        Sent.of("acte.pdf", files.read(convention.file)),
        number="2025-12",
        adopted_on=date(2025, 6, 10),
        received_on=date(2025, 6, 11),
        by=None,
    )
    answer = client.post(address(convention, "confirmer/"), {"confirmation-signed_on": ""})
    assert "Indiquez cette date." in answer.text
    assert 'href="#id_confirmation-signed_on"' in answer.text


def test_who_reads_only_sees_no_form_and_posts_nothing(client, convention):
    reader = MembershipFactory(organisation=convention.candidacy.organisation, role="lecture").user
    client.force_login(reader)
    assert "Déposer l’acte" not in client.get(address(convention)).text
    for act in ("acte/", "exemplaire/", "confirmer/"):
        assert client.post(address(convention, act)).status_code == 404


def test_there_is_no_page_before_the_convention_is_made(client):
    made = stages.voted(stages.college_draft())
    client.force_login(MembershipFactory(organisation=made.candidacy.organisation).user)
    assert client.get(address(made)).status_code == 404
    assert "Votre convention est à signer" not in client.get(f"/candidatures/{made.candidacy_id}/").text
