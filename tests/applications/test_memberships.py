"""A person is a member once: of the whole organisation, or of one of its schools."""

import pytest
from django.db import IntegrityError, transaction

from applications.enums import MembershipRole
from applications.models import Membership
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
