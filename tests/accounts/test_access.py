"""What a session may open before its second factor, who is behind the proxy, what roles a person may be given."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.agents import sign_in
from tests.applications.journey import begun
from tests.factories import MembershipFactory, UserFactory, agent
from tne38.accounts import domain
from tne38.accounts.enums import Role
from tne38.accounts.models import User
from tne38.accounts.proxy import client_address
from tne38.accounts.roles import set_access
from tne38.core.errors import DomainError
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db
SECOND_FACTOR = reverse("accounts:second_factor")


@pytest.mark.parametrize(
    "path", ["/", "/candidatures/", "/candidatures/papier/", "/admin/", "/candidatures/1/"]
)
def test_without_its_second_factor_a_session_opens_its_account_alone(client, path):
    user = agent(Role.GESTIONNAIRE)
    client.force_login(user)
    assert client.get(path)["Location"] == SECOND_FACTOR
    assert client.get(SECOND_FACTOR).status_code == 200
    assert client.get(reverse("accounts:account")).status_code == 200


def test_a_session_opened_before_the_authenticator_was_bound_owes_the_code(client):
    user = agent(Role.GESTIONNAIRE)
    client.force_login(user)
    TOTPDevice.objects.create(user=user, name="essai", confirmed=True)
    answer = client.get("/candidatures/papier/", follow=True)
    assert answer.redirect_chain[-1][0] == reverse("accounts:code")


def test_who_owes_nothing_is_not_stopped(client):
    begun(client)
    assert client.get("/candidatures/").status_code == 200
    client.force_login(agent(Role.INSTRUCTEUR))
    assert client.get("/admin/").status_code == 200
    sign_in(client, Role.GESTIONNAIRE)
    assert client.get("/candidatures/papier/").status_code == 200


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("198.51.100.1, 203.0.113.7", "203.0.113.7"),  # the first one is what the browser wrote
        ("2001:db8::7", "2001:db8::7"),
        ("inconnu", "192.0.2.1"),
        ("", "192.0.2.1"),
    ],
)
def test_the_address_is_the_one_that_the_proxy_wrote(header, expected):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=header)
    assert client_address(request) == expected


@pytest.mark.parametrize("role", [Role.INSTRUCTEUR, Role.GESTIONNAIRE, Role.ADMINISTRATEUR])
def test_nobody_instructs_who_acts_for_a_porteur(role):
    member = MembershipFactory().user
    administrator = agent(Role.ADMINISTRATEUR)
    with pytest.raises(DomainError) as raised:
        set_access(member, roles=[role], is_active=True, by=administrator)
    assert (raised.value.code, raised.value.field) == ("porteur", "roles")
    # A member of the commission may: the dossiers of its porteur are shut to them.
    set_access(member, roles=[Role.COMMISSION], is_active=True, by=administrator)


def test_the_form_tells_it_and_who_instructs_already_may_lose_a_role(client):
    sign_in(client, Role.ADMINISTRATEUR)
    member = MembershipFactory(organisation__name="OGEC fictif").user
    values = {"full_name": member.full_name, "is_active": "on", "roles": ["gestionnaire"]}
    answer = client.post(reverse("admin:accounts_user_change", args=[member.pk]), values)
    assert "Cette personne agit pour OGEC fictif" in answer.content.decode()
    assert User.objects.get(pk=member.pk).roles == frozenset()


def test_a_name_that_nobody_proved_is_not_written_to_an_address():
    domain.sign_up(email="mairie@exemple.test", full_name="Gagnez 500 euros sur https://exemple.test/x")
    [message] = Message.objects.all()
    assert "500 euros" not in message.body
    assert message.body.startswith("Bonjour,")
    domain.sign_up(email="mairie@exemple.test", full_name="Mairie fictive")
    assert User.objects.get(email="mairie@exemple.test").full_name == "Mairie fictive"


def test_the_name_of_an_open_account_is_its_owner_s():
    user = UserFactory(full_name="Mairie fictive")
    domain.sign_up(email=user.email, full_name="Quelqu’un d’autre")
    assert User.objects.get(pk=user.pk).full_name == "Mairie fictive"
