"""The person's dossiers, and beginning one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.domain.drafts import start_for_college
from applications.domain.submission import submit
from applications.enums import Audience, Sector
from applications.models import Candidacy, Organisation
from tests.factories import (
    CallFactory,
    CandidacyFactory,
    CommuneFactory,
    EcoleFactory,
    MembershipFactory,
    OrganisationFactory,
    SchoolFactory,
    SchoolProjectFactory,
    UserFactory,
)

from .journey import begun, complete, open_call, queries

pytestmark = pytest.mark.django_db
LIST = "/candidatures/"


def start_url(call, *args) -> str:
    return reverse("applications:confirm_school" if args else "applications:start", args=[call.slug, *args])


def test_an_empty_list_says_how_to_start(client):
    call = open_call()
    client.force_login(UserFactory())
    html = client.get(LIST).content.decode()
    assert "Vous n’avez pas encore de dossier" in html
    assert start_url(call) in html


def test_only_open_calls_are_offered(client):
    now = timezone.now()
    closed = open_call(closes_at=now - timedelta(seconds=2))
    later = open_call(opens_at=now + timedelta(days=1))
    client.force_login(UserFactory())
    html = client.get(LIST).content.decode()
    assert "Aucun appel ne reçoit de dossier aujourd’hui" in html
    assert "Commencer un dossier" not in html
    for call in (closed, later):
        response = client.get(start_url(call), follow=True)
        assert "reçoit les dossiers du" in response.content.decode()


def test_the_open_calls_of_both_audiences_are_offered(client):
    calls = [open_call(), open_call(audience=Audience.PRIMARY, automatic_criteria=False)]
    client.force_login(UserFactory())
    html = client.get(LIST).content.decode()
    assert [start_url(call) in html for call in calls] == [True, True]


def test_a_draft_says_what_to_do_and_by_when(client):
    candidacy = begun(client, name="Collège fictif des Tilleuls")
    html = client.get(LIST).content.decode()
    assert "Collège fictif des Tilleuls" in html
    assert "Complétez votre dossier puis déposez-le." in html
    assert "Avant le" in html
    candidacy.call.closes_at = timezone.now() - timedelta(seconds=2)
    candidacy.call.save()
    assert "ce brouillon ne peut plus être déposé" in client.get(LIST).content.decode()


def test_a_deposited_dossier_says_who_acts_and_when_an_answer_is_expected(client):
    candidacy = complete(client, open_call(validation_period="mai 2025"))
    submit(candidacy, by=None, at=timezone.now())
    html = client.get(LIST).content.decode()
    assert "Le Département vérifie la conformité de votre dossier." in html
    assert "Réponse attendue : mai 2025." in html


def test_what_one_has_to_do_comes_first(client):
    deposited = complete(client)
    draft = CandidacyFactory(organisation=OrganisationFactory(), call=open_call())
    SchoolProjectFactory(candidacy=draft, school=SchoolFactory(name="Collège à compléter"))
    MembershipFactory(user=deposited.organisation.memberships.get().user, organisation=draft.organisation)
    number = submit(deposited, by=None, at=timezone.now()).number
    html = client.get(LIST).content.decode()
    assert html.index("Collège à compléter") < html.index(number)


def test_a_person_sees_the_dossiers_of_their_organisations_only(client):
    begun(client, name="Collège à moi")
    SchoolProjectFactory(school=SchoolFactory(name="Collège des autres"))
    html = client.get(LIST).content.decode()
    assert "Collège à moi" in html
    assert "Collège des autres" not in html


def test_the_list_is_in_pages_and_its_queries_do_not_grow(client):
    user = UserFactory()
    client.force_login(user)

    def add() -> None:
        candidacy = CandidacyFactory(call=CallFactory())
        MembershipFactory(user=user, organisation=candidacy.organisation)
        SchoolProjectFactory(candidacy=candidacy)

    add()
    one = queries(client, LIST)
    for _ in range(20):
        add()
    assert queries(client, LIST) == one
    assert "Page 1 sur 2" in client.get(LIST).content.decode()


# --- Beginning -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["erables", "ÉRABLES  egreve", "0389999"])
def test_the_school_is_found_by_name_commune_or_uai(client, typed):
    call = open_call()
    commune = CommuneFactory(name="Saint-Égrève")
    school = SchoolFactory(name="Collège des Érables", commune=commune, uai="0389999E")
    SchoolFactory(name="Collège du Lac")
    client.force_login(UserFactory())
    html = client.get(start_url(call), {"q": typed}).content.decode()
    assert start_url(call, school.uai) in html
    assert "Collège du Lac" not in html
    assert "<h1>" in html


def test_htmx_gets_the_results_alone(client):
    call = open_call()
    SchoolFactory(name="Collège des Érables")
    client.force_login(UserFactory())
    html = client.get(start_url(call), {"q": "erables"}, headers={"HX-Request": "true"}).content.decode()
    assert html.strip().startswith('<div id="resultats">')
    assert "1 établissement pour « erables »" in html


def test_a_search_without_result_says_what_to_try(client):
    call = open_call()
    client.force_login(UserFactory())
    html = client.get(start_url(call), {"q": "introuvable"}).content.decode()
    assert "Aucun établissement pour « introuvable »" in html
    assert call.contact_email in html


def test_only_eligible_schools_are_proposed(client):
    call = open_call()
    refused = [
        SchoolFactory(name="Collège public", sector=Sector.PUBLIC),
        SchoolFactory(name="Collège hors contrat", sector=Sector.PRIVATE_WITHOUT_CONTRACT),
        SchoolFactory(name="Collège fermé", is_open=False),
        SchoolFactory(name="Collège d’ailleurs", commune=CommuneFactory(insee="73001")),
        EcoleFactory(name="École"),
    ]
    client.force_login(UserFactory())
    html = client.get(start_url(call)).content.decode()
    for school in refused:
        assert school.uai not in html
        assert client.get(start_url(call, school.uai)).status_code == 404
        assert client.post(start_url(call, school.uai)).status_code == 404
    assert not Candidacy.objects.exists()


def test_confirming_the_school_begins_the_dossier_once(client):
    call, school = open_call(), SchoolFactory(pupils=300)
    client.force_login(UserFactory())
    assert "Est-ce bien votre établissement ?" in client.get(start_url(call, school.uai)).content.decode()
    assert not Candidacy.objects.exists()
    first = client.post(start_url(call, school.uai))
    again = client.post(start_url(call, school.uai))
    candidacy = Candidacy.objects.get()
    assert first.url == again.url == reverse("applications:detail", args=[candidacy.pk])
    assert client.get(first.url).url == reverse("applications:step", args=[candidacy.pk, "etablissement"])
    assert candidacy.projects.get().pupils == 300


def test_the_organisation_of_an_earlier_call_is_taken_up_again(client):
    earlier = complete(client)
    user = earlier.organisation.memberships.get().user
    again = start_for_college(open_call(), earlier.projects.get().school, by=user)
    assert again.organisation == earlier.organisation
    assert Organisation.objects.count() == 1
