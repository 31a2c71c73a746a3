"""What a recovery does to the accounts: the envelope, the stages of the money, what the control names."""

from decimal import Decimal

import pytest

from applications.models import Candidacy
from conventions.models import Balance, Recovery
from conventions.reconciliation import find_gaps
from conventions.stages import DOSSIERS, by_funder
from reviews.models import Reservation
from tests.conventions import stages
from tests.conventions.invoices import filed, settled
from tests.conventions.recoveries import given_back, opened, paid
from tests.conventions.test_reconciliation import endowed, gaps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


@pytest.fixture
def convention():
    return paid(endowed(stages.college_draft()))


def reserved() -> dict[str, Decimal]:
    return dict(Reservation.objects.values_list("envelope__funder", "amount"))


def test_a_part_given_back_before_the_balance_is_not_granted_again():
    """1 700 € paid, 500 € given back: 2 900 € of the 3 400 € stay reserved, then the balance of 1 700 € is paid."""
    convention = stages.delivered(endowed(stages.college_draft()))
    settled(filed(convention, (1, "1700.00"), final=False))
    given_back(convention, "500.00")
    assert reserved() == {"departement": Decimal("1450.00"), "tne": Decimal("1450.00")}
    assert gaps() == []
    payment = settled(filed(convention, (1, "1700.00"), number="F-2"), number="2026-9")
    assert payment.amount == Decimal("1700.00")
    assert reserved() == {"departement": Decimal("1450.00"), "tne": Decimal("1450.00")}
    assert gaps() == []


TAMPERED = {
    "compte": lambda: Balance.objects.update(returned=Decimal("1.00")),
    "reservation": lambda: Reservation.objects.filter(envelope__funder="tne").update(
        amount=Decimal("1700.00")
    ),
    "reversement": lambda: Recovery.objects.update(
        amount=Decimal("1800.00"),
        department_share=Decimal("0.00"),
        tne_share=Decimal("1800.00"),
        decided_amount=Decimal("1800.00"),
        decided_department_share=Decimal("0.00"),
        decided_tne_share=Decimal("1800.00"),
    ),
}


@pytest.mark.parametrize("code", TAMPERED)
def test_a_row_changed_behind_the_domain_is_named(convention, code):
    given_back(convention)
    assert gaps() == []
    TAMPERED[code]()
    assert (convention.candidacy.number, code) in gaps()


def test_a_letter_changed_on_the_disk_is_named(convention):
    recovery = opened(convention)
    with recovery.notice.content.storage.open(recovery.notice.content.name, "wb") as target:
        target.write(b"autre chose")
    [gap] = find_gaps()
    assert (gap.code, "reversement-envisage" in gap.message) == ("preuve", True)


def test_the_envelope_page_counts_what_came_back(convention):
    given_back(convention)
    [department, tne, both] = by_funder(convention.candidacy.call)
    assert (department.amounts["verse"], tne.amounts["verse"]) == (Decimal("1700.00"), Decimal("1700.00"))
    assert (department.amounts["rendu"], both.amounts["rendu"]) == (Decimal("850.00"), Decimal("1700.00"))
    assert both.amounts["reserve"] == Decimal("1700.00")
    assert Candidacy.objects.filter(DOSSIERS["rendu"]).get() == convention.candidacy
