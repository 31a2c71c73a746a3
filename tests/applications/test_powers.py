"""What the three roles see of a dossier: everything to read, what is theirs to write, who deposits."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.domain.submission import submit
from applications.enums import MembershipRole
from applications.models import SchoolProject
from applications.powers import powers_of
from tests.factories import MembershipFactory, OrganisationFactory, agent, siret

from . import journey, paper
from .journey import queries
from .territory import complete_of_commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """The first école has no project yet, the second one neither."""
    draft = complete_of_commune(3)
    SchoolProject.objects.filter(position__lt=2).update(description="")
    return draft


@pytest.fixture
def first(draft):
    return draft.projects.order_by("position")[0]


@pytest.fixture
def director(draft, first, client):
    role = {"role": MembershipRole.SCHOOL, "school": first.school}
    user = MembershipFactory(organisation=draft.organisation, **role).user
    client.force_login(user)
    return user


@pytest.fixture
def reader(draft, client):
    user = MembershipFactory(organisation=draft.organisation, role=MembershipRole.READER).user
    client.force_login(user)
    return user


@pytest.fixture
def mairie(draft):
    full_name = "Secrétaire fictive"
    return MembershipFactory(organisation=draft.organisation, user__full_name=full_name).user


def page(client, draft, name, *more) -> str:
    answer = client.get(reverse(f"applications:{name}", args=[draft.pk, *more]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def written(html: str) -> set[str]:
    """The pages of the form that are offered, as the end of their address."""
    return set(re.findall(r'href="/candidatures/\d+/((?:ecoles/\d+/)?[a-z]+)/(?:#[^"]*)?"', html)) - {
        "recapitulatif",
        "historique",
        "ecoles",
        "pieces",  # said once, and each school adds its own
    }


def test_a_director_goes_straight_to_the_page_to_write(draft, first, director, client):
    answer = client.get(reverse("applications:detail", args=[draft.pk]))
    assert answer.url.startswith(f"/candidatures/{draft.pk}/ecoles/{first.pk}/projet/")
    html = page(client, draft, "school_step", first.pk, "projet")
    assert "Vous pouvez modifier le projet de « École n° 01 » ; la mairie remplit le reste" in html
    assert "La mairie peut le déposer jusqu’au" in html
    assert "Copier les réponses" not in html
    assert all(address.startswith(f"ecoles/{first.pk}/") for address in written(html))
    assert "Relire le dossier" in html
    assert "Vérifier et déposer" not in html


def test_a_director_is_told_of_what_is_missing_in_that_school_alone(draft, first, director, client):
    html = page(client, draft, "summary")
    assert "Le dossier contient 1 champ à corriger" in html
    assert all(address.startswith(f"ecoles/{first.pk}/") for address in written(html))
    assert "École n° 02" in html  # read in full
    client.post(
        reverse("applications:school_step", args=[draft.pk, first.pk, "projet"]),
        {"description": "Lire avec une tablette.", "socle_domains": [1], "action": "continue"},
    )
    html = page(client, draft, "school_step", first.pk, "projet")
    assert "Rien ne manque de votre côté : la mairie relit le dossier et le dépose." in html


def test_a_director_sees_every_school_and_acts_on_one(draft, first, director, client):
    html = page(client, draft, "schools")
    assert all(address.startswith(f"ecoles/{first.pk}/") for address in written(html))
    assert "École n° 03" in html
    assert "Ajouter des écoles" not in html
    assert "Retirer<" not in html


def test_a_reader_reads_everything_and_is_offered_nothing(draft, mairie, reader, client):
    assert client.get(reverse("applications:detail", args=[draft.pk])).url.endswith("/ecoles/")
    for name in ("schools", "summary"):
        html = page(client, draft, name)
        assert written(html) == set()
        assert "Vous pouvez lire ce dossier ; la mairie le remplit et le dépose." in html
    assert "Le dossier contient 2 champs à corriger" in html
    assert "Seules les personnes qui peuvent tout modifier déposent le dossier : Secrétaire fictive." in html
    assert "Supprimer ce brouillon" not in html


def test_whoever_manages_is_told_nothing_more(draft, mairie, client):
    client.force_login(mairie)
    html = page(client, draft, "schools")
    assert "Ajouter des écoles" in html
    assert "la mairie" not in html
    assert "Vous pouvez le déposer jusqu’au" in html
    assert len(written(page(client, draft, "summary"))) > 20


def test_the_list_says_what_one_may_do(draft, director, client):
    html = client.get(reverse("applications:list")).content.decode()
    assert "Vous pouvez modifier le projet de « École n° 01 » ; la mairie" in html.replace("\u00a0", " ")


def test_the_list_costs_the_same_with_several_organisations(draft, director, client):
    few = queries(client, reverse("applications:list"))
    for _ in range(2):
        MembershipFactory(
            user=director,
            organisation=complete_of_commune(1).organisation,
            role=MembershipRole.READER,
        )
    assert queries(client, reverse("applications:list")) == few


def test_after_the_deposit_nothing_waits_for_a_reader(client):
    candidacy = submit(journey.complete(client), by=None, at=timezone.now())
    reader = MembershipFactory(organisation=candidacy.organisation, role=MembershipRole.READER).user
    client.force_login(reader)
    html = page(client, candidacy, "detail")
    assert "Vous pouvez lire ce dossier et suivre ce qu’il devient" in html
    assert ">à vous<" not in html


def test_whoever_manages_acts_on_what_came_on_paper(client):
    member = MembershipFactory(organisation=OrganisationFactory(siret=siret(880007))).user
    candidacy = submit(paper.filled(paper.of_college()), by=agent(), at=timezone.now())
    client.force_login(member)
    assert "Vous pouvez lire ce dossier" not in page(client, candidacy, "detail")
    assert powers_of(candidacy, member).asker == "vous"
