"""What is due: a literal table, then what holds for any amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.payment.entitlement import entitled

amounts = st.integers(0, 10_000_000_00).map(lambda cents: Decimal(cents) / 100)
parts = st.integers(0, 10_000).map(lambda part: Decimal(part) / 10_000)


@pytest.mark.parametrize(
    ("granted", "rate", "justified", "due", "department", "tne"),
    [
        ("60000.00", "1", "61200.00", "60000.00", "30000.00", "30000.00"),  # never more than granted
        ("60000.00", "1", "58000.01", "58000.01", "29000.01", "29000.00"),  # the Département's odd cent
        ("7000.00", "0.7", "9000.00", "6300.00", "3150.00", "3150.00"),
        ("7000.00", "0.7", "0.05", "0.04", "0.02", "0.02"),  # 0,035 rounds up
        ("7000.00", "0.7", "0.00", "0.00", "0.00", "0.00"),
    ],
)
def test_the_table(granted, rate, justified, due, department, tne):
    found = entitled(
        granted=Decimal(granted),
        rate=Decimal(rate),
        justified=Decimal(justified),
        tne_part=Decimal("0.5"),
    )
    assert (found.amount, found.department_share, found.tne_share) == tuple(
        map(Decimal, (due, department, tne))
    )


@given(granted=amounts, rate=parts, justified=amounts, tne_part=parts)
def test_it_never_exceeds_what_was_granted_nor_justified_and_the_shares_add_up(
    granted, rate, justified, tne_part
):
    due = entitled(granted=granted, rate=rate, justified=justified, tne_part=tne_part)
    assert 0 <= due.amount <= granted
    assert due.amount <= justified
    assert due.department_share + due.tne_share == due.amount
    assert due.tne_share >= 0
    assert due.department_share >= 0
    assert all(share == share.quantize(Decimal("0.01")) for share in (due.amount, due.tne_share))


@given(granted=amounts, rate=parts, less=amounts, more=amounts)
def test_justifying_more_never_pays_less(granted, rate, less, more):
    less, more = sorted((less, more))
    due = [
        entitled(granted=granted, rate=rate, justified=justified, tne_part=Decimal("0.5")).amount
        for justified in (less, more)
    ]
    assert due[0] <= due[1]


@pytest.mark.parametrize(
    "wrong", [{"granted": Decimal("-1")}, {"rate": Decimal("1.01")}, {"tne_part": Decimal("-0.1")}]
)
def test_impossible_values_are_refused(wrong):
    values = {
        "granted": Decimal("10"),
        "rate": Decimal("1"),
        "justified": Decimal("10"),
        "tne_part": Decimal("0.5"),
    }
    with pytest.raises(ValueError, match="entitlement"):
        entitled(**{**values, **wrong})
