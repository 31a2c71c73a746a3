"""axe-core finds nothing on the pages that people meet, in the light and in the dark, narrow and wide."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page

from applications.models import Candidacy, SchoolProject
from tne38.accounts.demo import PASSWORD

pytestmark = pytest.mark.browser
OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
VIEWS = [(320, "dark"), (1280, "light")]


@pytest.fixture
def portal(live_server, settings, reference) -> str:
    """The portal with its two founding calls, as the demonstration shows it."""
    settings.DEMO = True
    return live_server.url


def sign_in(page: Page, portal: str, email: str) -> None:
    page.goto(f"{portal}/connexion/")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    device = TOTPDevice.objects.filter(user__email=email).first()
    if device:
        totp = TOTP(device.bin_key)
        totp.time = time.time()
        page.locator("main input:visible").first.fill(f"{totp.token():06d}")
        page.locator("main button[type=submit]").first.click()


def violations(page: Page, portal: str, paths: list[str]) -> list[str]:
    """What axe finds, page by page; a page that scrolls sideways or does not answer is a finding as well."""
    found = []
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        for path in paths:
            where = f"{path} ({width} px, {scheme})"
            answer = page.goto(portal + path)
            if answer.status != 200:
                found.append(f"{where}: {answer.status}")
                continue
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append(f"{where}: scrolls sideways")
            result = Axe().run(page, options=OPTIONS)
            found += [
                f"{where}: {item['id']} {[node['target'] for node in item['nodes'][:3]]}"
                for item in result.response["violations"]
            ]
    return found


PUBLIC = [
    "/",
    "/connexion/",
    "/inscription/",
    "/mot-de-passe-oublie/",
    "/appels/colleges-prives-2025/",
    "/appels/accessibilite-1er-degre-2025/",
    "/guide/",
    "/guide/candidater/",
    "/guide/?q=debit",
    "/guide/?q=introuvable",
    "/contact/",
    "/plan-du-site/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/conditions-utilisation/",
    "/accessibilite/",
    "/demo/courriels/",
    "/demo/composants/",
]


@pytest.mark.timeout(300)
def test_public_pages(page: Page, portal):
    assert violations(page, portal, PUBLIC) == []


STEPS = [
    "etablissement",
    "parc",
    "projet",
    "formation",
    "parentalite",
    "ent",
    "equipements",
    "classes",
    "porteur",
    "recapitulatif",
]


def empty_out(candidacy: Candidacy) -> None:
    """A draft in which nothing has been answered yet."""
    project = candidacy.projects.get()
    project.lines.all().delete()
    project.classes.all().delete()
    SchoolProject.objects.filter(pk=project.pk).update(
        divisions=None, description="", socle_domains=[], training=[], family_actions=[], ent_name=""
    )


def college_paths() -> list[str]:
    """What the chef d'établissement of the demonstration meets: a draft step by step, dossiers in all states."""
    mine = dossiers_of("porteur-college-1@demo.test")
    draft = mine.get(state="draft", call__slug="colleges-prives-demo")
    paths = ["/candidatures/", "/compte/", "/candidatures/commencer/colleges-prives-demo/?q=voiron"]
    paths += [f"/candidatures/{pk}/" for pk in mine.exclude(state="draft").values_list("pk", flat=True)]
    return [*paths, *(f"/candidatures/{draft.pk}/{step}/" for step in STEPS)]


def commune_paths() -> list[str]:
    """What a mairie meets: its schools, a step of one of them, dossiers in all states."""
    mine = dossiers_of("porteur-commune-1@demo.test")
    draft = mine.get(state="draft", call__slug="accessibilite-1er-degre-demo")
    school = draft.projects.first()
    paths = ["/candidatures/", "/candidatures/commencer/accessibilite-1er-degre-demo/?q=vizille"]
    paths += [f"/candidatures/{pk}/" for pk in mine.values_list("pk", flat=True)]
    paths += [f"/candidatures/{draft.pk}/ecoles/{school.pk}/{step}/" for step in ("projet", "equipements")]
    return [*paths, f"/candidatures/{draft.pk}/porteur/", f"/candidatures/{draft.pk}/recapitulatif/"]


def agent_paths() -> list[str]:
    """What the gestionnaire meets: work lists, dossiers in all states, acts, ranking."""
    dossiers = {dossier.state: dossier.pk for dossier in Candidacy.objects.deposited()}
    base = "/admin/applications/candidacy/"
    return [
        "/admin/",
        base,
        "/admin/reviews/ranking/colleges-prives-2025/classement/",
        "/admin/conventions/convention/",
        "/admin/applications/school/",
        *(f"{base}{pk}/change/" for pk in dossiers.values()),
        f"{base}{dossiers['conforming']}/faire/decider/",
        f"{base}{dossiers['selected']}/faire/accepter-devis/",
        f"{base}{dossiers['quotes_accepted']}/faire/voter/",
    ]


def dossiers_of(email: str):
    return Candidacy.objects.filter(organisation__memberships__user__email=email)


@pytest.mark.timeout(400)
def test_pages_of_each_account(browser, portal):
    call_command("demo")
    found = []
    for email, paths in {
        "porteur-college-1@demo.test": college_paths(),
        "porteur-commune-1@demo.test": commune_paths(),
        "gestionnaire@demo.test": agent_paths(),
    }.items():
        page = browser.new_context(locale="fr-FR").new_page()
        sign_in(page, portal, email)
        page.wait_for_url(lambda url: "/connexion/" not in url)
        found += violations(page, portal, paths)
        if email.startswith("porteur-college"):
            draft = dossiers_of(email).get(state="draft", call__slug="colleges-prives-demo")
            empty_out(draft)
            found += violations(page, portal, [f"/candidatures/{draft.pk}/{step}/" for step in STEPS])
    assert found == []
