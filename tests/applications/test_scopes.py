"""What an inspection sees: the calls of the 1er degré, and of their dossiers those of its circonscription when known."""

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.domain import submission
from applications.models import Call, Candidacy
from reviews.models import Session
from tests.agents import deposited, invited
from tests.applications.territory import complete_of_commune
from tests.factories import agent
from tests.reviews.sittings import VALUES
from tne38.accounts.enums import Role

pytestmark = pytest.mark.django_db


def of_commune() -> Candidacy:
    """A dossier of one école, just deposited."""
    return submission.submit(complete_of_commune(1), by=None, at=timezone.now())


def name_inspection(candidacy: Candidacy, email: str) -> None:
    school = candidacy.projects.get().school
    school.ien_email = email
    school.save()


def seen_by(user) -> set[Candidacy]:
    return set(Candidacy.objects.for_programme(user))


def test_an_inspection_sees_the_dossiers_of_the_1er_degre_and_no_college():
    inspection, of_college, first, second = agent(Role.IEN), deposited(), of_commune(), of_commune()
    assert seen_by(inspection) == {first, second}
    assert set(Call.objects.visible_to(inspection)) == {first.call, second.call}
    assert of_college.call not in Call.objects.visible_to(inspection)


def test_once_an_ecole_names_it_an_inspection_sees_its_circonscription_alone():
    inspection, other = (
        agent(Role.IEN, email="ien-a@exemple.test"),
        agent(Role.IEN, email="ien-b@exemple.test"),
    )
    first, second = of_commune(), of_commune()
    name_inspection(first, "IEN-A@exemple.test")
    assert seen_by(inspection) == {first}
    assert seen_by(other) == {first, second}  # no école names this one
    name_inspection(second, "ien-b@exemple.test")
    assert seen_by(other) == {second}


def test_an_agent_who_is_also_an_inspection_sees_everything():
    both = agent(Role.INSTRUCTEUR, email="ien-a@exemple.test")
    both.give_role(Role.IEN)
    first, of_college = of_commune(), deposited()
    name_inspection(first, "ien-a@exemple.test")
    assert seen_by(both) == {first, of_college}


def test_an_inspection_invited_to_a_session_sees_its_call_as_well():
    inspection, of_college = agent(Role.IEN), deposited()
    invited(of_college.call, inspection)
    assert seen_by(inspection) == {of_college}


def test_the_pages_of_the_others_do_not_exist(client):
    inspection = agent(Role.IEN, email="ien-a@exemple.test")
    own, other, of_college = of_commune(), of_commune(), deposited()
    name_inspection(own, inspection.email)
    client.force_login(inspection)
    page = [
        reverse("admin:applications_candidacy_change", args=[each.pk]) for each in (own, other, of_college)
    ]
    assert [client.get(path).status_code for path in page] == [200, 404, 404]
    figures = [reverse("admin:figures", args=[each.call.slug]) for each in (own, of_college)]
    assert [client.get(path).status_code for path in figures] == [200, 404]
    listed = client.get(reverse("admin:applications_candidacy_changelist")).text
    assert own.number in listed
    assert other.number not in listed


def test_the_sessions_of_the_colleges_are_not_an_inspection_s():
    inspection, of_college, own = agent(Role.IEN), deposited(), of_commune()
    sessions = [Session.objects.create(call=each.call, **VALUES) for each in (of_college, own)]
    assert list(Session.objects.visible_to(inspection)) == [sessions[1]]
