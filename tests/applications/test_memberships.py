"""A person is a member once: of the whole organisation, or of one of its schools."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.functional import SimpleLazyObject

from applications.enums import MembershipRole
from applications.models import Membership
from applications.rules import forget_roles, roles_in
from tests.factories import MembershipFactory, SchoolFactory

pytestmark = pytest.mark.django_db


def test_a_person_is_a_member_once():
    first = MembershipFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=first.user, organisation=first.organisation)


def test_a_person_is_a_member_once_per_school():
    school = SchoolFactory()
    first = MembershipFactory(role=MembershipRole.SCHOOL, school=school)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(
            user=first.user, organisation=first.organisation, role=MembershipRole.SCHOOL, school=school
        )
    MembershipFactory(
        user=first.user, organisation=first.organisation, role=MembershipRole.SCHOOL, school=SchoolFactory()
    )
    assert Membership.objects.count() == 2


def test_a_member_for_one_school_names_it():
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(role=MembershipRole.SCHOOL)


def test_the_roles_of_the_user_of_a_request_are_read_once_until_they_are_forgotten(
    django_assert_num_queries,
):
    member = MembershipFactory()
    user, organisation = member.user, member.organisation_id
    lazy = SimpleLazyObject(lambda: user)  # as the authentication gives it to a request
    with django_assert_num_queries(1):
        assert roles_in(lazy, organisation) == {(MembershipRole.MANAGER, None)}
        assert roles_in(user, organisation) == {(MembershipRole.MANAGER, None)}
    Membership.objects.all().delete()
    forget_roles(lazy)
    assert roles_in(user, organisation) == set()
    forget_roles(None)
