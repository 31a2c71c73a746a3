"""The people of an organisation: roles change, people leave, somebody always manages it."""

import pytest

from applications.domain.members import Access, change_access, remove_member
from applications.enums import MembershipRole
from applications.models import Membership
from tests.factories import MembershipFactory, SchoolFactory, UserFactory
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from .territory import complete_of_commune

pytestmark = pytest.mark.django_db
MANAGER, SCHOOL, READER = MembershipRole.MANAGER, MembershipRole.SCHOOL, MembershipRole.READER


@pytest.fixture
def draft():
    return complete_of_commune(2)


@pytest.fixture
def manager(draft):
    return MembershipFactory(organisation=draft.organisation)


@pytest.fixture
def reader(draft):
    return MembershipFactory(organisation=draft.organisation, role=READER)


def test_a_role_changes_and_the_journal_says_so(draft, manager, reader):
    school = draft.projects.first().school
    change_access(reader, Access(SCHOOL, school), by=manager.user)
    reader.refresh_from_db()
    assert (reader.role, reader.school) == (SCHOOL, school)
    [entry] = journal.history(draft.organisation)
    assert entry.action == "rôle modifié"
    assert (entry.before["role"], entry.after["role"], entry.after["uai"]) == (
        "lecture",
        "ecole",
        school.uai,
    )


def test_a_role_for_the_whole_organisation_stands_alone(draft, manager):
    user = UserFactory()
    first, _other = (
        MembershipFactory(user=user, organisation=draft.organisation, role=SCHOOL, school=project.school)
        for project in draft.projects.all()
    )
    change_access(first, Access(MANAGER), by=manager.user)
    assert list(user.memberships.values_list("role", "school")) == [(MANAGER, None)]


def test_the_last_manager_neither_leaves_nor_steps_down(draft, manager, reader):
    for act in (
        lambda: remove_member(manager, by=manager.user),
        lambda: change_access(manager, Access(READER), by=manager.user),
    ):
        with pytest.raises(DomainError) as refusal:
            act()
        assert refusal.value.code == "dernier_gestionnaire"
    manager.refresh_from_db()
    assert manager.role == MANAGER


def test_a_manager_whose_account_is_closed_does_not_count(draft, manager):
    MembershipFactory(organisation=draft.organisation, user__is_active=False)
    with pytest.raises(DomainError) as refusal:
        remove_member(manager, by=manager.user)
    assert refusal.value.code == "dernier_gestionnaire"


def test_one_of_two_managers_leaves(draft, manager):
    other = MembershipFactory(organisation=draft.organisation)
    remove_member(other, by=other.user)
    remove_member(other, by=other.user)  # pressed twice
    assert list(draft.organisation.memberships.all()) == [manager]
    assert [entry.action for entry in journal.history(draft.organisation)] == ["membre parti"]


def test_whoever_does_not_manage_only_leaves(draft, manager, reader):
    other = MembershipFactory(organisation=draft.organisation, role=READER)
    with pytest.raises(NotAllowed):
        remove_member(other, by=reader.user)
    with pytest.raises(NotAllowed):
        change_access(reader, Access(MANAGER), by=reader.user)
    stranger = MembershipFactory().user  # manages another organisation
    with pytest.raises(NotAllowed):
        remove_member(other, by=stranger)
    remove_member(reader, by=reader.user)
    assert not Membership.objects.filter(pk=reader.pk).exists()


def test_a_school_of_another_organisation_is_refused(draft, manager, reader):
    with pytest.raises(DomainError) as refusal:
        change_access(reader, Access(SCHOOL, SchoolFactory()), by=manager.user)
    assert refusal.value.code == "champ_obligatoire"
