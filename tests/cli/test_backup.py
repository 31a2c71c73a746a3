"""A backup gives the portal back as it was, on either engine, or refuses: nothing is half restored."""

import json
from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction

from applications.domain import submission
from applications.domain.acknowledgement import acknowledge
from applications.models import Candidacy, Organisation
from tests.applications.journey import open_call
from tests.factories import agent, complete_draft
from tne38.accounts.enums import Role
from tne38.accounts.models import User
from tne38.cli.backup import contents, manifest
from tne38.core import files, journal
from tne38.core.models import StoredFile
from tne38.core.sequences import next_number

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def portal():
    """A dossier deposited, with its accusé de réception, and an agent with a role."""
    agent(Role.INSTRUCTEUR, email="instructeur@exemple.test")
    draft = complete_draft(open_call())
    return acknowledge(submission.submit(draft, by=None, at=datetime.now(UTC)))


@pytest.fixture
def backup(portal, tmp_path):
    folder = tmp_path / "sauvegarde"
    call_command("backup", folder)
    return folder


def empty_the_portal():
    call_command("flush", interactive=False, verbosity=0)
    for directory in default_storage.listdir("")[0]:
        for shelf in default_storage.listdir(directory)[0]:
            for name in default_storage.listdir(f"{directory}/{shelf}")[1]:
                default_storage.delete(f"{directory}/{shelf}/{name}")


def refusal(*arguments):
    with pytest.raises(CommandError) as raised:
        call_command(*arguments)
    return raised.value.returncode, str(raised.value)


def test_the_portal_comes_back_as_it_was(portal, backup):
    before = {model: list(contents.rows_of(model).values()) for model in contents.kept_models()}
    empty_the_portal()
    call_command("restore", backup)
    assert {model: list(contents.rows_of(model).values()) for model in contents.kept_models()} == before
    assert journal.verify().broken_at is None
    assert User.objects.get(email="instructeur@exemple.test").has_role(Role.INSTRUCTEUR)
    restored = Candidacy.objects.get(number=portal.number)
    assert files.read(restored.acknowledgement).startswith(b"%PDF")


def test_what_comes_after_a_restoration_takes_the_next_numbers(backup):
    year = Candidacy.objects.get().call.year
    empty_the_portal()
    call_command("restore", backup)
    with transaction.atomic():
        assert next_number(f"dossier-{year}") == 2
    assert Organisation.objects.create(kind="ogec", name="OGEC fictif").pk is not None


def test_a_changed_line_stops_the_restoration(backup):
    rows = backup / manifest.ROWS / "applications.organisation.jsonl"
    rows.write_text(rows.read_text().replace("OGEC", "Ogec"))
    empty_the_portal()
    code, message = refusal("restore", backup)
    assert code == 1
    assert message == (
        "Sauvegarde endommagée : lignes/applications.organisation.jsonl a changé. Rien n’a été restauré."
    )
    assert not Organisation.objects.exists()


def test_a_lost_file_stops_the_restoration(backup):
    path = next((backup / manifest.FILES).glob("*/*/*"))
    path.unlink()
    empty_the_portal()
    code, message = refusal("restore", backup)
    assert code == 1
    assert message.startswith("Sauvegarde endommagée : fichiers/")


def test_a_portal_in_use_is_left_alone(backup):
    code, message = refusal("restore", backup)
    assert code == 1
    assert message.startswith("Le portail n’est pas vide (")
    assert Candidacy.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "autre"}, "n’est pas au format « tne38-sauvegarde-1 »"),
        ({"migrations": {"core": ["0001_initial"]}}, "vient d’une autre version du portail"),
    ],
)
def test_a_foreign_backup_is_refused(backup, change, message):
    path = backup / manifest.NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    (backup / manifest.PROOF).write_text(manifest.digest(path))
    empty_the_portal()
    code, said = refusal("restore", backup)
    assert code == 1
    assert message in said


def test_a_folder_that_is_no_backup_is_refused(tmp_path):
    code, message = refusal("restore", tmp_path)
    assert code == 1
    assert "n’est pas une sauvegarde du portail" in message


def test_a_backup_never_writes_over_another(backup):
    code, message = refusal("backup", backup)
    assert code == 2
    assert "contient déjà quelque chose" in message


def test_a_private_file_that_is_lost_is_named_and_the_rest_is_kept(portal, tmp_path):
    name = StoredFile.objects.get().content.name
    default_storage.delete(name)
    folder = tmp_path / "sauvegarde"
    code, message = refusal("backup", folder)
    assert code == 1
    assert name in message
    assert manifest.read(folder).missing == [name]
    assert manifest.read(folder).tables["applications.candidacy"].count == 1
