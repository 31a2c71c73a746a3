"""A commune or an EPCI begins a dossier, adds and removes schools, copies answers."""

import pytest
from django.urls import reverse

from applications.domain.copying import ToConfirm, copy_answers
from applications.domain.organisations import name_of_commune
from applications.domain.territory import add_schools, remove_school, start_for_territory
from applications.enums import MembershipRole, OrganisationKind, Sector
from applications.models import Candidacy, Organisation, SchoolProject
from tests.factories import (
    CandidacyFactory,
    CommuneFactory,
    EcoleFactory,
    EpciFactory,
    MembershipFactory,
    SchoolProjectFactory,
    UserFactory,
    agent,
)
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from .journey import open_call
from .territory import begun_by_commune, commune_with_schools, complete, first, primary_call

pytestmark = pytest.mark.django_db


def start_url(call, *args) -> str:
    name = {0: "start", 2: f"start_{args[0]}" if args else ""}[len(args)]
    return reverse(f"applications:{name}", args=[call.slug, *args[1:]])


def reason(call, territory, schools, by) -> str:
    with pytest.raises(DomainError) as refusal:
        start_for_territory(call, territory, schools, by=by)
    return refusal.value.code


def test_a_commune_is_found_whatever_the_accents_and_its_schools_are_ticked(client):
    call, commune = primary_call(), commune_with_schools(3, name="Saint-Égrève", postal_codes=["38120"])
    user = UserFactory()
    client.force_login(user)
    html = client.get(start_url(call), {"q": "EGREVE"}).content.decode()
    address = start_url(call, "commune", commune.insee)
    assert address in html
    assert "3 écoles" in html
    chosen = list(commune.schools.order_by("name"))[:2]
    assert chosen[0].uai in client.get(address).content.decode()
    response = client.post(address, {"ecoles": [school.uai for school in chosen]})
    candidacy = Candidacy.objects.get()
    assert response.url == reverse("applications:detail", args=[candidacy.pk])
    assert [project.school for project in candidacy.projects.order_by("position")] == chosen
    porteur = candidacy.organisation
    assert (porteur.name, porteur.siren, porteur.city) == (
        "Commune de Saint-Égrève",
        commune.siren,
        "Saint-Égrève",
    )
    assert porteur.postal_code == "38120"
    assert [(row.user, row.role) for row in porteur.memberships.all()] == [(user, MembershipRole.MANAGER)]
    assert client.get(address).url == response.url


def test_htmx_gets_the_territories_alone(client):
    call = primary_call()
    commune_with_schools(1, name="Voiron")
    client.force_login(UserFactory())
    html = client.get(start_url(call), {"q": "voiron"}, headers={"HX-Request": "true"}).content.decode()
    assert html.strip().startswith('<div id="resultats">')
    assert "1 collectivité pour « voiron »" in html


def test_an_epci_applies_for_schools_of_its_communes(client):
    call, epci = primary_call(), EpciFactory(name="Communauté fictive")
    one, two = (commune_with_schools(1, epci=epci, name=name) for name in ("Aval", "Bourg"))
    elsewhere = commune_with_schools(1)
    client.force_login(UserFactory())
    assert "2 écoles" in client.get(start_url(call), {"q": "communauté fictive"}).content.decode()
    address = start_url(call, "epci", epci.siren)
    html = client.get(address).content.decode()
    assert html.index("Aval") < html.index("Bourg")
    assert elsewhere.schools.get().uai not in html
    schools = [one.schools.get(), two.schools.get(), elsewhere.schools.get()]
    client.post(address, {"ecoles": [school.uai for school in schools]})
    candidacy = Candidacy.objects.get()
    assert (candidacy.organisation.kind, candidacy.organisation.epci) == (OrganisationKind.EPCI, epci)
    assert {project.school for project in candidacy.projects.all()} == set(schools[:2])


def test_nothing_is_begun_without_a_school(client):
    call, commune = primary_call(), commune_with_schools(1)
    client.force_login(UserFactory())
    html = client.post(start_url(call, "commune", commune.insee)).content.decode()
    assert "Choisissez au moins une école." in html
    assert not Candidacy.objects.exists()
    assert not Organisation.objects.exists()


