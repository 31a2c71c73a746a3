"""« Tout télécharger »: one ZIP of the recapitulation, the documents and the pieces, with their hashes."""

import hashlib
import io
import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import archive
from applications.access import ACKNOWLEDGEMENT
from applications.domain.attachments import add_attachment
from applications.domain.submission import submit
from applications.models import Candidacy
from tests.factories import UserFactory, agent
from tests.house.guard import only_reading
from tests.pieces import pdf, sent
from tne38.core import files
from tne38.core.models import StoredFile

from .journey import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(client, monkeypatch) -> Candidacy:
    monkeypatch.setattr(archive, "recapitulation_pdf", lambda candidacy: b"%PDF-1.7 fictif")
    draft = complete(client)
    by = draft.organisation.memberships.get().user
    add_attachment(draft, sent("devis.pdf"), by=by)
    add_attachment(draft, sent("devis.pdf", pdf("autre")), by=by)
    made = submit(draft, by=None, at=timezone.now())
    made.acknowledgement = files.store(
        b"%PDF-1.7 accuse", kind=ACKNOWLEDGEMENT, name="ar.pdf", content_type="application/pdf"
    )
    made.save()
    return made


def opened(client, dossier: Candidacy) -> zipfile.ZipFile:
    with only_reading():
        answer = client.get(reverse("applications:archive", args=[dossier.pk]))
        content = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"] == f'attachment; filename="dossier-{dossier.number}.zip"'
    return zipfile.ZipFile(io.BytesIO(content))


def test_everything_is_there_under_clear_names_with_its_hash(client, dossier):
    found = opened(client, dossier)
    assert found.testzip() is None
    assert found.namelist() == [
        f"dossier-{dossier.number}.pdf",
        "documents/01-ar.pdf",
        "pieces/01-devis.pdf",
        "pieces/02-devis.pdf",
        "index.json",
        "index.txt",
    ]
    index = json.loads(found.read("index.json"))
    assert index["dossier"] == dossier.number
    for one in index["fichiers"]:
        content = found.read(one["fichier"])
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["octets"], one["sha256"])
        assert f"{one['sha256']}  {one['fichier']}" in found.read("index.txt").decode()
    assert index["fichiers"][1]["designation"] == "Accusé de réception"


def test_a_file_with_a_virus_stays_out(client, dossier):
    pieces = StoredFile.objects.filter(attachment__candidacy=dossier)
    pieces.update(scan=StoredFile.Scan.INFECTED, scanned_at=timezone.now(), threat="Eicar-Test-Signature")
    assert [name for name in opened(client, dossier).namelist() if name.startswith("pieces/")] == []


def test_the_bytes_come_little_by_little(client, dossier, monkeypatch):
    """A piece of several chunks is never held whole."""
    monkeypatch.setattr(archive, "CHUNK", 64)
    entries = archive.entries_of(dossier, dossier.organisation.memberships.get().user)
    parts = list(archive.stream(dossier, entries))
    largest = max(len(part) for part in parts[:-1])
    assert len(parts) > 10
    assert largest < 1000


def test_the_agents_get_it_and_others_do_not(client, dossier):
    client.force_login(agent())
    assert "index.txt" in opened(client, dossier).namelist()
    client.force_login(UserFactory())
    assert client.get(reverse("applications:archive", args=[dossier.pk])).status_code == 404


def test_a_draft_has_none(client):
    draft = complete(client)
    assert client.get(reverse("applications:archive", args=[draft.pk])).status_code == 404
