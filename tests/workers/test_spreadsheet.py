"""A spreadsheet examined then imported by a real worker, killed in the middle of its work."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from applications.enums import SchoolKind
from applications.models import Candidacy, School
from tests.exchange.dossiers import college, ogec, paper, project
from tests.exchange.spreadsheet.files import workbook
from tests.factories import CallFactory, CatalogueItemFactory, EntProductFactory, SchoolFactory, agent, siret
from tests.workers.process import running_worker, stop, wait_until
from tne38.celery import app
from tne38.core import jobs
from tne38.core.models import Job
from tne38.exchange import sending
from tne38.exchange.models import SheetImport

pytestmark = pytest.mark.django_db(transaction=True)
DOSSIERS = 12


@pytest.fixture(autouse=True)
def _empty_queue():
    app.control.purge()


@pytest.fixture
def sent():
    """A spreadsheet of twelve right dossiers, just sent."""
    call = CallFactory()
    EntProductFactory(call=call)
    CatalogueItemFactory(call=call)
    schools = [SchoolFactory(kind=SchoolKind.COLLEGE) for _ in range(DOSSIERS)]
    content = workbook(
        *(
            paper(
                college(
                    f"P-{rank:03d}",
                    porteur=ogec(siret=siret(100 + rank), rna=f"W38{rank:07d}"),
                    projets=[project(school.uai)],
                )
            )
            for rank, school in enumerate(schools)
        )
    )
    return sending.send(call, content, name="dossiers.xlsx", by=agent())


def fresh(sheet_import) -> SheetImport:
    return SheetImport.objects.get(pk=sheet_import.pk)


def test_a_worker_killed_in_the_middle_of_an_import_deposits_each_dossier_once(tmp_path, sent):
    with running_worker(tmp_path / "first.log") as worker:
        wait_until(lambda: fresh(sent).examined_at is not None, "the examination")
        assert len(fresh(sent).rows("accepte")) == DOSSIERS, fresh(sent).report
        assert Candidacy.objects.count() == 0
        sending.confirm(sent, by=sent.created_by)
        wait_until(lambda: Candidacy.objects.count() >= 3, "the first dossiers")
        stop(worker, signal.SIGKILL)
    begun = Candidacy.objects.count()
    assert 3 <= begun < DOSSIERS
    job = Job.objects.get(kind=sending.IMPORT)
    assert job.state == Job.State.RUNNING
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    with running_worker(tmp_path / "second.log"):
        assert job.pk in jobs.sweep()
        wait_until(lambda: fresh(sent).imported_at is not None, "the import taken over")
    rows = fresh(sent).report["dossiers"]
    assert [row["issue"] for row in rows] == ["accepte"] * DOSSIERS
    assert sorted(row["numero"] for row in rows) == [f"38-2025-{rank:04d}" for rank in range(1, DOSSIERS + 1)]
    assert Candidacy.objects.count() == School.objects.filter(projects__filed=True).count() == DOSSIERS
    assert Job.objects.get(pk=job.pk).attempts == 2
