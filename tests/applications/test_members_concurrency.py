"""Real concurrent connections on PostgreSQL: somebody always manages, an invitation is accepted once."""

import pytest
from django.utils import timezone

from applications.domain import invitations
from applications.domain.members import Access, change_access, remove_member
from applications.enums import MembershipRole
from applications.models import Invitation, Membership
from tests.factories import MembershipFactory, UserFactory
from tests.reviews.test_concurrency import together
from tne38.accounts.models import User
from tne38.core import journal
from tne38.core.errors import DomainError
from tne38.notifications.models import Message

from .territory import complete_of_commune
from .test_invitations import PASSWORD, sent_to

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_two_managers_who_leave_at_once_leave_one():
    organisation = complete_of_commune(1).organisation
    members = [MembershipFactory(organisation=organisation) for _ in range(2)]
    found = together([lambda member=member: remove_member(member, by=member.user) for member in members])
    [refused] = [result for result in found if isinstance(result, Exception)]
    assert isinstance(refused, DomainError)
    assert refused.code == "dernier_gestionnaire"
    assert organisation.memberships.filter(role=MembershipRole.MANAGER).count() == 1


def test_two_managers_who_demote_each_other_at_once_leave_one():
    organisation = complete_of_commune(1).organisation
    first, second = (MembershipFactory(organisation=organisation) for _ in range(2))
    reader = Access(MembershipRole.READER)
    found = together(
        [
            lambda: change_access(first, reader, by=second.user),
            lambda: change_access(second, reader, by=first.user),
        ]
    )
    [refused] = [result for result in found if isinstance(result, Exception)]
    assert isinstance(refused, DomainError)  # no longer a manager, or the last one: by then, the same
    assert organisation.memberships.filter(role=MembershipRole.MANAGER).count() == 1


def test_an_invitation_accepted_eight_times_at_once_makes_one_member():
    draft = complete_of_commune(1)
    manager = MembershipFactory(organisation=draft.organisation).user
    token = sent_to(draft, manager)
    director = UserFactory(email="direction@ecole.test")
    found = together([lambda: invitations.accept(token, by=director, at=timezone.now()) for _ in range(8)])
    assert {type(result) for result in found} == {Membership}
    assert director.memberships.count() == 1
    assert journal.history(draft.organisation).filter(action="invitation acceptée").count() == 1


def test_a_newcomer_in_two_windows_opens_one_account():
    draft = complete_of_commune(1)
    token = sent_to(draft, MembershipFactory(organisation=draft.organisation).user)

    def come(name):
        return invitations.accept_as_newcomer(token, full_name=name, password=PASSWORD, at=timezone.now())

    found = together([lambda name=name: come(name) for name in ("Une", "Deux")])
    [refused] = [result for result in found if isinstance(result, Exception)]
    assert isinstance(refused, DomainError)
    assert refused.code == "invitation_utilisee"
    assert User.objects.filter(email="direction@ecole.test").count() == 1


def test_the_limit_of_sendings_holds_when_they_are_sent_at_once():
    draft = complete_of_commune(1)
    manager = MembershipFactory(organisation=draft.organisation).user
    together([lambda: sent_to(draft, manager) for _ in range(6)])
    assert Message.objects.filter(kind="invitation").count() == invitations.PER_ADDRESS_AND_DAY
    assert Invitation.objects.count() == 1
