"""A commune with three écoles, from the choice of the porteur to the accusé de réception."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.models import Call, Candidacy, Commune, School
from tests.factories import UserFactory

from .test_journey import choose, download, proceed, sign_in

pytestmark = pytest.mark.browser
MAIRIE = "mairie@commune.test"


@pytest.fixture
def portal(live_server, worker, settings, reference) -> str:
    """The address of the portal; the founding call of the 1er degré is open."""
    settings.DEMO = True
    Call.objects.filter(slug="accessibilite-1er-degre-2025").update(
        closes_at=timezone.now() + timedelta(days=12), rectorat_email="rectorat@exemple.test"
    )
    UserFactory(email=MAIRIE, full_name="Secrétaire de mairie fictive")
    return live_server.url


def start(page: Page, portal: str) -> list[School]:
    """Choose Voiron, typed without capital, then tick three of its écoles."""
    page.goto(f"{portal}/candidatures/")
    page.get_by_role("link", name="Commencer un dossier").click()
    page.get_by_label("Nom de la commune ou de l’EPCI").fill("voiron")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Voiron", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pour quelles écoles ?")
    schools = list(Commune.objects.get(name="Voiron").schools.filter(kind="elementaire", sector="public"))[:3]
    for school in schools:
        page.locator(f"#ecole-{school.uai}").check()
    page.get_by_role("button", name="Commencer le dossier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les écoles du dossier")
    return schools


def describe_first(page: Page, name: str) -> None:
    """Everything of the first école, page after page."""
    page.get_by_role("row").filter(has_text=name).get_by_role("link", name="Établissement").click()
    page.get_by_label("Nombre de divisions").fill("8")
    page.get_by_label("Nombre d’élèves").fill("190")
    proceed(page, "Quel est votre projet pédagogique ?")
    page.get_by_label("Descriptif du projet pédagogique").fill("Projet fictif : lire à voix haute.")
    proceed(page, "Quelles formations souhaitez-vous ?")
    page.get_by_label("Éducation aux médias et à l’information").check()
    proceed(page, "Quelles actions mènerez-vous avec les familles ?")
    page.get_by_label("Café des parents sur les usages du numérique à la maison").check()
    proceed(page, "Quel espace numérique de travail utilisez-vous ?")
    page.get_by_label("NEO", exact=True).check()
    page.get_by_label("Durée de l’abonnement (ans)").fill("3")
    page.get_by_label("Coût annuel de l’abonnement").fill("100")
    proceed(page, "Quels équipements demandez-vous ?")
    choose(page, 0, "VPI")
    page.get_by_label("Quantité").fill("2")
    page.get_by_label("Prix unitaire HT").fill("2000")
    proceed(page, "Quelles classes seront équipées, avec quel débit Internet ?")
    page.get_by_label("Classe", exact=True).fill("CP")
    page.get_by_label("Débit mesuré (Mb/s)").fill("40")
    proceed(page, "Les écoles du dossier")


def copy_to(page: Page, school: School, source: School) -> None:
    """Give another école the answers of the first, then its own figures."""
    row = page.get_by_role("row").filter(has=page.locator('a[href*="copier"]')).filter(has_text=school.name)
    row.get_by_role("link", name=re.compile("Copier d’une autre")).click()
    page.get_by_label("École à copier").select_option(label=source.name)
    page.get_by_role("button", name="Copier les réponses").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les écoles du dossier")
    page.get_by_role("row").filter(has_text=school.name).get_by_role("link", name="Établissement").click()
    page.get_by_label("Nombre de divisions").fill("6")
    page.get_by_label("Nombre d’élèves").fill("120")
    proceed(page, "Quel est votre projet pédagogique ?")
    page.get_by_role("link", name="Les écoles").first.click()


def name_the_porteur(page: Page) -> None:
    page.get_by_role("link", name="Porteur").first.click()
    expect(page.get_by_label("Nom de l’organisme")).to_have_value("Commune de Voiron")
    page.get_by_label("Adresse électronique").fill("contact@commune.test")
    page.get_by_label("Prénom et nom du représentant légal").fill("Maire fictive")
    page.get_by_label("Qualité du représentant légal").fill("Maire")
    proceed(page, "Quelles pièces joignez-vous au dossier ?")
    proceed(page, "Relisez votre dossier avant de le déposer")


def test_a_commune_with_three_schools_to_the_receipt(page: Page, portal, mailbox):
    sign_in(page, portal, MAIRIE)
    page.wait_for_url("**/candidatures/")
    first, second, third = start(page, portal)
    describe_first(page, first.name)
    copy_to(page, second, first)
    copy_to(page, third, first)
    expect(page.get_by_text("3 écoles, toutes complètes.")).to_be_visible()
    # Each école: 2 × 2 000 € and three years of ENT at 100 €, at 70 %.
    expect(page.locator("#figures")).to_contain_text("9\u00a0030,00\u00a0€")
    name_the_porteur(page)
    page.get_by_role("button", name="Déposer le dossier").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dossier n° 38-2025-0001")
    receipt = download(page, portal, "Accusé de réception")
    assert "38-2025-0001" in receipt
    for school in (first, second, third):
        assert school.uai in receipt
    mailbox.wait_for("38-2025-0001")
    assert Candidacy.objects.get().projects.filter(filed=True).count() == 3
