"""The journal is the last thing an act locks: what it locks after it, another may hold and wait for the journal."""

import pytest

from conventions.domain import payments
from conventions.models import FinancialReport
from reviews.models import Envelope
from tests.conventions import stages
from tests.conventions.invoices import SETTLED, checked, filed, mandated
from tests.conventions.test_reconciliation import endowed
from tests.locking import after_the_journal, locks_of

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
