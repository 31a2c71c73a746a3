"""The antivirus: a real conversation with a clamd of the tests; it never blocks, it closes what is infected."""

import io
import tempfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.core.fake_clamd import VIRUS, running_clamd
from tests.factories import UserFactory
from tests.workers.mail import free_port
from tne38.core import clamd, files, jobs, journal, scanning
from tne38.core.errors import DomainError
from tne38.core.models import Job, JournalEntry, StoredFile

pytestmark = pytest.mark.django_db
CLEAN, INFECTED = b"%PDF-1.7 sain", b"%PDF-1.7 " + VIRUS


@pytest.fixture
def receive(monkeypatch):
    """Store a file as one that somebody sent; whoever is signed in may open it."""
    monkeypatch.setitem(files._access, "essai", lambda user, file: True)

    def store(content: bytes, name: str = "devis.pdf") -> StoredFile:
        return files.store(
            ContentFile(content), kind="essai", name=name, content_type="application/pdf", received=True
        )

    return store


@pytest.fixture
def antivirus(settings):
    with running_clamd() as (address, received):
        settings.CLAMD_URL = address
        yield received


def run_scan() -> Job:
    return jobs.run(Job.objects.get(kind=scanning.JOB, state=Job.State.QUEUED).pk)


@pytest.mark.parametrize(("content", "found"), [(CLEAN, ""), (INFECTED, "Fictitious.Test-1")])
def test_the_protocol_is_that_of_clamd(antivirus, settings, content, found):
    big = content + bytes(3 * clamd.BLOCK)  # several blocks
    assert clamd.scan(io.BytesIO(big), address=settings.CLAMD_URL, timeout=5) == found
    assert antivirus == [big]


def test_clamd_also_answers_on_a_unix_socket():
    with (
        tempfile.TemporaryDirectory() as folder,
        running_clamd(Path(folder) / "clamd.ctl") as (address, _received),
    ):
        assert clamd.scan(io.BytesIO(INFECTED), address=address, timeout=5) == "Fictitious.Test-1"


def test_a_file_too_big_for_clamd_is_an_unknown_and_not_a_clean_one(antivirus, settings):
    with pytest.raises(clamd.ScanFailed, match="size limit exceeded"):
        clamd.scan(io.BytesIO(bytes(1_100_000)), address=settings.CLAMD_URL, timeout=5)


def test_without_antivirus_a_file_waits_open_and_nothing_is_asked(receive, client):
    file = receive(CLEAN)
    assert (file.scan, file.get_scan_display()) == ("attente", "non analysé")
    assert not Job.objects.exists()
    assert scanning.sweep() is None
    assert files.read(file) == CLEAN


def test_one_job_looks_at_every_file_that_waits(receive, antivirus):
    clean, infected = receive(CLEAN), receive(INFECTED, "piège.pdf")
    assert Job.objects.filter(kind=scanning.JOB).count() == 1
    job = run_scan()
    assert (job.state, job.done, job.total) == (Job.State.DONE, 2, 2)
    assert job.result == {"analyses": 2, "virus": [str(infected.pk)], "sans_reponse": []}
    clean.refresh_from_db()
    infected.refresh_from_db()
    assert (clean.scan, clean.threat, clean.is_closed) == ("sain", "", False)
    assert (infected.scan, infected.threat, infected.is_closed) == ("infecte", "Fictitious.Test-1", True)
    [entry] = journal.history(infected)
    assert (entry.action, entry.after["virus"]) == ("fichier fermé par l’antivirus", "Fictitious.Test-1")


def test_an_infected_file_is_closed_in_words(receive, antivirus, client):
    file = receive(INFECTED)
    run_scan()
    client.force_login(UserFactory())
    answer = client.get(reverse("core:file", args=[file.pk]))
    assert answer.status_code == 403
    assert "L’antivirus du portail a trouvé un virus dans « devis.pdf »" in answer.content.decode()
    assert VIRUS not in answer.content
    file.refresh_from_db()
    with pytest.raises(DomainError, match="virus"):
        files.read(file)


def test_a_file_that_clamd_cannot_judge_does_not_keep_the_others_waiting(receive, antivirus):
    big, clean = receive(bytes(1_100_000)), receive(CLEAN)
    job = run_scan()
    assert job.result == {"analyses": 1, "virus": [], "sans_reponse": [str(big.pk)]}
    clean.refresh_from_db()
    assert clean.scan == "sain"


def test_an_antivirus_that_is_down_blocks_nothing_and_is_asked_again(receive, settings):
    settings.CLAMD_URL = f"tcp://127.0.0.1:{free_port()}"
    file = receive(CLEAN)
    assert files.read(file) == CLEAN
    job = run_scan()
    assert (job.state, job.attempts) == (Job.State.QUEUED, 1)  # the sweep hands it over again
    with running_clamd() as (address, _received):
        settings.CLAMD_URL = address
        assert jobs.run(job.pk).state == Job.State.DONE
    file.refresh_from_db()
    assert file.scan == "sain"


def test_what_still_waits_is_asked_for_again(receive, antivirus, settings):
    settings.CLAMD_URL, address = "", settings.CLAMD_URL
    file = receive(CLEAN)  # before there was an antivirus
    settings.CLAMD_URL = address
    assert scanning.sweep().kind == scanning.JOB
    run_scan()
    file.refresh_from_db()
    assert file.scan == "sain"
    assert scanning.sweep() is None


def test_a_file_taken_out_while_it_is_looked_at_is_left(
    receive, antivirus, django_capture_on_commit_callbacks
):
    file = receive(INFECTED)
    with django_capture_on_commit_callbacks(execute=True):
        files.discard(StoredFile.objects.get(pk=file.pk))
    with pytest.raises(clamd.ScanFailed):
        scanning.look(file)
    scanning.record_scan(file, "Fictitious.Test-1")
    assert not JournalEntry.objects.exists()
