"""The porteur's own share: literal cents."""

from decimal import Decimal

import pytest

from equipment.financing import Financing


@pytest.mark.parametrize(
    ("expense", "subsidy", "others", "own", "minimum", "excess"),
    [
        ("10000.00", "7000.00", "0.00", "3000.00", "2000.00", "0.00"),
        ("10000.00", "7000.00", "1000.00", "2000.00", "2000.00", "0.00"),
        ("10000.00", "7000.00", "1000.01", "1999.99", "2000.00", "0.01"),
        ("10000.00", "7000.00", "5000.00", "0.00", "2000.00", "4000.00"),
        ("0.00", "0.00", "0.00", "0.00", "0.00", "0.00"),
        ("0.03", "0.02", "0.00", "0.01", "0.01", "0.00"),
        ("33333.33", "23333.33", "3333.34", "6666.66", "6666.67", "0.01"),
    ],
)
def test_the_porteur_keeps_at_least_a_fifth_of_the_public_money(
    expense, subsidy, others, own, minimum, excess
):
    found = Financing(Decimal(expense), Decimal(subsidy), Decimal(others))
    assert (found.own, found.minimum_own, found.excess) == (Decimal(own), Decimal(minimum), Decimal(excess))
