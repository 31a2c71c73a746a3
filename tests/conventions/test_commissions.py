"""A meeting of the commission permanente: its dossiers, its frozen report, its vote for all at once."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from applications.models import Candidacy
from conventions.domain import batch, commissions, report, votes
from conventions.domain.votes import Act, Ruling
from conventions.jobs import make_report  # noqa: F401  (registers the job)
from conventions.models import CommissionItem, Convention, ItemOutcome, PermanentCommission, Vote
from reviews.models import Decision
from tests.conventions import meetings, stages
from tests.conventions.reading import tags_of, text_of
from tests.conventions.test_after_the_vote import refused
from tests.factories import agent
from tne38.accounts.enums import Role
from tne38.core import files, jobs
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import Job

pytestmark = pytest.mark.django_db


def test_a_dossier_is_on_one_meeting_at_a_time():
    dossiers = meetings.two_dossiers()
    first = meetings.prepared(dossiers)
    assert list(commissions.candidates()) == []
    assert list(commissions.candidates(first)) == dossiers
    with pytest.raises(DomainError, match="déjà inscrit"):
        commissions.prepare(held_on=meetings.HELD_ON, chosen=dossiers[:1], by=None)
    assert PermanentCommission.objects.count() == 1
    other = PermanentCommission.objects.create(held_on=meetings.HELD_ON)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommissionItem.objects.create(commission=other, candidacy=dossiers[0])


def test_the_dossiers_change_until_the_report_is_frozen():
    dossiers = meetings.two_dossiers()
    meeting = meetings.prepared(dossiers)
    day = date(2025, 7, 4)
    meeting = commissions.change(meeting, held_on=day, chosen=dossiers[:1], by=None)
    assert (meeting.held_on, meeting.items.count()) == (day, 1)
    assert list(commissions.candidates()) == dossiers[1:]
    report.freeze(meeting, by=None)
    assert refused(commissions.change, meeting, held_on=day, chosen=[], by=None) == "etat"
    assert refused(report.freeze, meeting, by=None) == "etat"


def test_an_empty_meeting_has_no_report():
    meeting = PermanentCommission.objects.create(held_on=meetings.HELD_ON)
    assert refused(report.freeze, meeting, by=None) == "champ_obligatoire"


def test_a_dossier_withdrawn_since_is_named_and_stops_the_report():
    dossiers = meetings.two_dossiers()
    meeting = meetings.prepared(dossiers)
    Candidacy.objects.filter(pk=dossiers[1].pk).update(state="withdrawn")
    with pytest.raises(DomainError, match=f"retirez-les de la séance : {dossiers[1]}"):
        report.freeze(meeting, by=None)


def test_the_report_and_its_annex_say_every_beneficiary_and_the_totals():
    meeting = meetings.frozen()
    jobs.run(Job.objects.get(kind=report.JOB).pk)
    meeting.refresh_from_db()
    text = text_of(files.read(meeting.report))
    for expected in (
        "Rapport à la commission permanente du 6 juin 2025",
        "11 758,00 €",  # 3 400 + 8 358
        "(onze mille sept cent cinquante-huit euros)",
        "dont 5 879,00 € à la charge du Département et 5 879,00 € à celle du dispositif TNE",
        "Commune de Fictiville",
        "8 358,00 €",
        "11 940,00 €",
        "70 %",
        "L1111-10",
        "L442-7",
        "Annexe – Tableau des bénéficiaires",
    ):
        assert expected in text, expected
    assert "/Caption" in tags_of(files.read(meeting.report))
    sheet = openpyxl.load_workbook(io.BytesIO(files.read(meeting.annex))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[8] for row in rows] == ["Subvention", 3400, 8358, 11758]
    assert rows[2][5:8] == ("HT", 11940, 0.7)


def test_the_report_is_printed_once():
    meeting = report.make(meetings.frozen())
    assert report.make(meeting).report_id == meeting.report_id


def test_the_vote_is_recorded_for_all_at_once_at_the_amounts_of_the_report():
    meeting = meetings.voted()
    assert str(meeting) == "n° 2025 CP06 B 16 31 du 06/06/2025"
    assert sorted(Vote.objects.values_list("amount", flat=True)) == [Decimal("3400"), Decimal("8358")]
    assert set(Candidacy.objects.values_list("state", flat=True)) == {"voted"}
    assert refused(votes.record_result, meeting, meetings.ACT, {}, by=None) == "etat"


def test_no_vote_and_no_convention_before_the_report():
    meeting = meetings.prepared()
    assert refused(votes.record_result, meeting, meetings.ACT, {}, by=None) == "etat"
    assert not Convention.objects.exists()


def test_an_adjourned_dossier_goes_to_another_meeting():
    dossiers = meetings.two_dossiers()
    meeting = meetings.frozen(dossiers)
    silent = {dossiers[0].pk: Ruling(ItemOutcome.ADJOURNED)}
    assert refused(votes.record_result, meeting, meetings.ACT, silent, by=None) == "champ_obligatoire"
    assert not Vote.objects.exists()
    rulings = {dossiers[0].pk: Ruling(ItemOutcome.ADJOURNED, "Complément demandé")}
    votes.record_result(meeting, meetings.ACT, rulings, by=None)
    assert [vote.candidacy for vote in Vote.objects.all()] == dossiers[1:]
    assert list(commissions.candidates()) == dossiers[:1]
    commissions.prepare(held_on=date(2025, 7, 4), chosen=dossiers[:1], by=None)


def test_an_amount_that_is_no_longer_that_of_the_report_stops_the_vote():
    meeting = meetings.frozen()
    Decision.objects.filter(amount=Decimal("3400")).update(
        amount=Decimal("3300"), department_share=Decimal("1650"), tne_share=Decimal("1650")
    )
    with pytest.raises(DomainError, match="le rapport propose 3\u00a0400,00") as error:
        votes.record_result(meeting, meetings.ACT, {}, by=None)
    assert error.value.code == "montant"
    assert not Vote.objects.exists()
    assert PermanentCommission.objects.get().number is None


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (Act("CP 6"), "number"),
        (Act(stages.ACT, transmitted_on=date(2025, 6, 5)), "transmitted_on"),
        (Act(stages.ACT, published_on=date(2025, 6, 5)), "published_on"),
    ],
)
def test_an_act_is_refused_with_its_field(act, field):
    meeting = meetings.frozen([stages.with_quotes(stages.college_draft())])
    with pytest.raises(DomainError) as error:
        votes.record_result(meeting, act, {}, by=None)
    assert (error.value.code, error.value.field) == ("champ_invalide", field)


def test_two_meetings_do_not_share_a_number():
    meetings.voted([stages.with_quotes(stages.college_draft())])
    other = meetings.frozen([stages.with_quotes(stages.commune_draft())])
    with pytest.raises(DomainError) as error:
        votes.record_result(other, meetings.ACT, {}, by=None)
    assert error.value.field == "number"


def test_a_dossier_of_a_meeting_is_not_voted_by_itself():
    [dossier] = dossiers = [stages.with_quotes(stages.college_draft())]
    meeting = meetings.frozen(dossiers)
    known = votes.record_commission(number=stages.ACT, held_on=meetings.HELD_ON, by=None)
    assert refused(votes.record_vote, dossier, known, by=None) == "etat"
    assert refused(votes.record_vote, dossier, meeting, by=None) == "etat"


def test_only_a_manager_prepares_reports_and_records():
    dossiers = meetings.two_dossiers()
    instructor = agent(Role.INSTRUCTEUR)
    with pytest.raises(NotAllowed):
        commissions.prepare(held_on=meetings.HELD_ON, chosen=dossiers, by=instructor)
    meeting = meetings.prepared(dossiers)
    with pytest.raises(NotAllowed):
        report.freeze(meeting, by=instructor)
    report.freeze(meeting, by=agent(Role.GESTIONNAIRE))
    with pytest.raises(NotAllowed):
        votes.record_result(meeting, meetings.ACT, {}, by=instructor)


def test_the_conventions_of_a_meeting_are_one_batch():
    meeting = meetings.voted()
    asked = batch.request_batch(meeting, by=None)
    assert len(asked) == 2
    assert refused(batch.request_batch, meeting, by=None) == "etat"
    assert batch.progress_of(meeting).running == 2
    for job in asked:
        jobs.run(job.pk)
    progress = batch.progress_of(meeting)
    assert (progress.total, progress.made, progress.left, progress.refusals) == (2, 2, 0, ())
    numbers = sorted(Convention.objects.values_list("number", flat=True))
    assert numbers == ["2025-TNE-001", "2025-TNE-002"]


def test_what_stops_a_convention_of_a_batch_is_told_and_it_can_be_asked_again():
    dossiers = meetings.two_dossiers()
    meeting = meetings.voted(dossiers)
    porteur = dossiers[0].organisation
    type(porteur).objects.filter(pk=porteur.pk).update(representative_name="")
    for job in batch.request_batch(meeting, by=None):
        jobs.run(job.pk)
    progress = batch.progress_of(meeting)
    [refusal] = progress.refusals
    assert (progress.made, progress.left, refusal.convention.candidacy) == (1, 1, dossiers[0])
    assert "nom du représentant légal du bénéficiaire" in refusal.message
    type(porteur).objects.filter(pk=porteur.pk).update(representative_name="Représentante fictive")
    [job] = batch.request_batch(meeting, by=None)
    jobs.run(job.pk)
    assert batch.progress_of(meeting).made == 2


def test_an_interrupted_making_keeps_its_number(monkeypatch):
    from conventions.domain import generation

    convention = stages.voted(stages.college_draft())
    printing = generation.print_document

    def breaks(*args, **values):
        raise RuntimeError("coupure")

    monkeypatch.setattr(generation, "print_document", breaks)
    with pytest.raises(RuntimeError):
        generation.generate(convention, by=None)
    convention.refresh_from_db()
    assert (convention.number, convention.state, convention.file) == ("2025-TNE-001", "to_generate", None)
    monkeypatch.setattr(generation, "print_document", printing)
    assert generation.generate(convention, by=None).number == "2025-TNE-001"


def test_a_dossier_that_changes_while_its_convention_is_printed_is_printed_again(monkeypatch):
    from conventions.domain import generation

    convention = stages.voted(stages.college_draft())
    printing, seen = generation.print_document, []

    def corrected_meanwhile(data, *, at):
        porteur = convention.candidacy.organisation
        type(porteur).objects.filter(pk=porteur.pk).update(city="Autreville")
        seen.append(data.beneficiary.city)
        return printing(data, at=at)

    monkeypatch.setattr(generation, "print_document", corrected_meanwhile)
    made = generation.generate(convention, by=None)
    assert seen == ["Fictiville", "Autreville"]
    assert made.data["beneficiaire"]["ville"] == "Autreville"
