"""The history of a dossier: the journal in plain words, filtered, for its members alone."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from applications.domain.classes import ClassValue, replace_classes
from applications.domain.copying import copy_answers
from applications.domain.drafts import save_answers
from applications.domain.editing import Place
from applications.enums import MembershipRole
from applications.history import changes_of, told
from tests.factories import MembershipFactory, UserFactory, agent
from tne38.core import journal
from tne38.core.models import JournalEntry

from .journey import queries
from .territory import complete_of_commune

pytestmark = pytest.mark.django_db
LONG = "Projet fictif : " + "lire, écrire et publier à voix haute, " * 20


@pytest.fixture
def draft():
    return complete_of_commune(2)


@pytest.fixture
def mairie(draft, client):
    member = MembershipFactory(organisation=draft.organisation, user__full_name="Secrétaire fictive")
    client.force_login(member.user)
    return member.user


@pytest.fixture
def director(draft):
    school = draft.projects.first().school
    role = {"role": MembershipRole.SCHOOL, "school": school}
    return MembershipFactory(
        organisation=draft.organisation, user__full_name="Directrice fictive", **role
    ).user


def write(draft, rank, by, **values):
    project = draft.projects.order_by("position")[rank]
    save_answers(Place(draft, "projet", project), project, values, by=by)


def html(client, draft, **query) -> str:
    answer = client.get(reverse("applications:history", args=[draft.pk]), query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def headings(text: str) -> list[str]:
    return [re.sub(r"<[^>]+>|\s+(?=$)", "", found).strip() for found in re.findall(r"<h2>(.*?)</h2>", text)]


def test_each_change_is_told_with_its_label_its_school_and_its_person(draft, mairie, director, client):
    write(draft, 0, director, description="Lire avec une tablette.", socle_domains=[1, 3])
    text = html(client, draft)
    assert headings(text) == ["Réponses modifiées · École n° 01"]
    assert "Directrice fictive" in text
    assert director.email not in text
    assert "Descriptif du projet pédagogique" in text
    assert "Lire avec une tablette." in text
    assert "La formation de la personne et du citoyen" in text


def test_amounts_and_choices_are_told_as_on_the_form(draft, mairie, client):
    project = draft.projects.first()
    values = {"ent_annual_cost": "1200.00", "linked_to_lycee": True}
    save_answers(Place(draft, "ent", project), project, values, by=mairie)
    text = html(client, draft).replace("\u00a0", " ").replace("\u202f", " ")
    assert "1 200,00 €" in text
    assert "Oui" in text


def test_a_long_text_is_shortened_and_whole_one_click_away(draft, mairie, client):
    write(draft, 0, mairie, description=LONG.strip())
    text = html(client, draft)
    [summary] = re.findall(
        r"<summary>((?:(?!</summary>).)*Projet fictif(?:(?!</summary>).)*)</summary>", text
    )
    assert summary.strip().endswith("…")
    assert LONG.strip() in text


def test_it_is_filtered_by_school_and_by_person(draft, mairie, director, client):
    first, second = draft.projects.order_by("position")
    write(draft, 0, director, description="De la directrice.")
    replace_classes(second, [ClassValue("CP", 30)], by=mairie)
    copy_answers(first, second, ["projet"], by=mairie, replacing=["projet"])
    assert headings(html(client, draft, ecole=first.school.uai)) == ["Réponses modifiées · École n° 01"]
    assert headings(html(client, draft, personne=director.pk)) == ["Réponses modifiées · École n° 01"]
    assert headings(html(client, draft, ecole=second.school.uai)) == [
        "Réponses copiées · École n° 02",
        "Réponses modifiées · École n° 02",
        "Classes modifiées · École n° 02",
    ]
    text = html(client, draft, ecole=second.school.uai)
    assert "Projet pédagogique" in text
    assert "Rien ne correspond" in html(client, draft, ecole=first.school.uai, personne=mairie.pk)


def test_what_the_programme_writes_for_itself_is_not_told(draft, mairie, client):
    with transaction.atomic():
        journal.record("réserve de la commission", draft, by=agent(), after={"note": "confidentiel"})
    assert "confidentiel" not in html(client, draft)
    assert headings(html(client, draft)) == []


def test_only_members_read_it(draft, mairie, client):
    address = reverse("applications:history", args=[draft.pk])
    for user in (UserFactory(), agent()):
        client.force_login(user)
        assert client.get(address).status_code == 404
    reader = MembershipFactory(organisation=draft.organisation, role=MembershipRole.READER).user
    client.force_login(reader)
    assert client.get(address).status_code == 200


def test_it_paginates_and_costs_the_same(draft, mairie, client):
    write(draft, 0, mairie, description="Version 0")
    few = queries(client, reverse("applications:history", args=[draft.pk]))
    for rank in range(34):
        write(draft, rank % 2, mairie, description=f"Version {rank + 1}")
    assert queries(client, reverse("applications:history", args=[draft.pk])) == few
    assert len(headings(html(client, draft))) == 30
    assert len(headings(html(client, draft, page=2))) == 5


def test_days_amounts_and_fingerprints_are_told_as_people_write_them():
    assert told("verse_le", "2025-10-01") == "1er octobre 2025"
    assert told("montant", "18610.20") == "18\u00a0610,20\u00a0€"
    assert (
        told("lignes", ["2 × Écran à 1850.00", "Salle 2.50"])
        == "2 × Écran à 1\u00a0850,00\u00a0€\nSalle 2.50"
    )
    assert told("numero", "38-2025-0001") == "38-2025-0001"
    entry = JournalEntry(action="accusé de réception envoyé", before={}, after={"piece": "a" * 64})
    assert changes_of(entry, {}) == []
