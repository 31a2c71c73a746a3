"""Private files are opened by those whom a rule names; numbers are given once."""

import hashlib
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from tests.factories import UserFactory
from tne38.core import files
from tne38.core.sequences import next_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(monkeypatch):
    """A file that only « lecteur@exemple.test » may open."""
    monkeypatch.setitem(files._access, "essai", lambda user, file: user.email == "lecteur@exemple.test")
    return files.store(b"%PDF-1.7 essai", kind="essai", name="essai.pdf", content_type="application/pdf")


def test_a_stored_file_keeps_its_hash_and_size(stored):
    assert stored.sha256 == hashlib.sha256(b"%PDF-1.7 essai").hexdigest()
    assert stored.size == 14
    assert files.read(stored) == b"%PDF-1.7 essai"


def test_a_file_changed_on_disk_is_not_served_as_the_original(stored):
    Path(stored.content.path).write_bytes(b"autre")
    with pytest.raises(OSError, match="hash"):
        files.read(stored)


def test_a_kind_without_rule_cannot_be_stored():
    with pytest.raises(LookupError):
        files.store(b"x", kind="inconnu", name="x", content_type="text/plain")


def test_only_those_the_rule_names_open_the_file(client, stored):
    url = reverse("core:file", args=[stored.pk])
    assert client.get(url).status_code == 302  # to the sign-in page
    client.force_login(UserFactory(email="autre@exemple.test"))
    assert client.get(url).status_code == 404
    client.force_login(UserFactory(email="lecteur@exemple.test"))
    response = client.get(url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"%PDF-1.7 essai"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_numbers_follow_one_another_and_a_rolled_back_number_is_given_again():
    assert [next_number("essai"), next_number("essai")] == [1, 2]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        next_number("essai")
        raise ZeroDivisionError
    assert next_number("essai") == 3
    assert next_number("autre") == 1
