"""One private collège, from sign-in to the convention's PDF, as the people concerned would do it."""

import io
import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from applications.models import Call, Candidacy
from tests.equipment.quoting import quoted
from tests.factories import PASSWORD, UserFactory, agent
from tne38.accounts.enums import Role

from .dossiers import verify

pytestmark = pytest.mark.browser
CHIEF, MANAGER = "chef@college.test", "gestionnaire@exemple.test"
TWO_MINUTES = 120_000


@pytest.fixture
def call(reference) -> Call:
    """The founding call of the collèges, still open."""
    call = Call.objects.get(slug="colleges-prives-2025")
    call.closes_at = timezone.now() + timedelta(days=12)
    call.rectorat_email = "rectorat@exemple.test"
    call.save()
    return call


@pytest.fixture
def portal(live_server, worker, settings, call) -> str:
    """The address of the portal, with its worker and its demonstration mailbox."""
    settings.DEMO = True
    UserFactory(email=CHIEF, full_name="Cheffe d’établissement fictive")
    device = TOTPDevice(user=agent(Role.GESTIONNAIRE, email=MANAGER), name="téléphone", confirmed=True)
    device.save()
    return live_server.url


def sign_in(page: Page, portal: str, email: str) -> None:
    page.goto(f"{portal}/connexion/")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def proceed(page: Page, question: str) -> None:
    """Save this page and see the question of the next one."""
    page.locator(".actions").get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(question)


