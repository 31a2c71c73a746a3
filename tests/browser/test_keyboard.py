"""The whole deposit of a collège with the keyboard alone: Tab, the arrows, Space and Enter; the focus is always seen."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from applications.models import Call, Candidacy
from tests.factories import UserFactory

from .dossiers import signed_in

pytestmark = pytest.mark.browser

# What has the focus: its name, its value or chosen option, and whether a ring is drawn around it.
FOCUSED = """() => {
  const el = document.activeElement;
  const style = getComputedStyle(el);
  return {
    name: (el.labels?.[0] ?? el).innerText.replace(/\\s+/g, " ").trim(),
    chosen: el.selectedOptions?.[0]?.text ?? "",
    inside: !el.closest("nav, footer, header"),
    tag: el.tagName,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
  };
}"""


class Keyboard:
    """Hands that only have a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def to(self, name: str, key: str = "Tab") -> dict:
        """Go from stop to stop until the one whose name begins so; each stop shows that it has the focus."""
        for _ in range(90):
            self.press(key)
            found = self.page.evaluate(FOCUSED)
            if found["tag"] == "BODY":
                continue
            assert found["ring"], f"no ring around « {found['name']} »"
            if found["inside"] and found["name"].startswith(name):
                return found
        raise AssertionError(f"The keyboard never reaches « {name} ».")

    def write(self, name: str, text: str) -> None:
        self.to(name)
        self.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, name: str) -> None:
        self.to(name)
        self.press("Space")

    def pick(self, name: str) -> None:
        """Choose among radio buttons: Tab reaches the group, the arrows go through it."""
        while self.page.evaluate("document.activeElement.type") != "radio":
            self.press("Tab")
        for _ in range(20):
            self.press("Space")
            if self.page.evaluate(FOCUSED)["name"].startswith(name):
                return
            self.press("ArrowDown")
        raise AssertionError(f"The arrows never reach « {name} ».")

    def select(self, name: str, option: str) -> None:
        chosen = self.to(name)["chosen"]
        for _ in range(20):
            if option in chosen:
                return
            self.press("ArrowDown")
            chosen = self.page.evaluate(FOCUSED)["chosen"]
        raise AssertionError(f"No « {option} » in « {name} ».")

    def follow(self, name: str, heading: str) -> None:
        """Press a link or a button, and arrive on the page of this heading."""
        self.to(name)
        self.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def proceed(self, heading: str) -> None:
        self.follow("Enregistrer et continuer", heading)


@pytest.fixture
def page(context, live_server, reference) -> Page:
    Call.objects.filter(slug="colleges-prives-2025").update(closes_at=timezone.now() + timedelta(days=12))
    page = signed_in(context, live_server.url, UserFactory(full_name="Dominique Exemple"))
    page.goto(f"{live_server.url}/candidatures/")
    return page


def start(keys: Keyboard) -> None:
    keys.follow("Commencer un dossier", "établissement")
    keys.write("Nom de l’établissement, commune ou code UAI", "voiron saint joseph")
    keys.press("Enter")
    expect(keys.page.locator("#resultats")).to_contain_text("1 établissement")
    keys.follow("Collège privé Saint-Joseph", "Est-ce bien votre établissement ?")
    keys.follow("Commencer", "Combien d’élèves")


def describe_school(keys: Keyboard) -> None:
    keys.write("Nombre de divisions", "14")
    keys.write("Nombre d’élèves", "412")
    keys.pick("Non")
    keys.proceed("De quels équipements en bon état disposez-vous ?")
    keys.write("Ensembles de vidéoprojection", "3")
    keys.write("Classes mobiles", "0")
    keys.proceed("Quel est votre projet pédagogique ?")
    keys.write("Descriptif du projet pédagogique", "Projet fictif : une webradio.")
    keys.tick("Les langages pour penser")
    keys.proceed("Quelles formations souhaitez-vous ?")
    keys.tick("Éducation aux médias")
    keys.proceed("Quelles actions mènerez-vous avec les familles ?")
    keys.tick("Café des parents")
    keys.proceed("Quel espace numérique de travail utilisez-vous ?")


def ask(keys: Keyboard) -> None:
    page = keys.page
    keys.pick("École Directe")
    keys.write("Durée de l’abonnement", "3")
    keys.write("Coût annuel", "0")
    keys.proceed("Quels équipements demandez-vous ?")
    keys.select("Article", "VPI")
    keys.write("Quantité", "6")
    keys.write("Prix unitaire TTC", "2000")
    keys.to("Ajouter un équipement")
    keys.press("Enter")
    expect(page.get_by_label("Article")).to_have_count(2)
    expect(page.get_by_label("Article").nth(1)).to_be_focused()
    keys.to("Supprimer l’équipement 2")
    keys.press("Space")
    expect(page.get_by_label("Article")).to_have_count(1)
    # The page puts the focus back a moment later: hands that only have a keyboard see it arrive.
    expect(page.get_by_label("Article")).to_be_focused()
    keys.proceed("Quelles classes seront équipées")
    keys.write("Classe", "6e A")
    keys.write("Débit mesuré", "40")
    keys.proceed("Qui porte le dossier ?")


def name_the_porteur(keys: Keyboard) -> None:
    for label, text in {
        "Nom de l’organisme": "OGEC fictif de Voiron",
        "SIRET": "999 990 120 00019",
        "Numéro RNA": "W381000001",
        "Adresse électronique": "ogec@exemple.test",
        "Prénom et nom du représentant": "Représentante fictive",
        "Qualité du représentant": "Présidente",
    }.items():
        keys.write(label, text)
    keys.tick("L’organisme souscrit le contrat")
    keys.proceed("À qui appartiennent les locaux ?")
    keys.proceed("Quelles pièces joignez-vous au dossier ?")
    keys.proceed("Relisez votre dossier avant de le déposer")


def test_a_college_deposits_with_the_keyboard_alone(page):
    keys = Keyboard(page)
    start(keys)
    describe_school(keys)
    ask(keys)
    name_the_porteur(keys)
    keys.follow("Déposer le dossier", "Dossier n° 38-2025-0001")
    assert re.fullmatch(r"38-2025-0001", Candidacy.objects.get().number)
