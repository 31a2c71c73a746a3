"""A dossier of several écoles: read on line, school by school; filled in on paper so far."""

import pytest
from django.urls import reverse

from applications.enums import Audience, OrganisationKind
from applications.summary import summary
from tests.factories import (
    CandidacyFactory,
    CommuneFactory,
    EcoleFactory,
    MembershipFactory,
    OrganisationFactory,
    SchoolProjectFactory,
)

from .journey import open_call, step_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidacy(client):
    """A draft of a commune for two écoles, its maker signed in."""
    call = open_call(audience=Audience.PRIMARY, automatic_criteria=False, requires_socle=False)
    commune = CommuneFactory()
    porteur = OrganisationFactory(kind=OrganisationKind.COMMUNE, commune=commune, rna="")
    candidacy = CandidacyFactory(call=call, organisation=porteur)
    for position, name in enumerate(["École du Haut", "École du Bas"]):
        school = EcoleFactory(name=name, commune=commune)
        SchoolProjectFactory(candidacy=candidacy, school=school, position=position)
    client.force_login(MembershipFactory(organisation=porteur).user)
    return candidacy


def test_it_opens_on_what_it_says_and_tells_how_it_is_filled_in(client, candidacy):
    html = client.get(reverse("applications:detail", args=[candidacy.pk]), follow=True).content.decode()
    assert "ne se remplissent pas encore en ligne" in html
    assert candidacy.call.contact_email in html
    assert "École du Haut" in html
    assert "Déposer le dossier" not in html


def test_its_steps_lead_to_what_it_says(client, candidacy):
    response = client.get(step_url(candidacy, "projet"))
    assert response.url == reverse("applications:summary", args=[candidacy.pk])


def test_the_summary_goes_school_by_school_then_says_the_porteur_once(candidacy):
    found = [(section.school, section.slug) for section in summary(candidacy)]
    of_school = ["etablissement", "projet", "formation", "parentalite", "ent", "equipements", "classes"]
    assert found == [
        *[("École du Haut", slug) for slug in of_school],
        *[("École du Bas", slug) for slug in of_school],
        ("", "porteur"),
    ]


def test_what_only_a_college_says_is_not_asked(candidacy):
    labels = [answer.label for section in summary(candidacy) for answer in section.answers]
    assert "Établissement relié à un lycée" not in labels
