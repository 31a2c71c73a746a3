"""The journal is the last thing an act locks: what it locks after it, another may hold and wait for the journal."""

from datetime import date

import pytest

from applications import actions
from applications.models import Candidacy
from conventions.domain import payments, scans
from conventions.models import FinancialReport, Scan
from conventions.sorting import Bundle, Leaf
from reviews.models import Envelope
from tests.conventions import stages
from tests.conventions.invoices import SETTLED, checked, filed, mandated
from tests.conventions.test_reconciliation import endowed
from tests.locking import after_the_journal, locks_of
from tests.pieces import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


def test_the_balance_of_a_private_body_locks_the_envelopes_before_its_report_is_awaited(monkeypatch):
    claim = checked(filed(stages.delivered(endowed(stages.college_draft())), (1, "1700.00")))
    mandated(claim)
    locks = locks_of(lambda: payments.record_payment(claim, paid_on=SETTLED, by=None), monkeypatch)
    assert FinancialReport.objects.count() == 1
    assert [lock for lock in locks if lock[0] == "Envelope"] == [
        ("Envelope", envelope.pk) for envelope in Envelope.objects.order_by("pk")
    ]
    assert after_the_journal(locks) == []


def test_a_scan_locks_its_dossiers_before_the_first_signature_is_written(monkeypatch):
    conventions = [stages.generated(stages.college_draft()), stages.generated(stages.commune_draft())]
    scan = Scan.objects.create(file=conventions[0].file)
    for convention in conventions:
        whole = Bundle(convention.number, 1, {1: Leaf(1, None)})
        scans.keep_copy(convention, pdf(), whole, scan=scan)
    days = {copy.pk: date(2025, 6, 20) for copy in scans.to_date(scan)}
    locks = locks_of(lambda: scans.record_signatures(scan, days, by=None), monkeypatch)
    first = conventions[0].candidacy_id
    assert locks[:2] == [("Candidacy", first), ("Candidacy", conventions[1].candidacy_id)]
    assert [lock for lock in after_the_journal(locks) if lock[0] == "Candidacy"] == []


def test_a_new_act_is_recorded_once_the_dossier_it_votes_is_locked(monkeypatch):
    candidacy = stages.with_quotes(stages.college_draft())
    values = {"commission": None, "number": stages.ACT, "held_on": date(2025, 6, 6)}
    locks = locks_of(lambda: actions.find("voter").run(candidacy, values, None), monkeypatch)
    assert Candidacy.objects.get().state == "voted"
    assert locks == [("Candidacy", candidacy.pk), ("JournalHead", 1)]
