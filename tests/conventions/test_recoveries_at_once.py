"""Real concurrent connections on PostgreSQL: money that comes back while other money is paid or given back."""

from decimal import Decimal

import pytest

from conventions.domain import payments, recoveries
from conventions.models import Balance, Recovery
from reviews.models import Reservation
from tests.conventions import stages
from tests.conventions.invoices import SETTLED, checked, filed, mandated, settled
from tests.conventions.recoveries import decided, opened, paid, returned, titled
from tests.conventions.test_payment_at_once import codes
from tests.conventions.test_reconciliation import endowed, gaps
from tests.factories import agent
from tests.reviews.test_concurrency import together
from tne38.accounts.enums import Role
from tne38.core import journal

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nothing_is_printed"),
]


def test_opened_five_times_at_once_it_is_opened_once():
    convention, by = paid(), agent(Role.GESTIONNAIRE)
    found = together([lambda: opened(convention, by=by) for _ in range(5)])
    assert codes(found) == ["etat"] * 4
    assert Recovery.objects.count() == 1


def test_an_answer_and_a_decision_at_once_never_leave_an_answer_unread():
    """The decision says what it answers: it is refused when the answer came first."""
    recovery, by = opened(paid()), agent(Role.GESTIONNAIRE)
    found = together(
        [
            lambda: recoveries.answer(recovery, text="Tout est installé.", by=None),
            lambda: decided(recovery, by=by),
        ]
    )
    assert codes(found) == ["etat"]
    recovery = Recovery.objects.get()
    assert (
        (recovery.state == "answered") == (recovery.answered_on is not None) == (recovery.decided_on is None)
    )


def test_money_that_comes_back_six_times_at_once_comes_back_once():
    recovery = titled(decided(opened(paid(endowed(stages.college_draft())))))
    found = together([lambda: returned(recovery) for _ in range(6)])
    assert codes(found) == ["etat"] * 5
    assert Balance.objects.get().returned == Decimal("1700.00")
    assert sum(Reservation.objects.values_list("amount", flat=True)) == Decimal("1700.00")
    assert gaps() == []


def test_money_comes_back_while_the_balance_is_paid():
    """500 € of the first payment come back while the balance of 1 700 € is paid, which closes the dossier."""
    convention = stages.delivered(endowed(stages.college_draft()))
    settled(filed(convention, (1, "1700.00"), final=False))
    recovery = titled(decided(opened(convention, "500.00"), "500.00"))
    claim = checked(filed(convention, (1, "1700.00"), number="F-2"))
    mandated(claim, "2026-9")
    found = together(
        [
            lambda: returned(recovery),
            lambda: payments.record_payment(claim, paid_on=SETTLED, by=None),
        ]
    )
    assert codes(found) == []
    balance = Balance.objects.get()
    assert (balance.paid, balance.returned) == (Decimal("3400.00"), Decimal("500.00"))
    assert sum(Reservation.objects.values_list("amount", flat=True)) == Decimal("2900.00")
    assert gaps() == []
    assert journal.verify().broken_at is None


def test_money_of_two_dossiers_comes_back_to_one_envelope_at_once():
    first = endowed(stages.college_draft())
    conventions = [paid(first), paid(number="F-2")]
    waiting = [titled(decided(opened(convention)), f"T-{convention.pk}") for convention in conventions]
    found = together([lambda recovery=recovery: returned(recovery) for recovery in waiting])
    assert codes(found) == []
    assert Balance.objects.filter(returned=Decimal("1700.00")).count() == 2
    assert gaps() == []