def test_a_stranger_is_refused_once_the_porteur_has_members(client):
    candidacy = begun_by_commune(client)
    commune = candidacy.organisation.commune
    stranger = UserFactory()
    client.force_login(stranger)
    address = start_url(candidacy.call, "commune", commune.insee)
    for answer in (client.get(address, follow=True), client.post(address, follow=True)):
        html = answer.content.decode()
        assert "de vous inviter" in html
        assert candidacy.call.contact_email in html
    assert reason(primary_call(), commune, commune.schools.all(), stranger) == "interdit"
    assert candidacy.organisation.memberships.count() == 1
    reader = MembershipFactory(organisation=candidacy.organisation, role=MembershipRole.READER).user
    assert reason(primary_call(), commune, commune.schools.all(), reader) == "interdit"


def test_a_porteur_known_on_paper_is_opened_by_its_own_address_alone():
    commune = commune_with_schools(1)
    porteur = Organisation.objects.create(
        kind=OrganisationKind.COMMUNE, commune=commune, name="Mairie", email="mairie@exemple.test"
    )
    CandidacyFactory(organisation=porteur)
    call, schools = primary_call(), commune.schools.all()
    assert reason(call, commune, schools, UserFactory()) == "interdit"
    theirs = UserFactory(email="mairie@exemple.test")
    assert start_for_territory(call, commune, schools, by=theirs).organisation == porteur


def test_a_commune_of_an_earlier_wave_applies_again(client):
    earlier = begun_by_commune(client)
    user = earlier.organisation.memberships.get().user
    commune = earlier.organisation.commune
    again = start_for_territory(primary_call(), commune, commune.schools.all(), by=user)
    assert again.organisation == earlier.organisation
    assert again != earlier


def test_asking_twice_begins_one_dossier(client):
    candidacy = begun_by_commune(client)
    commune, user = candidacy.organisation.commune, candidacy.created_by
    assert start_for_territory(candidacy.call, commune, commune.schools.all(), by=user) == candidacy
    assert candidacy.projects.count() == 3


def test_schools_that_may_not_be_are_refused():
    call, commune, user = primary_call(), commune_with_schools(1), UserFactory()
    without = EcoleFactory(commune=commune, sector=Sector.PRIVATE_WITHOUT_CONTRACT)
    assert reason(call, commune, [without], user) == "etablissement_non_eligible"
    assert reason(call, commune, [EcoleFactory()], user) == "porteur_non_eligible"
    assert reason(open_call(), commune, commune.schools.all(), user) == "porteur_non_eligible"
    assert reason(call, commune, commune.schools.all(), agent()) == "interdit"
    assert not Organisation.objects.exists()


def test_a_private_school_under_contract_is_carried_by_the_commune():
    commune = CommuneFactory()
    school = EcoleFactory(commune=commune, sector=Sector.PRIVATE_UNDER_CONTRACT)
    candidacy = start_for_territory(primary_call(), commune, [school], by=UserFactory())
    assert candidacy.organisation.kind == OrganisationKind.COMMUNE


def test_a_school_deposited_elsewhere_is_shown_and_cannot_be_ticked(client):
    call, commune = primary_call(), commune_with_schools(2)
    taken = commune.schools.order_by("name")[0]
    SchoolProjectFactory(candidacy=CandidacyFactory(call=call), school=taken, filed=True)
    client.force_login(UserFactory())
    address = start_url(call, "commune", commune.insee)
    html = client.get(address).content.decode()
    assert "déjà dans un dossier déposé pour cet appel" in html
    assert f'id="ecole-{taken.uai}" disabled' in html
    assert "déjà dans un dossier déposé" in client.post(address, {"ecoles": [taken.uai]}).content.decode()
    assert not Candidacy.objects.filter(organisation__commune=commune).exists()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Voiron", "Commune de Voiron"),
        ("Échirolles", "Commune d’Échirolles"),
        ("Huez", "Commune d’Huez"),
        ("Le Touvet", "Commune du Touvet"),
        ("Les Adrets", "Commune des Adrets"),
        ("La Mure", "Commune de La Mure"),
    ],
)
def test_a_commune_is_named_in_french(name, expected):
    assert name_of_commune(CommuneFactory(name=name)) == expected


# --- Once begun ------------------------------------------------------------------------------------------


def test_a_school_is_added_and_said_to_be_there(client):
    candidacy = begun_by_commune(client, 1)
    new = EcoleFactory(commune=candidacy.organisation.commune, name="École nouvelle", pupils=80)
    address = reverse("applications:add_schools", args=[candidacy.pk])
    html = client.get(address).content.decode()
    assert "déjà dans votre dossier" in html
    client.post(address, {"ecoles": [new.uai]})
    project = candidacy.projects.get(school=new)
    assert (project.position, project.pupils) == (1, 80)
    assert journal.history(candidacy).last().after == {"uai": [new.uai]}
    with pytest.raises(DomainError):
        add_schools(candidacy, [EcoleFactory()], by=candidacy.created_by)
    assert add_schools(candidacy, [new], by=candidacy.created_by) == []


