"""The views that an agent keeps of the list of dossiers."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications.domain.saved_views import delete_view, filters_of, save_view
from applications.models import SavedView
from tests.agents import deposited, sign_in
from tests.factories import agent
from tne38.accounts.enums import Role
from tne38.core.errors import DomainError

pytestmark = pytest.mark.django_db
LIST = reverse("admin:applications_candidacy_changelist")
SAVE = reverse("admin:applications_candidacy_save_view")


def forget(view: SavedView) -> str:
    return reverse("admin:applications_candidacy_delete_view", args=[view.pk])


def test_a_view_keeps_the_filters_and_nothing_else():
    assert filters_of("p=3&q=vif&travail=a-instruire&e=1&o=") == "travail=a-instruire&q=vif"
    assert filters_of("q=Saint-Martin-d%27H%C3%A8res&etat=deposited") == (
        "etat=deposited&q=Saint-Martin-d%27H%C3%A8res"
    )


def test_an_agent_saves_a_view_opens_it_and_forgets_it(client):
    user = sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited()
    query = f"travail=a-instruire&appel={dossier.call.slug}"
    answer = client.post(SAVE, {"nom": " Mes collèges ", "liste": query}, follow=True)
    assert answer.redirect_chain == [(f"{LIST}?{query}", 302)]
    view = SavedView.objects.get(user=user)
    assert (view.name, view.query) == ("Mes collèges", query)
    assert f'href="{LIST}?{query.replace("&", "&amp;")}" aria-current="true">Mes collèges</a>' in answer.text
    assert dossier in client.get(f"{LIST}?{view.query}").context["cl"].result_list
    client.post(forget(view), {"liste": query})
    assert not SavedView.objects.exists()


def test_the_same_name_takes_the_new_filters():
    user = agent()
    save_view("Mes collèges", "etat=deposited", by=user)
    save_view("Mes collèges", "etat=in_review", by=user)
    assert SavedView.objects.get(user=user).query == "etat=in_review"


@pytest.mark.parametrize(("name", "query"), [("", "etat=deposited"), ("Toutes", ""), ("x" * 61, "q=vif")])
def test_a_view_has_a_name_and_filters(client, name, query):
    sign_in(client, Role.INSTRUCTEUR)
    answer = client.post(SAVE, {"nom": name, "liste": query}, follow=True)
    assert answer.status_code == 200
    assert not SavedView.objects.exists()


def test_a_view_is_nobody_elses(client):
    view = save_view("À moi", "etat=deposited", by=agent())
    other = sign_in(client, Role.GESTIONNAIRE)
    assert "À moi" not in client.get(LIST).text
    assert client.post(forget(view)).status_code == 404
    with pytest.raises(DomainError, match="pas la vôtre"):
        delete_view(view, by=other)
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_the_address_of_the_list_leads_nowhere_else(client):
    sign_in(client, Role.INSTRUCTEUR)
    answer = client.post(SAVE, {"nom": "Essai", "liste": "//ailleurs.test/?q=vif"})
    assert answer["Location"].startswith(LIST)


def test_the_database_refuses_a_second_view_of_the_same_name():
    user = agent()
    save_view("Mes collèges", "etat=deposited", by=user)
    twin = SavedView(user=user, name="Mes collèges", query="q=vif")
    with pytest.raises(ValidationError, match="déjà une vue de ce nom"):
        twin.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
