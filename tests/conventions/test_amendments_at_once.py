"""Real concurrent connections on PostgreSQL: one amendment at a time, and never under what is liquidated."""

from datetime import date
from decimal import Decimal

import pytest

from conventions.domain import liquidation
from conventions.models import Amendment, Balance
from tests.conventions import stages
from tests.conventions.amendments import notified, prepared, signed
from tests.conventions.invoices import file, invoiced
from tests.conventions.test_payment_at_once import codes
from tests.conventions.test_reconciliation import endowed, gaps
from tests.factories import agent
from tests.reviews.test_concurrency import together
from tne38.accounts.enums import Role

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nothing_is_printed", "no_codes"),
]


@pytest.fixture
def no_codes(monkeypatch):
    """Pages are read elsewhere (test_amendment_documents.py)."""
    monkeypatch.setattr("conventions.domain.amendment_signatures.read", lambda content: [])


def test_prepared_five_times_at_once_there_is_one():
    convention = stages.notified(stages.college_draft())
    found = together([lambda: prepared(convention, date(2028, 7, 1)) for _ in range(5)])
    assert codes(found) == ["etat"] * 4
    assert Amendment.objects.get().rank == 1


def test_a_lower_amount_and_a_request_at_once_never_pay_more_than_is_granted():
    """Whichever comes first: the amendment waits for the request, or the request is computed on the new amount."""
    convention = stages.delivered(endowed(stages.college_draft()))
    amendment = signed(prepared(convention, granted="2000.00"))
    invoiced(convention, (2, "1700.00"))
    people = [agent(Role.GESTIONNAIRE)]

    def claim():
        liquidation.liquidate(file(convention, final=False), by=people[0])

    found = together([claim, lambda: notified(amendment)])
    assert codes(found) in ([], ["etat"])
    balance = Balance.objects.get()
    assert balance.liquidated <= balance.granted
    assert (balance.granted == Decimal("2000.00")) == (Amendment.objects.get().state == "notified")
    assert gaps() == []
