"""axe-core finds nothing on the pages that people meet, in the light and in the dark, narrow and wide.

The pages of the form, empty, with errors and filled: test_axe_dossier.py.
"""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from applications.models import Candidacy, CorrectionRequest
from reviews.models import Scenario

from .axe import sign_in, violations, violations_of

pytestmark = pytest.mark.browser


@pytest.fixture
def portal(live_server, settings, reference) -> str:
    """The portal with its two founding calls, as the demonstration shows it."""
    settings.DEMO = True
    return live_server.url


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


WRONG = {"full_name": "", "email": "pas une adresse", "username": "inconnu@exemple.test", "password": "faux"}
SENT = {"full_name": "Personne Fictive", "email": "personne@exemple.test"}


def test_public_pages(page: Page, portal, client):
    found = violations(page, portal, PUBLIC)
    found += violations(page, portal, ["/cette-page-n-existe-pas/"], status=404)
    for path in ("/connexion/", "/inscription/", "/mot-de-passe-oublie/"):
        answer = client.post(path, WRONG)
        assert 'class="errors"' in answer.text
        found += violations_of(page, portal, path, answer.text)
    for path in ("/inscription/", "/mot-de-passe-oublie/"):
        found += violations_of(page, portal, path, client.post(path, SENT, follow=True).text)
    assert found == []


def porteur_paths(email: str) -> list[str]:
    """What a porteur of the demonstration meets of dossiers in all states."""
    mine = Candidacy.objects.filter(organisation__memberships__user__email=email).exclude(state="draft")
    paths = ["/candidatures/", *(f"/candidatures/{pk}/" for pk in mine.values_list("pk", flat=True))]
    asked = CorrectionRequest.objects.open().get().candidacy
    if asked in mine:
        paths += [f"/candidatures/{asked.pk}/{page}/" for page in ("reponse", "questions", "dupliquer")]
    return paths


def agent_paths() -> list[str]:
    """What the gestionnaire meets of dossiers in all states, and what is drawn of a call full of them.

    The other pages of agents are those of test_axe_admin.py.
    """
    one_of_each = {dossier.state: dossier.pk for dossier in Candidacy.objects.deposited()}
    base, scenario = "/admin/applications/candidacy/", Scenario.objects.first().pk
    return [
        "/admin/",
        base,
        "/admin/reviews/ranking/colleges-prives-2025/classement/",
        "/admin/chiffres/colleges-prives-2025/",
        "/admin/chiffres/colleges-prives-2025/enveloppe/",
        f"/admin/reviews/scenario/{scenario}/change/?montrer=tous&avec=decisions",
        *(f"{base}{pk}/change/" for pk in one_of_each.values()),
    ]


def test_pages_of_each_account(browser, portal):
    call_command("demo")
    colleges, communes = "porteur-college-1@demo.test", "porteur-commune-1@demo.test"
    found = []
    for email, paths in {
        colleges: porteur_paths(colleges),
        communes: porteur_paths(communes),
        "gestionnaire@demo.test": agent_paths(),
    }.items():
        page = browser.new_context(locale="fr-FR").new_page()
        sign_in(page, portal, email)
        found += violations(page, portal, paths)
    assert found == []
