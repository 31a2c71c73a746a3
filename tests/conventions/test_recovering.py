"""What each funder gets back: literal amounts, and properties over thousands of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.recovery.amounts import Shares, given_back

CENTS = st.integers(min_value=0, max_value=6_000_000).map(lambda cents: Decimal(cents) / 100)


@pytest.mark.parametrize(
    ("held", "amount", "part", "expected"),
    [
        (("1700.00", "1700.00"), "1700.00", "0.5", ("850.00", "850.00")),
        # 2 399,99 € stay: 1 200,00 € of the Département, which keeps the odd cent, and 1 199,99 € of TNE.
        (("1700.00", "1700.00"), "1000.01", "0.5", ("500.00", "500.01")),
        # All of it: each gets what it paid, whatever the rule says.
        (("1000.00", "2400.00"), "3400.00", "0.5", ("1000.00", "2400.00")),
        # A funder never gets back more than it paid.
        (("100.00", "900.00"), "950.00", "0.5", ("75.00", "875.00")),
        (("1000.00", "0.00"), "400.00", "0.5", ("400.00", "0.00")),
        (("0.00", "1000.00"), "400.00", "0.5", ("0.00", "400.00")),
        (("50.00", "50.00"), "0.00", "0.5", ("0.00", "0.00")),
    ],
)
def test_what_each_funder_gets_back(held, amount, part, expected):
    shares = Shares(Decimal(held[0]), Decimal(held[1]))
    found = given_back(shares, amount=Decimal(amount), tne_part=Decimal(part))
    assert (found.department_share, found.tne_share) == (Decimal(expected[0]), Decimal(expected[1]))


@pytest.mark.parametrize("amount", ["-0.01", "100.01"])
def test_more_than_is_held_is_not_given_back(amount):
    with pytest.raises(ValueError, match="between zero and what is held"):
        given_back(
            Shares(Decimal("60.00"), Decimal("40.00")), amount=Decimal(amount), tne_part=Decimal("0.5")
        )


@given(
    department=CENTS, tne=CENTS, percent=st.integers(0, 100), parts=st.lists(st.integers(0, 100), max_size=6)
)
def test_never_more_than_each_funder_paid_and_the_shares_add_up(department, tne, percent, parts):
    """Given back in several times, a percentage of what is still held each time."""
    held = Shares(department, tne)
    for part in parts:
        amount = (held.amount * part / 100).quantize(Decimal("0.01"))
        found = given_back(held, amount=min(amount, held.amount), tne_part=Decimal(percent) / 100)
        assert found.department_share + found.tne_share == found.amount
        assert min(found.department_share, found.tne_share) >= 0
        held = held - Shares(found.department_share, found.tne_share)
        assert min(held.department, held.tne) >= 0
