"""The accounts, managed by the administration of the portal."""

import pytest
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.agents import sign_in
from tests.factories import UserFactory, agent
from tne38.accounts.enums import Role
from tne38.accounts.models import User
from tne38.accounts.roles import set_access
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db


def address(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def test_a_new_agent_is_invited_with_roles_and_chooses_the_password_alone(client):
    sign_in(client, Role.ADMINISTRATEUR)
    values = {
        "email": "nouveau@exemple.test",
        "full_name": "Agent fictif",
        "is_active": "on",
        "roles": "instructeur",
    }
    answer = client.post(reverse("admin:accounts_user_add"), values)
    assert answer.status_code == 302, answer.context["errors"]
    user = User.objects.get(email="nouveau@exemple.test")
    assert (user.roles, user.is_staff, user.has_usable_password()) == ({"instructeur"}, True, False)
    assert Message.objects.get(recipient=user.email).kind
    assert journal.history(user).last().after == {"roles": ["instructeur"], "actif": True}


def test_roles_are_given_and_taken_and_the_journal_keeps_both(client):
    sign_in(client, Role.ADMINISTRATEUR)
    user = agent(Role.INSTRUCTEUR)
    client.post(
        address(user), {"full_name": user.full_name, "is_active": "on", "roles": ["commission", "ien"]}
    )
    user = User.objects.get(pk=user.pk)
    assert user.roles == {"commission", "ien"}
    entry = journal.history(user).get()
    assert (entry.before["roles"], entry.after["roles"]) == (["instructeur"], ["commission", "ien"])


def test_an_account_without_role_leaves_the_site(client):
    sign_in(client, Role.ADMINISTRATEUR)
    user = agent(Role.INSTRUCTEUR)
    client.post(address(user), {"full_name": user.full_name, "is_active": "on"})
    user = User.objects.get(pk=user.pk)
    assert (user.is_staff, user.is_active) == (False, True)


def test_a_closed_account_no_longer_signs_in(client):
    sign_in(client, Role.ADMINISTRATEUR)
    user = agent(Role.INSTRUCTEUR)
    client.post(address(user), {"full_name": "Autre nom fictif", "roles": "instructeur"})
    user = User.objects.get(pk=user.pk)
    assert (user.is_active, user.full_name) == (False, "Autre nom fictif")


def test_no_password_is_on_the_page(client):
    sign_in(client, Role.ADMINISTRATEUR)
    user = agent(Role.INSTRUCTEUR)
    text = client.get(address(user)).text
    assert user.password not in text
    assert 'name="password' not in text


def test_an_administrator_does_not_lock_themselves_out(client):
    user = sign_in(client, Role.ADMINISTRATEUR)
    answer = client.post(
        address(user), {"full_name": user.full_name, "is_active": "on", "roles": "instructeur"}
    )
    assert "Demandez à un autre administrateur" in answer.text
    with pytest.raises(DomainError, match="Demandez à un autre administrateur"):
        set_access(user, roles=["administrateur"], is_active=False, by=user)
    assert User.objects.get(pk=user.pk).roles == {"administrateur"}


def test_others_may_not_give_roles():
    with pytest.raises(NotAllowed):
        set_access(UserFactory(), roles=["administrateur"], is_active=True, by=agent(Role.GESTIONNAIRE))


def test_a_lost_second_factor_is_removed_with_a_reason_and_its_owner_told(client):
    sign_in(client, Role.ADMINISTRATEUR)
    user = agent(Role.GESTIONNAIRE)
    TOTPDevice.objects.create(user=user, name="Application", confirmed=True)
    page = reverse("admin:accounts_user_second_factor", args=[user.pk])
    assert page in client.get(address(user)).content.decode()
    assert client.post(page, {"reason": " "}).context["form"].errors
    assert TOTPDevice.objects.filter(user=user).exists()
    assert client.post(page, {"reason": "Téléphone perdu."}).status_code == 302
    assert not TOTPDevice.objects.filter(user=user).exists()
    entry = journal.history(user).last()
    assert (entry.action, entry.reason) == ("double authentification retirée", "Téléphone perdu.")
    assert Message.objects.get(kind="double-authentification-retiree").recipient == user.email
    assert "n’a pas de double authentification" in client.post(page, {"reason": "Encore."}).content.decode()


def test_nobody_removes_their_own_second_factor_and_others_may_not(client):
    user = sign_in(client, Role.ADMINISTRATEUR)
    page = reverse("admin:accounts_user_second_factor", args=[user.pk])
    assert "Demandez à un autre administrateur" in client.post(page, {"reason": "Moi."}).content.decode()
    assert TOTPDevice.objects.filter(user=user).exists()
    sign_in(client, Role.INSTRUCTEUR)
    assert client.get(page).status_code == 403