def test_removing_a_school_says_what_is_lost_first(client):
    candidacy = complete(client, 2)
    project = first(candidacy)
    address = reverse("applications:remove_school", args=[candidacy.pk, project.pk])
    html = client.get(address).content.decode()
    for lost in ("Projet pédagogique", "Équipements", "Classes et débits"):
        assert f"<li>{lost}</li>" in html
    assert candidacy.projects.count() == 2
    client.post(address)
    assert not SchoolProject.objects.filter(pk=project.pk).exists()
    assert journal.history(candidacy).last().before["uai"] == project.school.uai


def test_the_last_school_stays(client):
    candidacy = begun_by_commune(client, 1)
    with pytest.raises(DomainError, match="au moins une école"):
        remove_school(first(candidacy), by=candidacy.created_by)
    assert candidacy.projects.count() == 1


def test_nothing_changes_for_whoever_may_not_edit(client):
    candidacy = begun_by_commune(client, 2)
    one, two = candidacy.projects.order_by("position")
    stranger = UserFactory()
    with pytest.raises(NotAllowed):
        add_schools(candidacy, [], by=stranger)
    with pytest.raises(NotAllowed):
        remove_school(one, by=stranger)
    with pytest.raises(NotAllowed):
        copy_answers(one, two, ["projet"], by=stranger)


def test_the_answers_of_a_school_are_copied_to_another(client):
    candidacy = complete(client, 1)
    user = candidacy.organisation.memberships.get().user
    source = first(candidacy)
    school = EcoleFactory(commune=candidacy.organisation.commune)
    [target] = add_schools(candidacy, [school], by=user)
    address = reverse("applications:copy_school", args=[candidacy.pk, target.pk])
    assert source.school.name in client.get(address).content.decode()
    chosen = ["projet", "formation", "parentalite", "ent", "equipements", "classes"]
    assert client.post(address, {"source": source.pk, "parts": chosen}).status_code == 302
    target.refresh_from_db()
    for name in ("description", "socle_domains", "training", "family_actions", "ent_name", "ent_years"):
        assert getattr(target, name) == getattr(source, name), name
    assert [(line.item, line.quantity, line.unit_price) for line in target.lines.all()] == [
        (line.item, line.quantity, line.unit_price) for line in source.lines.all()
    ]
    assert [group.name for group in target.classes.all()] == ["6e A"]
    assert target.pupils == school.pupils
    after = journal.history(candidacy).last().after
    assert after == {"de": source.school.uai, "vers": school.uai, "rubriques": chosen}


def test_a_copy_never_replaces_without_asking(client):
    candidacy = complete(client, 2)
    source, target = candidacy.projects.order_by("position")
    target.description, target.training = "À nous", []
    target.save()
    user = candidacy.organisation.memberships.get().user
    with pytest.raises(ToConfirm, match="Projet pédagogique"):
        copy_answers(source, target, ["projet", "formation"], by=user)
    target.refresh_from_db()
    assert (target.description, target.training) == ("À nous", [])
    address = reverse("applications:copy_school", args=[candidacy.pk, target.pk])
    answers = {"source": source.pk, "parts": ["projet", "formation"]}
    html = client.post(address, answers).content.decode()
    assert "Des réponses seront remplacées" in html
    assert 'name="replacing" value="projet"' in html
    assert "Remplacer et copier" in html
    client.post(address, {**answers, "replacing": ["projet"]})
    target.refresh_from_db()
    assert (target.description, target.training) == (source.description, source.training)


def test_nothing_is_copied_from_the_dossier_of_another(client):
    theirs = first(complete(client, 1))
    candidacy = complete(client, 2)
    target = first(candidacy)
    address = reverse("applications:copy_school", args=[candidacy.pk, target.pk])
    html = client.post(address, {"source": theirs.pk, "parts": ["projet"]}).content.decode()
    assert "n’en fait pas partie" in html or "Sélectionnez un choix valide" in html
    with pytest.raises(DomainError, match="autre école du dossier"):
        copy_answers(theirs, target, ["projet"], by=candidacy.organisation.memberships.get().user)
