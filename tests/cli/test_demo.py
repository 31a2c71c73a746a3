"""The demonstration holds a dossier in every state, made by the domain, and keeps what people do in it."""

import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.enums import CandidacyState
from applications.models import Call, Candidacy, SchoolProject
from conventions.models import Convention
from tne38.accounts.models import User
from tne38.core import files, journal
from tne38.core.models import Job, JournalEntry, StoredFile
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db

FOUNDING = ("colleges-prives-2025", "accessibilite-1er-degre-2025")
ROLES = {
    "porteur_commune": 2,
    "porteur_college": 2,
    "contributeur_ecole": 1,
    "instructeur": 1,
    "gestionnaire": 1,
    "commission": 3,
    "ien": 1,
    "administrateur": 1,
}


@pytest.fixture
def demo(settings, capsys):
    settings.DEMO = True

    def run():
        call_command("demo", "--json")
        return json.loads(capsys.readouterr().out)

    return run


def test_the_demonstration(demo, tmp_path):
    data = demo()
    _accounts_are_there(data["comptes"])
    _every_state_is_shown(data["dossiers"])
    _every_owner_sees_its_own(data["dossiers"])
    _documents_and_messages_are_ready()
    _two_calls_are_open()
    assert journal.verify().broken_at is None
    _conventions_can_be_written(tmp_path)
    before = [model.objects.count() for model in (Candidacy, JournalEntry, StoredFile, User, Message)]
    again = demo()
    assert [model.objects.count() for model in (Candidacy, JournalEntry, StoredFile, User, Message)] == before
    assert again == data
    _what_people_did_is_kept(demo)


def _accounts_are_there(accounts):
    assert Counter(account["role"] for account in accounts) == ROLES
    for account in accounts:
        user = User.objects.get(email=account["courriel"])
        assert user.check_password(account["mot_de_passe"])
        assert TOTPDevice.objects.filter(user=user).exists() == (account["totp"] is not None)


def _every_state_is_shown(dossiers):
    for slug in FOUNDING:
        found = Counter(row["etat"] for row in dossiers if row["appel"] == slug)
        assert found == dict.fromkeys(CandidacyState.values, 1)
    assert all((row["numero"] is None) == (row["etat"] == "draft") for row in dossiers)
    for project in SchoolProject.objects.all():
        assert project.description.startswith("[Exemple fictif]")


def _every_owner_sees_its_own(dossiers):
    owners = {row["porteur"] for row in dossiers}
    assert len(owners) == 4
    for email in owners:
        mine = Candidacy.objects.visible_to(User.objects.get(email=email))
        assert mine.count() == sum(row["porteur"] == email for row in dossiers)
    school = User.objects.get(email="contributeur-ecole@demo.test")
    assert Candidacy.objects.visible_to(school).filter(state="draft").exists()


def _documents_and_messages_are_ready():
    online = Candidacy.objects.deposited().filter(origin="en_ligne")
    assert online.exists()
    assert not online.filter(attachments=None).exists()
    assert not Candidacy.objects.deposited().filter(acknowledgement=None).exists()
    assert not Job.objects.exclude(state=Job.State.DONE).exists()
    assert not Message.objects.exclude(state=Message.State.SENT).exists()
    assert not Message.objects.exclude(recipient__endswith=".test").exists()


def _two_calls_are_open():
    slugs = Call.objects.open_at(timezone.now()).values_list("slug", flat=True)
    assert set(slugs) == {"colleges-prives-demo", "accessibilite-1er-degre-demo"}


def _conventions_can_be_written(tmp_path):
    """Of a voted dossier: made now, then the same bytes for ever; of a selected one: refused."""
    voted = Candidacy.objects.get(state="voted", call__slug=FOUNDING[0])
    for name in ("une.pdf", "deux.pdf"):
        call_command("generate_convention", voted.number, "--output", str(tmp_path / name))
    frozen = Convention.objects.get(candidacy=voted).file
    assert (tmp_path / "une.pdf").read_bytes() == (tmp_path / "deux.pdf").read_bytes() == files.read(frozen)
    selected = Candidacy.objects.get(state="selected", call__slug=FOUNDING[0])
    with pytest.raises(CommandError) as raised:
        call_command("generate_convention", selected.number, "--output", str(tmp_path / "trois.pdf"))
    assert raised.value.returncode == 1
    assert not (tmp_path / "trois.pdf").exists()


def _what_people_did_is_kept(demo):
    user = User.objects.get(email="instructeur@demo.test")
    user.set_password("un autre mot de passe")
    user.save()
    Call.objects.filter(slug="colleges-prives-demo").update(closes_at=timezone.now())
    demo()
    user.refresh_from_db()
    assert user.check_password("un autre mot de passe")
    assert Call.objects.get(slug="colleges-prives-demo").is_open()  # kept open for some weeks more


def test_it_is_refused_under_production_settings(settings):
    settings.DEMO = False
    with pytest.raises(CommandError) as raised:
        call_command("demo")
    assert raised.value.returncode == 2
    assert not User.objects.exists()
