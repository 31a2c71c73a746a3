"""The home page with no call, a call to come, an open one, a closed one; who is led where."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.enums import Audience
from applications.models import CallDocument
from tests.factories import CallFactory, UserFactory, agent
from tne38.accounts.enums import Role

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def call(opens: int, closes: int, **fields):
    """A call whose dates are so many days from now."""
    now = timezone.now()
    return CallFactory(opens_at=now + opens * DAY, closes_at=now + closes * DAY, **fields)


def home(client) -> str:
    return client.get("/").text


def test_without_a_call_the_page_says_what_will_be_there(client):
    assert "Aucun appel à manifestation d’intérêt n’est publié" in home(client)


def test_an_open_call_says_until_when_and_offers_to_apply(client):
    opened = call(-3, 12, title="Appel fictif ouvert")
    CallDocument.objects.create(call=opened, title="Cahier fictif", url="https://exemple.test/cahier")
    page = home(client)
    assert "il reste 12 jours" in page
    assert "l’organisme de gestion (OGEC)" in page
    assert "https://exemple.test/cahier" in page
    assert "Déposer une candidature" in page


def test_a_closed_call_offers_nothing(client):
    call(-30, -1, audience=Audience.PRIMARY)
    page = home(client)
    assert "Aucun appel n’est ouvert" in page
    assert "Appels clos" in page
    assert "Déposer une candidature" not in page


def test_a_call_to_come_says_when(client):
    call(2, 20)
    page = home(client)
    assert "À venir" in page
    assert "Déposer une candidature" not in page


def test_the_costs_of_the_page_do_not_grow_with_the_calls(client, django_assert_num_queries):
    call(-3, 12)
    with django_assert_num_queries(2):
        home(client)
    for _ in range(3):
        call(-3, 12)
    with django_assert_num_queries(2):
        home(client)


def test_the_dashboard_leads_each_one_to_their_work(client):
    dashboard = reverse("pages:dashboard")
    assert client.get(dashboard)["Location"] == f"/connexion/?next={dashboard}"
    for user, place in [
        (UserFactory(), "/candidatures/"),
        (agent(Role.COMMISSION), "/admin/"),
        (agent(Role.GESTIONNAIRE), "/compte/double-authentification/"),
    ]:
        client.force_login(user)
        assert client.get(dashboard)["Location"] == place
