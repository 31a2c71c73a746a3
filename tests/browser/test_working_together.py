"""A mairie invites the director of an école, who reads the mail, opens an account and writes the project."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from applications.models import Call, Candidacy
from tests.factories import UserFactory
from tne38.notifications.models import Message

from .axe import found_in
from .test_journey import download, proceed, sign_in
from .test_primary import MAIRIE, copy_to, describe_first, name_the_porteur, start

pytestmark = pytest.mark.browser
DIRECTION = "direction@ecole.test"
PASSWORD = "une phrase pour l’école"


@pytest.fixture
def portal(live_server, worker, settings, reference) -> str:
    """The address of the portal; the founding call of the 1er degré is open."""
    settings.DEMO = True
    Call.objects.filter(slug="accessibilite-1er-degre-2025").update(
        closes_at=timezone.now() + timedelta(days=12), rectorat_email="rectorat@exemple.test"
    )
    UserFactory(email=MAIRIE, full_name="Secrétaire de mairie fictive")
    return live_server.url


def invite(page: Page, school_name: str) -> None:
    """From the dossier to the people, then the école's own line."""
    page.get_by_role("link", name="Les personnes").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les personnes")
    page.get_by_role("link", name=re.compile(f"inviter sa direction.*{re.escape(school_name)}")).click()
    page.get_by_label("Adresse électronique").fill(DIRECTION)
    assert found_in(page, page.url) == []
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("rowheader", name=DIRECTION)).to_be_visible()
    assert found_in(page, page.url) == []


def join(browser: Browser, portal: str, mailbox) -> Page:
    """In another browser: the link of the mail, a name, a password."""
    [mail] = mailbox.wait_for("écrire le projet pédagogique")
    assert mail["To"] == DIRECTION
    assert "La mairie vous demande d’écrire le projet pédagogique" in mail.get_content()
    path = re.search(r"https?://[^/\s]+(/candidatures/invitation/\S+)", mail.get_content()).group(1)
    page = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris").new_page()
    page.goto(portal + path)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Commune de Voiron vous invite")
    assert found_in(page, page.url) == []
    page.get_by_label("Prénom et nom").fill("Directrice fictive")
    page.get_by_label("Nouveau mot de passe", exact=False).first.fill(PASSWORD)
    page.get_by_label("Le même, une seconde fois").fill(PASSWORD)
    page.get_by_role("button", name="Ouvrir mon compte et accepter").click()
    expect(page.get_by_text("Bienvenue : vous agissez maintenant pour Commune de Voiron.")).to_be_visible()
    return page


def write_project(page: Page, school_name: str) -> None:
    """The director lands on the project, as the directory gives the figures; then gives the address of the école."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Quel est votre projet pédagogique ?")
    expect(page.get_by_text(f"Vous pouvez modifier le projet de «\u00a0{school_name}\u00a0»")).to_be_visible()
    page.get_by_label("Descriptif du projet pédagogique").fill("Projet fictif : lire à voix haute.")
    proceed(page, "Quelles formations souhaitez-vous ?")
    assert found_in(page, page.url) == []
    page.get_by_role("link", name=re.compile("^Établissement")).first.click()
    page.get_by_label("Adresse électronique de l’établissement").fill(DIRECTION)
    proceed(page, "Quel est votre projet pédagogique ?")


def test_from_the_invitation_to_the_receipt(page: Page, browser: Browser, portal, mailbox):
    sign_in(page, portal, MAIRIE)
    page.wait_for_url("**/candidatures/")
    first, second, third = start(page, portal)
    invite(page, first.name)
    director = join(browser, portal, mailbox)
    write_project(director, first.name)
    # The mairie finds what the école wrote, completes it, copies it to the others and deposits.
    candidacy = Candidacy.objects.get()
    page.goto(f"{portal}/candidatures/{candidacy.pk}/ecoles/")
    row = page.get_by_role("row").filter(has_text=first.name)
    row.get_by_role("link", name="Projet pédagogique").click()
    expect(page.get_by_label("Descriptif du projet pédagogique")).to_have_value(
        "Projet fictif : lire à voix haute."
    )
    page.get_by_role("link", name="Les écoles").first.click()
    describe_first(page, first.name)
    copy_to(page, second, first)
    copy_to(page, third, first)
    name_the_porteur(page)
    # The director reads everything and cannot deposit.
    director.goto(f"{portal}/candidatures/{candidacy.pk}/recapitulatif/")
    expect(director.get_by_text("Seules les personnes qui peuvent tout modifier déposent")).to_be_visible()
    expect(director.get_by_role("button", name="Déposer le dossier")).to_have_count(0)
    page.get_by_role("button", name="Déposer le dossier").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dossier n° 38-2025-0001")
    assert "38-2025-0001" in download(page, portal, "Accusé de réception")
    director.goto(f"{portal}/candidatures/{candidacy.pk}/historique/")
    expect(director.get_by_text("Directrice fictive").first).to_be_visible()
    assert found_in(director, director.url) == []
    mailbox.wait_for("38-2025-0001")
    receipts = Message.objects.filter(kind="accuse-de-reception").values_list("recipient", flat=True)
    assert {"contact@commune.test", MAIRIE, DIRECTION, "rectorat@exemple.test"} <= set(receipts)
