"""Who writes what of a draft: a member of one school fills in its pages, and nothing else."""

import pytest
from django.urls import reverse

from applications.domain.drafts import save_answers
from applications.domain.editing import Place
from applications.enums import MembershipRole
from tests.factories import MembershipFactory
from tne38.core.errors import NotAllowed

from .territory import complete_of_commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return complete_of_commune(2)


@pytest.fixture
def teacher(draft):
    own = draft.projects.first()
    member = MembershipFactory(organisation=draft.organisation, role=MembershipRole.SCHOOL, school=own.school)
    return member.user


def test_a_member_of_one_school_writes_its_project(draft, teacher, client):
    own = draft.projects.first()
    client.force_login(teacher)
    page = reverse("applications:school_step", args=[draft.pk, own.pk, "projet"])
    client.post(page, {"description": "Lire avec une tablette.", "action": "continue"})
    own.refresh_from_db()
    assert own.description == "Lire avec une tablette."


def test_the_pages_of_another_school_are_read_only(draft, teacher, client):
    other = draft.projects.last()
    before = other.description
    client.force_login(teacher)
    page = reverse("applications:school_step", args=[draft.pk, other.pk, "projet"])
    answer = client.post(page, {"description": "Écrit par une autre école.", "action": "continue"})
    assert answer.url == reverse("applications:summary", args=[draft.pk])
    other.refresh_from_db()
    assert other.description == before


def test_the_domain_refuses_what_the_page_does_not_offer(draft, teacher):
    other = draft.projects.last()
    with pytest.raises(NotAllowed):
        save_answers(Place(draft, "projet", other), other, {"description": "Non."}, by=teacher)
    with pytest.raises(NotAllowed):
        save_answers(Place(draft, "porteur"), draft.organisation, {"phone": "0400000000"}, by=teacher)
