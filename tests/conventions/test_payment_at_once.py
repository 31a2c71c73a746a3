"""Real concurrent connections on PostgreSQL: the same invoice, the same request, the same mandate, at once."""

from decimal import Decimal

import pytest

from applications.models import Candidacy
from conventions.domain import liquidation
from conventions.models import Balance, Claim, Invoice, Liquidation, Payment
from conventions.reconciliation import find_gaps
from tests.conventions import stages
from tests.conventions.invoices import checked, file, filed, invoiced, mandated, two_agents
from tests.reviews.test_concurrency import together
from tne38.core import journal
from tne38.core.errors import DomainError

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nothing_is_printed"),
]


def codes(found) -> list[str]:
    return sorted(result.code for result in found if isinstance(result, DomainError))


def test_an_invoice_filed_in_four_dossiers_at_once_counts_in_one():
    conventions = [stages.delivered(stages.college_draft()) for _ in range(4)]
    for convention in conventions:
        invoiced(convention, (2, "1700.00"), number="F-2025-7")
    found = together([lambda convention=convention: file(convention) for convention in conventions])
    assert codes(found) == ["doublon"] * 3
    assert Invoice.objects.filter(counts=True).count() == Claim.objects.count() == 1
    assert Candidacy.objects.filter(state="claimed").count() == 1
    assert journal.verify().broken_at is None


def test_a_request_filed_six_times_at_once_is_filed_once():
    convention = stages.delivered(stages.college_draft())
    invoiced(convention, (2, "1700.00"))
    found = together([lambda: file(convention) for _ in range(6)])
    assert codes(found) == ["etat"] * 5
    assert Claim.objects.count() == 1


def test_liquidated_and_mandated_at_once_it_is_paid_once():
    claim = filed(stages.delivered(stages.college_draft()), (2, "1700.00"))
    first, second = two_agents()
    found = together([lambda: liquidation.liquidate(claim, by=first) for _ in range(4)])
    assert codes(found) == ["etat"] * 3
    found = together([lambda: liquidation.verify(claim, by=second) for _ in range(4)])
    assert codes(found) == ["etat"] * 3
    found = together([lambda rank=rank: mandated(claim, f"2025-{rank}") for rank in range(6)])
    assert codes(found) == ["etat"] * 5
    assert Payment.objects.get().amount == Liquidation.objects.get().amount == Decimal("3400.00")
    assert Balance.objects.get().paid == Decimal("3400.00")
    assert list(find_gaps()) == []


def test_a_check_and_a_sending_back_at_once_leave_one_of_them():
    claim = filed(stages.delivered(stages.college_draft()), (2, "1700.00"))
    first, second = two_agents()
    liquidation.liquidate(claim, by=first)
    found = together(
        [
            lambda: liquidation.verify(claim, by=second),
            lambda: liquidation.send_back(claim, reason="À revoir", by=second),
        ]
    )
    assert codes(found) == ["etat"]
    assert list(find_gaps()) == []


def test_parts_of_two_dossiers_at_once_never_wait_for_each_other_in_a_circle():
    claims = [
        checked(filed(stages.delivered(stages.college_draft()), (2, "1700.00"), number=f"F-{rank}"))
        for rank in range(4)
    ]
    found = together([lambda claim=claim: mandated(claim, f"M-{claim.pk}") for claim in claims])
    assert all(isinstance(result, Payment) for result in found)
    assert list(find_gaps()) == []
