"""JavaScript off: the whole deposit of a collège, and of a commune with its rows."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.models import Call, Candidacy, ConnectedClass
from equipment.models import Line
from tests.factories import UserFactory

from . import test_journey as college
from . import test_primary as primary
from .dossiers import signed_in
from .test_journey import choose, proceed

pytestmark = pytest.mark.browser


@pytest.fixture
def portal(live_server, reference) -> str:
    return live_server.url


def open_alone(slug: str) -> None:
    Call.objects.filter(slug=slug).update(closes_at=timezone.now() + timedelta(days=12))


@pytest.fixture
def page(browser, portal) -> Page:
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    yield signed_in(context, portal, UserFactory(full_name="Dominique Exemple"))
    context.close()


def assert_deposited(page: Page) -> None:
    page.get_by_role("button", name="Déposer le dossier").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dossier n° 38-2025-0001")


def test_a_college(page, portal):
    open_alone("colleges-prives-2025")
    college.start(page, portal)
    college.describe_school(page)
    college.describe_project(page)
    choose(page, 0, "VPI")
    page.get_by_label("Quantité").first.fill("6")
    page.get_by_label("Prix unitaire TTC").first.fill("2 300")
    page.get_by_role("button", name="Dupliquer l’équipement 1").click()
    expect(page.get_by_label("Article")).to_have_count(2)
    page.get_by_role("button", name="Supprimer l’équipement 2").click()
    expect(page.get_by_label("Article")).to_have_count(1)
    expect(page.locator("#figures")).to_contain_text("15\u00a0001,50\u00a0€")  # 3 years of ENT besides
    proceed(page, "Quelles classes seront équipées, avec quel débit Internet ?")
    page.get_by_label("Classe", exact=True).first.fill("6e A")
    page.get_by_label("Débit mesuré (Mb/s)").first.fill("40")
    proceed(page, "Qui porte le dossier ?")
    college.name_the_porteur(page)
    assert_deposited(page)
    assert [line.quantity for line in Line.objects.all()] == [6]


def test_a_commune_with_rows(page, portal):
    open_alone("accessibilite-1er-degre-2025")
    first, second, third = primary.start(page, portal)
    primary.describe_first(page, first.name)
    page.get_by_role("row").filter(has_text=first.name).get_by_role("link", name="Classes").click()
    page.get_by_role("button", name="Ajouter une classe").click()
    page.get_by_label("Classe", exact=True).nth(1).fill("CE1")
    page.get_by_label("Débit mesuré (Mb/s)").nth(1).fill("25,5")
    proceed(page, "Les écoles du dossier")
    primary.copy_to(page, second, first)
    primary.copy_to(page, third, first)
    page.get_by_role("link", name="Autres financements").first.click()
    page.get_by_label("Financeur").fill("État (DETR)")
    page.get_by_label("Montant").fill("500")
    page.get_by_label("État", exact=True).select_option(label="Demandée")
    page.get_by_role("button", name="Ajouter un financement").click()
    expect(page.get_by_label("Financeur")).to_have_count(2)
    page.get_by_role("button", name="Supprimer le financement 2").click()
    proceed(page, "Qui porte le dossier ?")
    primary.name_the_porteur(page)
    assert_deposited(page)
    rows = ConnectedClass.objects.values_list("name", flat=True)
    assert sorted(rows) == ["CE1", "CE1", "CE1", "CP", "CP", "CP"]
    assert Candidacy.objects.get().other_fundings.get().funder == "État (DETR)"


def test_two_tabs_on_one_page(page, portal):
    """The choice between two answers is made of plain fields."""
    open_alone("colleges-prives-2025")
    college.start(page, portal)
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Nombre d’élèves").fill("430")
    other.locator(".actions").get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_label("Nombre d’élèves").fill("405")
    page.locator(".actions").get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_role("alert")).to_contain_text(
        re.compile(r"vous, dans une autre fenêtre, à \d+\sh\s\d\d")
    )
    page.get_by_label("Garder ce que j’ai écrit").check()
    page.get_by_role("button", name="Enregistrer mon choix").click()
    expect(page.get_by_role("status").first).to_contain_text("Votre choix est enregistré.")
    expect(page.get_by_label("Nombre d’élèves")).to_have_value("405")
