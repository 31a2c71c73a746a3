"""Legal pages, errors, the demonstration's mailbox, what every page says of itself."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.views.csrf import csrf_failure
from django.views.defaults import permission_denied, server_error

from tests.factories import PASSWORD, UserFactory
from tne38.notifications.models import Message
from tne38.notifications.outbox import Notice, queue

pytestmark = pytest.mark.django_db
MAILBOX = reverse("pages:mailbox")


@pytest.fixture
def message() -> Message:
    [written] = queue(
        Notice(kind="essai", subject="Essai <b>fictif</b>", body="Bonjour,\n\nhttps://exemple.test/suite"),
        ["a@exemple.test"],
        key="essai",
    )
    return written


@pytest.mark.parametrize("name", ["legal", "privacy", "terms", "accessibility"])
def test_legal_pages_are_public_and_say_what_is_missing(client, name):
    page = client.get(reverse(f"pages:{name}"))
    assert page.status_code == 200
    assert "Département" in page.text


def test_the_contact_page_says_where_to_write(client, settings):
    settings.CONTACT_EMAIL = "aide@exemple.test"
    page = client.get("/contact/").text
    assert "mailto:aide@exemple.test" in page
    assert settings.DEPARTMENT["address"] in page
    assert "formulaire à imprimer et à remplir à la main" in page


def test_every_page_leads_to_the_guide_the_contact_and_the_site_map(client):
    header, footer = client.get("/connexion/").text.split("<main")
    for path in ("/guide/", "/contact/"):
        assert f'href="{path}"' in header
        assert f'href="{path}"' in footer
    assert 'href="/plan-du-site/"' in footer


def test_the_site_map_names_every_public_page(client):
    page = client.get("/plan-du-site/").text
    paths = [
        *("/", "/guide/", "/guide/decouvrir/", "/guide/candidater/", "/guide/laureat/", "/contact/"),
        *("/inscription/", "/connexion/", "/mot-de-passe-oublie/", "/candidatures/", "/compte/"),
        *("/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/conditions-utilisation/"),
    ]
    assert [path for path in paths if f'href="{path}"' not in page] == []


def test_the_cookies_are_those_that_the_page_names(client):
    owner = UserFactory()
    client.post("/connexion/", {"username": owner.email, "password": PASSWORD})
    client.get("/compte/")
    client.post("/deconnexion/")
    page = client.get(reverse("pages:privacy")).text
    assert {"csrftoken", "sessionid"} <= set(client.cookies)
    assert [name for name in client.cookies if f"«\xa0{name}\xa0»" not in page] == []


def test_nothing_claims_a_conformity_that_no_audit_found(client):
    page = client.get(reverse("pages:accessibility")).text
    assert "Ce portail est non conforme" in page
    assert "aucun audit" in page
    assert "Accessibilité\xa0: non conforme" in client.get("/").text  # on every page, by the footer


def test_robots_keep_out_of_the_dossiers(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /candidatures/" in answer.text


@pytest.mark.parametrize("path", [MAILBOX, "/demo/courriels/1/", "/demo/composants/"])
def test_the_demonstration_s_pages_do_not_exist_elsewhere(client, message, path):
    assert client.get(path).status_code == 404


def test_the_mailbox_shows_each_message(client, message, settings):
    settings.DEMO = True
    assert "Essai &lt;b&gt;fictif&lt;/b&gt;" in client.get(MAILBOX).text
    page = client.get(reverse("pages:message", args=[message.pk])).text
    assert "Essai &lt;b&gt;fictif&lt;/b&gt;" in page
    assert '<a href="https://exemple.test/suite"' in page


def test_an_empty_mailbox_says_what_will_be_there(client, settings):
    settings.DEMO = True
    assert "Aucun message pour l’instant" in client.get(MAILBOX).text


def test_the_mailbox_has_pages(client, settings):
    settings.DEMO = True
    queue(Notice("essai", "Objet", "Texte"), [f"p{n}@exemple.test" for n in range(30)], key="essai")
    first = client.get(MAILBOX).text
    assert "Page 1 sur 2" in first
    assert "Page précédente" in client.get(MAILBOX, {"page": 2}).text


def test_the_components_page_shows_a_form_in_error(client, settings):
    settings.DEMO = True
    page = client.get(reverse("pages:components")).text
    assert "champs à corriger" in page
    assert "(facultatif)" in page
    assert "asteriskField" not in page


def test_a_field_in_error_says_so_to_a_screen_reader(client):
    page = client.post(reverse("accounts:sign_up"), {"full_name": "", "email": "ceci"}).text
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_email_helptext id_email_error"' in page
    assert 'id="id_email_error"' in page
    assert 'href="#id_email"' in page


def test_an_unknown_address_and_a_refusal_keep_the_portal_around_them(client):
    answer = client.get("/nulle-part/")
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.text
    request = RequestFactory().get("/")
    request.user, request.htmx = UserFactory(), False
    refused = permission_denied(request, PermissionDenied())
    assert refused.status_code == 403
    assert "Se déconnecter" in refused.text


def test_an_error_page_needs_nothing():
    request = RequestFactory().get("/")
    assert "Une erreur s’est produite" in server_error(request).text
    assert "Ce formulaire a expiré" in csrf_failure(request).text
    assert "n’a pas été comprise" in render_to_string("400.html")
