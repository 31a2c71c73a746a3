"""A dossier that lapsed has no convention to make, to send or to sign."""

from datetime import date

import pytest
from django.urls import reverse

from conventions.domain import batch, copies, generation, lapse
from conventions.jobs import request_convention
from conventions.models import Authorisation, Convention
from tests.conventions import meetings, stages
from tests.conventions.test_payment import refused
from tests.factories import MembershipFactory
from tests.pieces import sent
from tne38.core import jobs
from tne38.core.models import Job
from tne38.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


def lapsed(convention: Convention) -> Convention:
    lapse.record_lapse(convention.candidacy, reason="Le bénéficiaire renonce.", by=None)
    return Convention.objects.get(pk=convention.pk)


def untouched(convention: Convention) -> bool:
    """No document, no message."""
    convention.refresh_from_db()
    written = Message.objects.filter(kind="convention-a-signer").exists()
    return convention.state == "to_generate" and convention.file is None and not written


def test_a_job_already_queued_makes_nothing():
    convention = stages.voted(stages.college_draft())
    job = request_convention(convention.candidacy, by=None)
    lapsed(convention)
    assert jobs.run(job.pk).state == Job.State.FAILED
    assert untouched(convention)
    assert convention.number is None
    assert refused(request_convention, convention.candidacy, by=None) == "etat"


def test_a_lapse_while_it_is_printed_keeps_nothing(monkeypatch):
    convention = stages.voted(stages.college_draft())
    printing = generation.print_document

    def lapses_meanwhile(data, *, at):
        lapsed(convention)
        return printing(data, at=at)

    monkeypatch.setattr(generation, "print_document", lapses_meanwhile)
    assert refused(generation.generate, convention, by=None) == "etat"
    assert untouched(convention)


def test_the_batch_of_a_meeting_leaves_it_out():
    dossiers = meetings.two_dossiers()
    meeting = meetings.voted(dossiers)
    gone = lapsed(Convention.objects.get(candidacy=dossiers[0]))
    progress = batch.progress_of(meeting)
    assert (progress.total, progress.made, progress.left) == (1, 0, 1)
    [job] = batch.request_batch(meeting, by=None)
    assert job.subject == str(dossiers[1].pk)
    jobs.run(job.pk)
    progress = batch.progress_of(meeting)
    assert (progress.total, progress.made, progress.left, progress.refusals) == (1, 1, 0, ())
    assert refused(batch.request_batch, meeting, by=None) == "etat"
    gone.refresh_from_db()
    assert (gone.state, gone.number) == ("to_generate", None)


def test_nothing_is_signed_after_the_lapse(client):
    convention = lapsed(stages.generated(stages.college_draft()))
    values = {"number": "", "adopted_on": date(2025, 6, 10), "received_on": None, "by": None}
    assert refused(copies.record_authorisation, convention, sent("decision.pdf"), **values) == "etat"
    assert not Authorisation.objects.exists()
    client.force_login(MembershipFactory(organisation=convention.candidacy.organisation).user)
    page = client.get(reverse("conventions:answer", args=[convention.candidacy_id])).text
    assert "La subvention est caduque : cette convention n’est plus à signer." in page
    assert "Déposer l’acte" not in page