def start(page: Page, portal: str) -> None:
    page.goto(f"{portal}/candidatures/")
    page.get_by_role("link", name="Commencer un dossier").first.click()
    page.get_by_label("Nom de l’établissement, commune ou code UAI").fill("VOIRON saint joseph")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name=re.compile("Collège privé Saint-Joseph")).first.click()
    page.get_by_role("button", name=re.compile("Commencer")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Combien d’élèves")


def describe_school(page: Page) -> None:
    page.get_by_label("Nombre de divisions").fill("14")
    page.get_by_label("Nombre d’élèves").fill("412")
    page.get_by_label("Non", exact=True).check()
    page.get_by_label("Adresse électronique de l’établissement").fill("secretariat@college.test")
    proceed(page, "De quels équipements en bon état disposez-vous ?")
    page.get_by_label("Ensembles de vidéoprojection en bon état").fill("3")
    page.get_by_label("Classes mobiles en bon état").fill("0")
    proceed(page, "Quel est votre projet pédagogique ?")


def describe_project(page: Page) -> None:
    page.get_by_label("Descriptif du projet pédagogique").fill(
        "Projet fictif : une webradio pour lire et écrire."
    )
    page.get_by_label("Les langages pour penser et communiquer").check()
    proceed(page, "Quelles formations souhaitez-vous ?")
    page.get_by_label("Éducation aux médias et à l’information").check()
    proceed(page, "Quelles actions mènerez-vous avec les familles ?")
    page.get_by_label("Café des parents sur les usages du numérique à la maison").check()
    proceed(page, "Quel espace numérique de travail utilisez-vous ?")
    page.get_by_label("NEO", exact=True).check()
    page.get_by_label("Durée de l’abonnement (ans)").fill("3")
    page.get_by_label("Coût annuel de l’abonnement").fill("400,50")
    proceed(page, "Quels équipements demandez-vous ?")


def choose(page: Page, row: int, article: str) -> None:
    """Choose an article of the catalogue by a part of its name."""
    select = page.get_by_label("Article").nth(row)
    select.select_option(select.locator("option", has_text=article).get_attribute("value"))


def ask_for_equipment(page: Page) -> None:
    """6 VPI at 2 300 € (cap 2 200 €) and 4 mobile classes at 11 999,75 €."""
    choose(page, 0, "VPI")
    page.get_by_label("Quantité").first.fill("6")
    page.get_by_label("Prix unitaire TTC").first.fill("2 300")
    page.get_by_role("button", name="Ajouter un équipement").click()
    expect(page.get_by_label("Article")).to_have_count(2)
    choose(page, 1, "Classe mobile d’ordinateurs")
    page.get_by_label("Quantité").nth(1).fill("4")
    page.get_by_label("Prix unitaire TTC").nth(1).fill("11999,75")
    page.get_by_label("Prix unitaire TTC").nth(1).press("Tab")
    totals = page.get_by_role("complementary", name="Résumé de la demande")
    # 13 800,00 + 47 999,00 + 1 201,50 asked for; 600,00 less is eligible.
    expect(totals).to_contain_text("63\u00a0000,50\u00a0€")
    expect(totals).to_contain_text("62\u00a0400,50\u00a0€")
    proceed(page, "Quelles classes seront équipées, avec quel débit Internet ?")
    page.get_by_label("Classe", exact=True).first.fill("6e A")
    page.get_by_label("Débit mesuré (Mb/s)").first.fill("19,5")
    proceed(page, "Qui porte le dossier ?")


def name_the_porteur(page: Page, reading: str = "Relisez votre dossier avant de le déposer") -> None:
    page.get_by_label("Nom de l’organisme").fill("OGEC fictif de Voiron")
    page.get_by_label("SIRET").fill("999 990 120 00019")
    page.get_by_label("Numéro RNA").fill("W381000001")
    page.get_by_label("Adresse du siège").fill("1 rue de l’Exemple")
    page.get_by_label("Code postal").fill("38500")
    page.get_by_label("Ville").fill("Voiron")
    page.get_by_label("Adresse électronique").fill("ogec@exemple.test")
    page.get_by_label("Prénom et nom du représentant légal").fill("Représentante fictive")
    page.get_by_label("Qualité du représentant légal").fill("Présidente")
    page.get_by_label("L’organisme souscrit le contrat d’engagement républicain").check()
    proceed(page, "À qui appartiennent les locaux ?")
    proceed(page, "Quelles pièces joignez-vous au dossier ?")
    proceed(page, reading)


def deposit(page: Page) -> str:
    """The slow class stops the deposit; once mended, the dossier has a number."""
    expect(page.get_by_role("alert")).to_contain_text("Le dossier contient 1 champ à corriger")
    page.get_by_role("alert").get_by_role("link").click()
    page.get_by_label("Débit mesuré (Mb/s)").first.fill("20")
    proceed(page, "Qui porte le dossier ?")
    page.get_by_role("link", name="Vérifier et déposer").first.click()
    page.get_by_role("button", name="Déposer le dossier").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Dossier n° 38-2025-0001")
    return "38-2025-0001"


def pdf_text(page: Page, url: str) -> str:
    """The text of a PDF opened with the session of the page."""
    response = page.request.get(url)
    assert response.headers["content-type"] == "application/pdf"
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(response.body())).pages)
    return " ".join(text.split())


def download(page: Page, portal: str, name: str) -> str:
    """Wait for a document to be in the list, then read it."""
    link = page.get_by_role("link", name=re.compile(name)).first
    link.wait_for(timeout=TWO_MINUTES)
    return pdf_text(page, portal + link.get_attribute("href"))


def act(page: Page, dossier: str, name: str, fields: dict[str, str] | None = None) -> None:
    """One act of the agent on the dossier's page."""
    page.goto(dossier)
    page.get_by_role("link", name=name, exact=True).click()
    for label, value in (fields or {}).items():
        page.get_by_label(label).fill(value)
    page.locator("main").get_by_role("button", name=name).click()
    expect(page).to_have_url(re.compile(r"/change/"))


def sign_in_agent(page: Page, portal: str) -> None:
    sign_in(page, portal, MANAGER)
    device = TOTPDevice.objects.get(user__email=MANAGER)
    totp = TOTP(device.bin_key)
    totp.time = time.time()
    page.get_by_label(re.compile("Code")).fill(f"{totp.token():06d}")
    page.get_by_role("button", name=re.compile("Valider|Vérifier|Continuer|Se connecter")).click()
    page.wait_for_url("**/admin/**")


