"""The pages of the people: who sees what, inviting, accepting by each way, plain refusals."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.domain import invitations
from applications.domain.members import Access
from applications.enums import MembershipRole
from applications.models import Invitation, Membership
from tests.factories import MembershipFactory, UserFactory
from tne38.accounts.models import User
from tne38.notifications.models import Message

from .journey import queries
from .territory import complete_of_commune
from .test_invitations import PASSWORD, sent_to

pytestmark = pytest.mark.django_db
NEWCOMER = {"full_name": "Directrice fictive", "new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture
def draft():
    return complete_of_commune(2)


@pytest.fixture
def mairie(draft, client):
    member = MembershipFactory(organisation=draft.organisation, user__full_name="Secrétaire fictive")
    client.force_login(member.user)
    return member.user


def people_url(draft, name="members", *more):
    return reverse(f"applications:{name}", args=[draft.organisation_id, *more])


def join_url(token):
    return reverse("applications:join", args=[token])


def text(answer) -> str:
    return answer.content.decode().replace("\u00a0", " ")


def test_a_school_is_invited_in_two_clicks(draft, mairie, client):
    page = text(client.get(people_url(draft)))
    school = draft.projects.first().school
    assert f"?ecole={school.uai}" in page
    form = client.get(people_url(draft, "invite"), {"ecole": school.uai}).context["form"]
    assert form["email"].value() == "college@exemple.test"  # the contact written in the project
    assert (form["role"].value(), form["school"].value()) == ("ecole", school.pk)
    answer = client.post(
        people_url(draft, "invite"), {"email": "Direction@Ecole.test", "role": "ecole", "school": school.pk}
    )
    assert answer.url == people_url(draft)
    page = text(client.get(people_url(draft)))
    assert "direction@ecole.test" in page
    assert f"?ecole={school.uai}" not in page
    assert Message.objects.get(kind="invitation").recipient == "direction@ecole.test"


def test_a_refusal_names_the_field_and_keeps_what_was_typed(draft, mairie, client):
    answer = client.post(people_url(draft, "invite"), {"email": "direction@ecole.test", "role": "ecole"})
    assert answer.status_code == 422
    assert "Choisissez l’établissement dont cette personne écrira le projet." in text(answer)
    assert "direction@ecole.test" in text(answer)
    answer = client.post(people_url(draft, "invite"), {"email": mairie.email, "role": "gestion"})
    assert "a déjà cet accès" in text(answer)
    assert not Invitation.objects.exists()


def test_an_invitation_is_sent_again_and_cancelled(draft, mairie, client):
    sent_to(draft, mairie)
    invitation = Invitation.objects.get()
    client.post(people_url(draft, "send_invitation_again", invitation.pk))
    assert Message.objects.filter(kind="invitation").count() == 2
    client.post(people_url(draft, "cancel_invitation", invitation.pk))
    assert "Invitations en attente" not in text(client.get(people_url(draft)))


def test_a_role_is_changed_and_a_person_removed(draft, mairie, client):
    reader = MembershipFactory(organisation=draft.organisation, role=MembershipRole.READER)
    client.post(people_url(draft, "change_member", reader.pk), {"role": "gestion"})
    reader.refresh_from_db()
    assert reader.role == MembershipRole.MANAGER
    client.post(people_url(draft, "remove_member", reader.pk))
    assert not Membership.objects.filter(pk=reader.pk).exists()
    answer = client.post(people_url(draft, "remove_member", mairie.memberships.get().pk), follow=True)
    assert "est la seule personne qui peut tout modifier" in text(answer)
    assert mairie.memberships.exists()


def test_a_reader_sees_the_people_and_leaves(draft, mairie, client):
    reader = MembershipFactory(organisation=draft.organisation, role=MembershipRole.READER)
    client.force_login(reader.user)
    page = text(client.get(people_url(draft)))
    assert mairie.email in page
    assert "Inviter une personne" not in page
    assert "Changer le rôle" not in page
    answer = client.post(people_url(draft, "remove_member", reader.pk))
    assert answer.url == reverse("applications:list")
    assert client.get(people_url(draft)).status_code == 404


def test_a_newcomer_joins_signed_in(draft, mairie, client):
    token = sent_to(draft, mairie)
    client.logout()
    page = text(client.get(join_url(token)))
    assert "Ouvrez votre compte" in page
    assert "direction@ecole.test" in page
    assert client.post(join_url(token), {**NEWCOMER, "new_password2": "autre"}).status_code == 422
    assert not User.objects.filter(email="direction@ecole.test").exists()
    answer = client.post(join_url(token), NEWCOMER, follow=True)
    assert answer.context["user"].email == "direction@ecole.test"
    assert "Bienvenue : vous agissez maintenant pour" in text(answer)
    # The link kept in the mailbox leads home, not to an error.
    assert client.get(join_url(token)).url == reverse("applications:list")


def test_whoever_has_an_account_signs_in_first(draft, mairie, client):
    token = sent_to(draft, mairie)
    director = UserFactory(email="direction@ecole.test")
    client.logout()
    page = text(client.get(join_url(token)))
    assert f"/connexion/?next={join_url(token)}" in page
    client.post(join_url(token), NEWCOMER)  # offers nothing to whoever holds the link alone
    assert not director.memberships.exists()
    client.force_login(director)
    assert "Accepter l’invitation" in text(client.get(join_url(token)))
    assert not director.memberships.exists()
    client.post(join_url(token))
    assert director.memberships.get().role == MembershipRole.SCHOOL


def test_another_address_is_told_and_offered_to_switch(draft, mairie, client):
    token = sent_to(draft, mairie)
    page = text(client.get(join_url(token)))
    assert "Cette invitation est pour une autre adresse" in page
    assert mairie.email in page
    client.post(join_url(token))
    assert Membership.objects.count() == 1
    answer = client.post(join_url(token), {"action": "switch"}, follow=True)
    assert "Ouvrez votre compte" in text(answer)


@pytest.mark.parametrize(
    ("change", "status", "heading"),
    [
        ({"expires_at": timedelta(seconds=-1)}, 410, "Cette invitation a expiré"),
        ({"cancelled_at": timedelta(0)}, 410, "Cette invitation est annulée"),
    ],
)
def test_a_link_that_is_over_has_its_own_page(draft, mairie, client, change, status, heading):
    token = sent_to(draft, mairie, at=timezone.now() - timedelta(days=1))
    Invitation.objects.update(**{name: timezone.now() + delta for name, delta in change.items()})
    client.logout()
    answer = client.get(join_url(token))
    assert (answer.status_code, heading in text(answer)) == (status, True)
    assert client.post(join_url(token), NEWCOMER).status_code == status
    assert not User.objects.filter(email="direction@ecole.test").exists()


def test_a_used_link_and_an_unknown_one_have_theirs(draft, mairie, client):
    token = sent_to(draft, mairie)
    invitations.accept(token, by=UserFactory(email="direction@ecole.test"), at=timezone.now())
    answer = client.get(join_url(token))
    assert (answer.status_code, "Cette invitation a déjà servi" in text(answer)) == (410, True)
    answer = client.get(join_url("x" * 43))
    assert (answer.status_code, "Cette invitation est introuvable" in text(answer)) == (404, True)


def test_the_page_costs_the_same_with_forty_people(draft, mairie, client):
    sent_to(draft, mairie, email="a@ecole.test")
    few = queries(client, people_url(draft))
    for rank in range(10):
        MembershipFactory(organisation=draft.organisation, role=MembershipRole.READER)
        sent_to(draft, mairie, email=f"b{rank}@ecole.test", access=Access(MembershipRole.READER))
    assert queries(client, people_url(draft)) == few
