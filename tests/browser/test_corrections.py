"""The loop of a correction: an agent asks, the porteur answers what is asked and nothing else, the agent decides."""

import pytest
from playwright.sync_api import Browser, Page, expect

from applications.models import Candidacy, CorrectionRequest
from tests.agents import deposited
from tests.factories import MembershipFactory, UserFactory, agent
from tne38.accounts.enums import Role

from .axe import found_in
from .test_journey import sign_in

pytestmark = pytest.mark.browser
CHIEF, INSTRUCTOR = "chef@college.test", "instructeur@exemple.test"


@pytest.fixture
def dossier(transactional_db, settings) -> Candidacy:
    """Deposited; its porteur and its agent have an account each."""
    settings.DEMO = True
    made = deposited()
    MembershipFactory(user=UserFactory(email=CHIEF), organisation=made.organisation)
    agent(Role.INSTRUCTEUR, email=INSTRUCTOR)
    return made


def person(browser: Browser, address: str, email: str) -> Page:
    page = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, address, email)
    return page


def test_from_the_request_to_the_verdict(browser, live_server, dossier):
    instructor = person(browser, live_server.url, INSTRUCTOR)
    instructor.goto(f"{live_server.url}/admin/applications/candidacy/{dossier.pk}/change/")
    instructor.get_by_role("link", name="Demander une correction").click()
    expect(instructor.get_by_label("Motif")).to_be_visible()
    assert found_in(instructor, instructor.url) == []
    instructor.get_by_label("Motif").fill("Les effectifs diffèrent de ceux du Rectorat.")
    instructor.get_by_label("Nombre d’élèves").fill("Le Rectorat compte 398 élèves.")
    instructor.get_by_label("Classes et Internet", exact=False).last.fill("Mesurez dans chaque classe.")
    instructor.get_by_role("button", name="Demander une correction").click()
    expect(instructor.get_by_text("La demande de correction est envoyée")).to_be_visible()
    expect(instructor.get_by_role("link", name="Déclarer conforme")).to_have_count(0)

    chief = person(browser, live_server.url, CHIEF)
    chief.goto(f"{live_server.url}/candidatures/{dossier.pk}/")
    chief.get_by_role("link", name="Répondre à la demande").click()
    expect(chief.get_by_role("link", name="Corriger : Établissement")).to_be_visible()
    assert found_in(chief, chief.url) == []
    chief.get_by_role("link", name="Corriger : Établissement").click()
    expect(chief.get_by_label("Nombre de divisions")).to_have_count(0)
    chief.wait_for_load_state()
    chief.get_by_label("Nombre d’élèves").fill("398")
    expect(chief.locator("#enregistre")).to_contain_text("pas encore envoyée", timeout=15_000)
    assert found_in(chief, chief.url) == []
    assert dossier.projects.get().pupils == 412
    chief.get_by_role("button", name="Enregistrer et revenir à la demande").click()
    chief.get_by_role("link", name="Corriger : Classes et Internet").click()
    chief.get_by_label("Débit mesuré (Mb/s)").fill("42")
    chief.get_by_role("button", name="Ajouter une classe").click()
    chief.get_by_label("Classe", exact=True).nth(1).fill("5e B")
    chief.get_by_label("Débit mesuré (Mb/s)").nth(1).fill("38")
    chief.get_by_role("button", name="Enregistrer et revenir à la demande").click()
    expect(chief.get_by_text("5e B")).to_be_visible()
    chief.get_by_label("Message au Département").fill("Effectif de rentrée.")
    chief.get_by_role("button", name="Répondre à la demande").click()
    expect(chief.get_by_text("Votre réponse est envoyée")).to_be_visible()
    assert found_in(chief, chief.url) == []

    project = dossier.projects.get()
    assert (project.pupils, project.divisions) == (398, 14)
    assert [str(group) for group in project.classes.all()] == ["6e A (42.00 Mb/s)", "5e B (38.00 Mb/s)"]
    assert not CorrectionRequest.objects.open().exists()
    instructor.reload()
    expect(instructor.get_by_text("Effectif de rentrée.").first).to_be_visible()
    assert found_in(instructor, instructor.url) == []
    instructor.get_by_role("link", name="Déclarer conforme").click()
    instructor.get_by_role("button", name="Déclarer conforme").click()
    expect(instructor.get_by_text("Le dossier est déclaré conforme.")).to_be_visible()