def test_from_sign_in_to_the_convention(page: Page, browser, portal, mailbox, call):
    sign_in(page, portal, CHIEF)
    start(page, portal)
    describe_school(page)
    describe_project(page)

    # Leaves, and comes back to find everything.
    page.get_by_role("link", name="TNE 38").first.click()
    page.wait_for_url(f"{portal}/")
    page.goto(f"{portal}/candidatures/")
    page.get_by_role("link", name=re.compile("Saint-Joseph")).first.click()
    page.get_by_role("link", name="Établissement").first.click()
    expect(page.get_by_label("Nombre de divisions")).to_have_value("14")
    page.get_by_role("link", name="Équipements").first.click()

    ask_for_equipment(page)
    name_the_porteur(page)
    number = deposit(page)

    receipt = download(page, portal, "Accusé de réception")
    assert number in receipt
    assert "Tribunal administratif" in receipt or "tribunal administratif" in receipt
    for address in ("ogec@exemple.test", CHIEF, "secretariat@college.test", "rectorat@exemple.test"):
        [sent] = mailbox.wait_for(number, to=address)
        assert [part.get_content_type() for part in sent.iter_attachments()] == ["application/pdf"]
    page.goto(f"{portal}/demo/courriels/")
    expect(page.get_by_text(number).first).to_be_visible()

    agent_page = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}).new_page()
    convention = instruct(agent_page, portal, number, call)
    assert_convention(convention, number)


def instruct(page: Page, portal: str, number: str, call: Call) -> str:
    """The agent's part; returns the text of the convention."""
    sign_in_agent(page, portal)
    page.get_by_role("link", name=re.compile("À instruire")).click()
    page.get_by_role("link", name=number).click()
    dossier = page.url
    verify(page, dossier)
    act(page, dossier, "Déclarer conforme")
    page.get_by_role("link", name=re.compile("Classement et enveloppe")).first.click()
    page.get_by_role("button", name="Calculer le classement").click()
    expect(page.get_by_role("row").filter(has_text=number)).to_contain_text(
        "60\u00a0000,00", timeout=TWO_MINUTES
    )
    page.goto(dossier)
    expect(page.get_by_text("non relié à un lycée").first).to_be_visible()
    # The proposition is 60 000 €; the commission d'arbitrage grants all that is eligible.
    reason = "Arbitrage favorable : projet de webradio exemplaire."
    decision = {
        "Subvention accordée": "62400,50",
        "Date de la décision": "2025-05-12",
        "Motif (facultatif)": reason,
    }
    act(page, dossier, "Enregistrer la décision", decision)
    # The quotes themselves are sent and refused in test_delivering.
    quoted(Candidacy.objects.get(number=number))
    act(page, dossier, "Accepter les devis")
    act(
        page,
        dossier,
        "Enregistrer le vote",
        {"Numéro de l’acte": "2025 CP06 B 16 31", "Date de la séance": "2025-06-20"},
    )
    act(page, dossier, "Générer la convention")
    # The page follows the work and loads itself again at its end: no other address is asked for meanwhile.
    return download(page, portal, r"[Cc]onvention.*(PDF|pdf)")


def assert_convention(text: str, number: str) -> None:
    for expected in [
        "Département de l’Isère",
        "OGEC fictif de Voiron",
        "99999012000019",
        "Représentante fictive",
        "Collège privé Saint-Joseph",
        number,
        "2025-TNE-001",
        "2025 CP06 B 16 31",
        "62 400,50 €",
        "soixante-deux mille quatre cents euros et cinquante centimes",
        "31 200,25 €",  # each funder's half
        "2 300,00",
        "2 200,00",
        "11 999,75",
        "NEO",
        "L442-7",
    ]:
        assert expected.replace("’", "'") in text.replace("\u00a0", " ").replace("’", "'"), expected
    for article in range(1, 14):
        assert re.search(rf"Article {article}\b", text), article
    assert re.search(r"1 ?/ ?\d|[Pp]age 1 (de|sur) \d", text)
    assert Candidacy.objects.get(number=number).state == "voted"
