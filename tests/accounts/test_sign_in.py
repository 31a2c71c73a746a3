"""The way in: password, lock, one-time code, where each role is led."""

import time

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import PASSWORD, UserFactory, agent
from tne38.accounts.demo import DEMO_ACCOUNTS
from tne38.accounts.enums import Role
from tne38.accounts.rules import second_factor_ok

pytestmark = pytest.mark.django_db
SIGN_IN = reverse("accounts:sign_in")
CODE = reverse("accounts:code")
SECOND_FACTOR = reverse("accounts:second_factor")


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": user.email, "password": password, **more})


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def device_of(user) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="essai")


def code_of(device, *, at: float | None = None) -> str:
    totp = TOTP(device.bin_key)
    totp.time = time.time() if at is None else at
    return f"{totp.token():06d}"


def test_a_porteur_is_led_to_their_dossiers(client):
    assert sign_in(client, UserFactory())["Location"] == "/candidatures/"


@pytest.mark.parametrize("role", [Role.INSTRUCTEUR, Role.COMMISSION, Role.IEN])
def test_agents_and_commission_are_led_to_their_site(client, role):
    assert sign_in(client, agent(role))["Location"] == reverse("admin:index")


def test_the_address_is_read_without_case(client):
    user = UserFactory(email="mairie@exemple.test")
    client.post(SIGN_IN, {"username": " Mairie@Exemple.test ", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_says_what_to_do(client):
    answer = sign_in(client, UserFactory(), password="autre chose")
    assert not signed_in(client)
    assert "L’adresse ou le mot de passe n’est pas le bon" in answer.text
    assert 'role="alert"' in answer.text


def test_a_wrong_password_and_an_unknown_address_answer_the_same(client):
    user = UserFactory()
    known = sign_in(client, user, password="autre chose").text
    unknown = client.post(SIGN_IN, {"username": "inconnu@exemple.test", "password": "autre chose"}).text
    assert (
        known.replace(user.email, "X").split("<main")[1].split("csrf")[0]
        == unknown.replace("inconnu@exemple.test", "X").split("<main")[1].split("csrf")[0]
    )


def test_a_closed_account_does_not_enter(client):
    sign_in(client, UserFactory(is_active=False))
    assert not signed_in(client)


def test_next_is_followed_only_within_the_portal(client):
    user = UserFactory()
    assert sign_in(client, user, next="/compte/")["Location"] == "/compte/"
    client.logout()
    assert sign_in(client, user, next="https://ailleurs.test/")["Location"] == "/candidatures/"


def test_too_many_wrong_passwords_lock_the_address(client, settings):
    settings.AXES_ENABLED = True
    user = UserFactory()
    for _ in range(django_settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, user, password="autre chose")
    assert answer.status_code == 429
    assert "suspendue 15 minutes" in answer.text
    assert sign_in(client, user).status_code == 429
    assert not signed_in(client)
    # Another person behind the same address of the network is not shut out.
    assert sign_in(client, UserFactory()).status_code == 302


def test_the_password_alone_does_not_open_an_account_with_a_device(client):
    user = agent(Role.GESTIONNAIRE)
    device_of(user)
    assert sign_in(client, user)["Location"] == CODE
    assert not signed_in(client)
    assert client.get(reverse("accounts:account")).status_code == 302


def test_the_code_opens_the_account_once(client):
    user = agent(Role.GESTIONNAIRE)
    device = device_of(user)
    sign_in(client, user, next="/admin/applications/")
    before = client.session.session_key
    answer = client.post(CODE, {"code": code_of(device)})
    assert answer["Location"] == "/admin/applications/"
    assert client.session.session_key != before
    assert client.get(reverse("admin:index")).status_code == 200
    client.logout()
    sign_in(client, user)
    again = client.post(CODE, {"code": code_of(device)})
    assert again.status_code == 422
    assert not signed_in(client)


@pytest.mark.parametrize("code", ["000000", "12", "abcdef", ""])
def test_a_wrong_code_is_refused(client, code):
    user = agent(Role.GESTIONNAIRE)
    device_of(user)
    sign_in(client, user)
    assert client.post(CODE, {"code": code}).status_code == 422
    assert not signed_in(client)


def test_the_code_page_needs_a_password_first(client):
    assert client.get(CODE)["Location"] == SIGN_IN


def test_the_question_lapses_after_ten_minutes(client):
    user = agent(Role.GESTIONNAIRE)
    device = device_of(user)
    sign_in(client, user)
    session = client.session
    session["second_factor_pending"] |= {"until": time.time() - 1}
    session.save()
    assert client.post(CODE, {"code": code_of(device)})["Location"] == SIGN_IN
    assert not signed_in(client)


def test_a_role_that_needs_a_device_is_led_to_enrolment_before_the_admin_site(client):
    user = agent(Role.ADMINISTRATEUR)
    assert sign_in(client, user, next="/admin/")["Location"] == SECOND_FACTOR
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == SECOND_FACTOR
    assert "Activer la double authentification" in answer.text


def test_a_session_older_than_the_device_must_show_a_code(client):
    user = agent(Role.GESTIONNAIRE)
    sign_in(client, user)
    device = device_of(user)
    assert client.get(SECOND_FACTOR)["Location"] == CODE
    client.post(CODE, {"code": code_of(device)})
    assert client.get("/admin/").status_code == 200


def test_the_rule_reads_the_request_s_user_and_no_other():
    assert second_factor_ok(agent(Role.INSTRUCTEUR))
    assert not second_factor_ok(agent(Role.GESTIONNAIRE))
    assert not second_factor_ok(UserFactory(is_superuser=True))


def test_signing_out_is_a_post(client):
    sign_in(client, UserFactory())
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    client.post(reverse("accounts:sign_out"))
    assert not signed_in(client)


def test_demo_accounts_are_shown_only_in_the_demonstration(client, settings):
    assert "@demo.test" not in client.get(SIGN_IN).text
    settings.DEMO = True
    page = client.get(SIGN_IN).text
    assert all(account.email in page for account in DEMO_ACCOUNTS)


def test_the_code_shown_for_a_demo_account_is_the_right_one(client):
    [account] = [account for account in DEMO_ACCOUNTS if account.code == "gestionnaire"]
    user = agent(Role.GESTIONNAIRE)
    device = TOTPDevice.objects.create(user=user, key=account.key.hex())
    assert device.verify_token(account.current_code)


def test_a_refusal_is_said_once(client):
    page = sign_in(client, UserFactory(), password="autre chose").text
    assert page.count("L’adresse ou le mot de passe n’est pas le bon") == 1
