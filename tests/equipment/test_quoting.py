"""What counts of the quotes: literal tables, and what holds whatever the figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment.keys import Key
from equipment.quoting import Granted, Quoted, assess

VPI, ENI, ENT = Key(1, 10), Key(1, 11), Key(1, None)
GRANTED = {
    VPI: Granted(6, Decimal("2200.00")),
    ENI: Granted(2, Decimal("3500.00")),
    ENT: Granted(3, Decimal("480.00")),
}
NOT_GRANTED = None


@pytest.mark.parametrize(
    ("key", "quantity", "price", "quoted", "eligible"),
    [
        (VPI, 6, "1700.00", "10200.00", "10200.00"),  # exactly what was granted, below the cap
        (VPI, 6, "2200.00", "13200.00", "13200.00"),  # at the cap to the cent
        (VPI, 6, "2200.01", "13200.06", "13200.00"),  # a cent above it
        (VPI, 8, "1700.00", "13600.00", "10200.00"),  # two too many
        (VPI, 8, "2300.00", "18400.00", "13200.00"),  # too many, too dear
        (VPI, 1, "0.01", "0.01", "0.01"),
        (ENT, 3, "480.00", "1440.00", "1440.00"),
        (ENT, 5, "480.00", "2400.00", "1440.00"),  # three years count, whatever the longer duration
        (ENT, 1, "480.00", "480.00", "480.00"),
        (ENT, 3, "500.00", "1500.00", "1440.00"),  # not beyond the price granted
        (NOT_GRANTED, 4, "150.00", "600.00", "0.00"),
        (Key(2, 10), 4, "150.00", "600.00", "0.00"),  # granted to another school
    ],
)
def test_a_line_by_itself(key, quantity, price, quoted, eligible):
    found = assess(GRANTED, [Quoted(key, quantity, Decimal(price))])
    assert (found.quoted, found.eligible) == (Decimal(quoted), Decimal(eligible))
    assert found.at_own_charge == Decimal(quoted) - Decimal(eligible)


def test_lines_that_share_a_resource_share_its_quantity_the_cheapest_first():
    dear, cheap = Quoted(VPI, 4, Decimal("2300.00")), Quoted(VPI, 4, Decimal("1700.00"))
    found = assess(GRANTED, [dear, cheap])
    assert [line.quantity for line in found.lines] == [2, 4]
    assert [line.eligible for line in found.lines] == [Decimal("4400.00"), Decimal("6800.00")]
    assert found.counted_of(VPI) == 6
    assert assess(GRANTED, [cheap, dear]).eligible == Decimal("11200.00")


def test_what_exceeds_is_said_in_words():
    found = assess(
        GRANTED,
        [
            Quoted(VPI, 8, Decimal("2300.00")),
            Quoted(ENI, 3, Decimal("3500.00")),
            Quoted(None, 1, Decimal("90.00")),
            Quoted(ENT, 3, Decimal("480.00")),
        ],
    )
    assert [line.excess for line in found.lines] == [
        [
            "Quantité accordée : 6 en tout ; 2 ne comptent pas.",
            "Plafond : 2\u00a0200,00\u00a0€ ; 100,00\u00a0€ par unité ne comptent pas.",
        ],
        ["Quantité accordée : 2 en tout ; 1 ne compte pas."],
        ["Cet article n’est pas accordé : il ne compte pas."],
        [],
    ]


def test_nothing_quoted_is_nothing():
    found = assess(GRANTED, [])
    assert (found.lines, found.quoted, found.eligible) == ((), Decimal("0.00"), Decimal("0.00"))


cents = st.integers(1, 500_000).map(lambda amount: Decimal(amount) / 100)
keys = st.sampled_from([VPI, ENI, ENT, None, Key(2, 10)])
lines = st.lists(st.builds(Quoted, keys, st.integers(1, 40), cents), max_size=12)
grants = st.fixed_dictionaries(
    {key: st.builds(Granted, st.integers(0, 30), cents) for key in (VPI, ENI, ENT)}
)


@given(grants, lines)
def test_never_more_than_granted_nor_than_quoted(granted, quoted):
    found = assess(granted, quoted)
    assert found.eligible <= found.quoted
    assert found.eligible <= sum(one.ceiling for one in granted.values())
    for key, one in granted.items():
        assert found.counted_of(key) <= one.quantity
    assert all(line.price <= line.quoted.unit_price for line in found.lines)


@given(grants, lines, st.randoms(use_true_random=False))
def test_the_order_of_the_quotes_changes_nothing(granted, quoted, random):
    shuffled = list(quoted)
    random.shuffle(shuffled)
    assert assess(granted, shuffled).eligible == assess(granted, quoted).eligible


@given(grants, lines)
def test_what_counts_counts_again(granted, quoted):
    counted = [
        Quoted(line.quoted.key, line.quantity, line.price)
        for line in assess(granted, quoted).lines
        if line.eligible
    ]
    again = assess(granted, counted)
    assert again.eligible == again.quoted == assess(granted, quoted).eligible
    assert not any(line.excess for line in again.lines)
