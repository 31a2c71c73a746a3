"""Inviting people: what is sent, to whom it opens, what becomes of each link."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from applications.domain import invitations
from applications.domain.members import Access
from applications.enums import InvitationState, MembershipRole
from applications.models import Invitation, Membership
from tests.factories import MembershipFactory, SchoolFactory, UserFactory, agent
from tne38.accounts.models import User
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

from .territory import complete_of_commune

pytestmark = pytest.mark.django_db
MANAGER, SCHOOL, READER = MembershipRole.MANAGER, MembershipRole.SCHOOL, MembershipRole.READER
PASSWORD = "une phrase pour l’école"


@pytest.fixture
def draft():
    return complete_of_commune(2)


@pytest.fixture
def mairie(draft):
    return MembershipFactory(organisation=draft.organisation, user__full_name="Secrétaire fictive").user


def school_of(draft, rank=0):
    return draft.projects.order_by("position")[rank].school


def token_in(message: Message) -> str:
    return re.search(r"/candidatures/invitation/([\w-]+)/", message.body).group(1)


def sent_to(draft, by, email="direction@ecole.test", access=None, at=None) -> str:
    """The secret of the link that an invitation sends."""
    access = access or Access(SCHOOL, school_of(draft))
    invitations.invite(draft.organisation, email=email, access=access, by=by, at=at or timezone.now())
    return token_in(Message.objects.filter(kind="invitation", recipient=email).first())


def actions(organisation) -> list[str]:
    return [entry.action for entry in journal.history(organisation)]


def refused(code: str, act):
    with pytest.raises(DomainError) as refusal:
        act()
    assert refusal.value.code == code


def test_the_mail_says_who_asks_what_and_until_when(draft, mairie):
    token = sent_to(draft, mairie, email="direction@ecole.test")
    message = Message.objects.get(kind="invitation")
    assert message.recipient == "direction@ecole.test"
    assert message.subject == "École n° 01 – écrire le projet pédagogique de l’établissement"
    assert "La mairie vous demande d’écrire le projet pédagogique" in message.body
    assert f"Secrétaire fictive ({mairie.email})" in message.body
    assert "« Appel fictif – écoles »" in message.body.replace("\u00a0", " ")
    assert token not in Invitation.objects.get().token_hash
    [entry] = journal.history(draft.organisation)
    assert entry.action == "invitation envoyée"
    assert entry.after["courriel"] == "direction@ecole.test"
    assert token not in str(entry.after)


def test_the_address_accepts_and_becomes_a_member(draft, mairie):
    token = sent_to(draft, mairie)
    director = UserFactory(email="direction@ecole.test")
    member = invitations.accept(token, by=director, at=timezone.now())
    assert (member.role, member.school) == (SCHOOL, school_of(draft))
    assert Invitation.objects.get().state(at=timezone.now()) == InvitationState.ACCEPTED
    assert actions(draft.organisation) == ["invitation envoyée", "invitation acceptée"]
    assert Message.objects.get(kind="invitation-acceptee").recipient == mairie.email
    # Again, as a button pressed twice does: nothing more.
    assert invitations.accept(token, by=director, at=timezone.now()) == member
    assert actions(draft.organisation) == ["invitation envoyée", "invitation acceptée"]


def test_another_address_never_enters(draft, mairie):
    token = sent_to(draft, mairie)
    with pytest.raises(NotAllowed):
        invitations.accept(token, by=UserFactory(), at=timezone.now())
    assert Membership.objects.count() == 1


def test_an_account_of_the_programme_never_acts_for_a_porteur(draft, mairie):
    token = sent_to(draft, mairie, email="instructrice@departement.test")
    with pytest.raises(NotAllowed):
        invitations.accept(token, by=agent(email="instructrice@departement.test"), at=timezone.now())


def test_a_newcomer_opens_an_account_in_the_same_go(draft, mairie):
    token = sent_to(draft, mairie)
    user = invitations.accept_as_newcomer(
        token, full_name="Directrice fictive", password=PASSWORD, at=timezone.now()
    )
    user = User.objects.get(pk=user.pk)
    assert (user.email, user.full_name) == ("direction@ecole.test", "Directrice fictive")
    assert user.check_password(PASSWORD)
    assert user.memberships.get().school == school_of(draft)


def test_an_account_asked_for_but_never_opened_is_completed(draft, mairie):
    token = sent_to(draft, mairie)
    asked = User.objects.create_user("direction@ecole.test", full_name="D.")
    invitations.accept_as_newcomer(token, full_name="Directrice", password=PASSWORD, at=timezone.now())
    asked.refresh_from_db()
    assert asked.check_password(PASSWORD)
    assert asked.full_name == "Directrice"


def test_a_link_never_changes_the_password_of_an_account(draft, mairie):
    token = sent_to(draft, mairie)
    director = UserFactory(email="direction@ecole.test")
    refused(
        "compte_existant",
        lambda: invitations.accept_as_newcomer(
            token, full_name="Une autre", password=PASSWORD, at=timezone.now()
        ),
    )
    director.refresh_from_db()
    assert not director.check_password(PASSWORD)
    assert not director.memberships.exists()


def test_used_cancelled_expired_and_unknown_links_are_refused(draft, mairie):
    now = timezone.now()
    director, other = UserFactory(email="direction@ecole.test"), UserFactory(email="autre@ecole.test")
    used = sent_to(draft, mairie)
    member = invitations.accept(used, by=director, at=now)
    member.delete()
    refused("invitation_utilisee", lambda: invitations.accept(used, by=director, at=now))
    cancelled = sent_to(draft, mairie, email=other.email)
    invitations.cancel(Invitation.objects.get(email=other.email), by=mairie, at=now)
    refused("invitation_annulee", lambda: invitations.accept(cancelled, by=other, at=now))
    expired = sent_to(draft, mairie, email=other.email, access=Access(READER), at=now)
    later = now + timedelta(days=14, seconds=1)
    refused("invitation_expiree", lambda: invitations.accept(expired, by=other, at=later))
    refused("invitation_inconnue", lambda: invitations.accept("inventé", by=other, at=now))
    assert Membership.objects.count() == 1


def test_sent_again_the_former_link_leads_nowhere(draft, mairie):
    former = sent_to(draft, mairie)
    at = timezone.now() + timedelta(days=20)
    invitations.send_again(Invitation.objects.get(), by=mairie, at=at)
    latest = token_in(Message.objects.filter(kind="invitation").first())
    director = UserFactory(email="direction@ecole.test")
    refused("invitation_inconnue", lambda: invitations.accept(former, by=director, at=at))
    invitations.accept(latest, by=director, at=at)
    assert actions(draft.organisation)[1] == "invitation renvoyée"


def test_nobody_is_written_to_again_and_again(draft, mairie):
    now = timezone.now()
    for _ in range(3):
        sent_to(draft, mairie)
    refused("trop_d_envois", lambda: sent_to(draft, mairie))
    assert Message.objects.filter(kind="invitation").count() == 3
    sent_to(draft, mairie, at=now + timedelta(days=1, minutes=1))


def test_an_organisation_sends_a_hundred_a_day(draft, mairie, monkeypatch):
    monkeypatch.setattr(invitations, "PER_DAY", 2)
    for rank in range(2):
        sent_to(draft, mairie, email=f"personne{rank}@ecole.test")
    refused("trop_d_envois", lambda: sent_to(draft, mairie, email="personne3@ecole.test"))


def test_only_a_manager_invites_and_for_schools_of_the_dossiers(draft, mairie):
    reader = MembershipFactory(organisation=draft.organisation, role=READER).user
    with pytest.raises(NotAllowed):
        sent_to(draft, reader)
    with pytest.raises(NotAllowed):
        sent_to(draft, UserFactory())
    refused("champ_obligatoire", lambda: sent_to(draft, mairie, access=Access(SCHOOL, SchoolFactory())))
    refused("champ_obligatoire", lambda: sent_to(draft, mairie, access=Access(SCHOOL)))
    refused("deja_membre", lambda: sent_to(draft, mairie, email=mairie.email, access=Access(READER)))


def test_one_person_writes_for_two_schools(draft, mairie):
    director = UserFactory(email="direction@ecole.test")
    for rank in (0, 1):
        token = sent_to(draft, mairie, access=Access(SCHOOL, school_of(draft, rank)))
        invitations.accept(token, by=director, at=timezone.now())
    assert director.memberships.filter(role=SCHOOL).count() == 2


@pytest.mark.parametrize(
    ("held", "offered", "then"),
    [
        (READER, MANAGER, [(MANAGER, None)]),
        (MANAGER, READER, [(MANAGER, None)]),
        (SCHOOL, READER, [(SCHOOL, 0)]),
        (SCHOOL, MANAGER, [(MANAGER, None)]),
        (READER, SCHOOL, [(SCHOOL, 0)]),
        (MANAGER, SCHOOL, [(MANAGER, None)]),
    ],
)
def test_accepting_never_takes_anything_away(draft, mairie, held, offered, then):
    school = school_of(draft)
    person = UserFactory(email="direction@ecole.test")
    token = sent_to(draft, mairie, access=Access(offered, school if offered == SCHOOL else None))
    MembershipFactory(
        organisation=draft.organisation, user=person, role=held, school=school if held == SCHOOL else None
    )
    invitations.accept(token, by=person, at=timezone.now())
    rows = list(person.memberships.values_list("role", "school"))
    assert rows == [(role, None if rank is None else school.pk) for role, rank in then]
