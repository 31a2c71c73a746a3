"""The address of a list filters by the filters of the list, never by another field of its rows."""

import pytest
from django.urls import reverse

from tests.agents import sign_in
from tests.factories import UserFactory
from tne38.accounts import domain
from tne38.accounts.enums import Role
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db
MESSAGES = reverse("admin:notifications_message_changelist")


@pytest.fixture
def message() -> Message:
    domain.ask_new_password(email=UserFactory().email)
    return Message.objects.get()


@pytest.mark.parametrize(
    "lookup", ["body__contains", "body__startswith", "body", "key__contains", "recipient__contains"]
)
def test_what_a_message_holds_is_not_guessed_letter_by_letter(client, message, lookup):
    sign_in(client, Role.INSTRUCTEUR)
    value = message.body if lookup == "body" else "a"
    assert client.get(MESSAGES, {lookup: value}).status_code == 400


def test_nor_through_a_relation(client):
    sign_in(client, Role.ADMINISTRATEUR)
    users = reverse("admin:accounts_user_changelist")
    assert client.get(users, {"password__startswith": "m"}).status_code == 400
    assert client.get(users, {"is_active__exact": "1"}).status_code == 200
    dossiers = reverse("admin:applications_candidacy_changelist")
    guess = {"organisation__email__startswith": "a"}
    assert client.get(dossiers, guess).status_code == 400


def test_the_filters_of_the_list_go_on(client, message):
    sign_in(client, Role.INSTRUCTEUR)
    for state, count in ((message.state, 1), ("sent", 0)):
        shown = client.get(MESSAGES, {"state__exact": state, "kind": message.kind})
        assert shown.context["cl"].result_count == count
