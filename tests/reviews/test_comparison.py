"""Two ways of sharing the money side by side: who enters, who leaves, and the difference to the cent."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reviews.comparison import Place, compare, cost, side_of, sums
from reviews.scoring import fix, rank
from tests.reviews.test_scoring import RULE, candidate
from tne38.core.money import ZERO, split


def place(rank, amount, *, funded=True) -> Place:
    amount = Decimal(amount)
    return Place(rank, amount, *split(amount, Decimal("0.5")), is_funded=funded)


def test_who_enters_who_leaves_and_whose_amount_changes():
    before = {
        1: place(1, "100.01"),
        2: place(2, "50.00"),
        3: place(3, "30.00", funded=False),
        4: place(4, "10.00"),
    }
    after = {
        1: place(2, "80.00"),
        2: place(3, "50.00", funded=False),
        3: place(1, "30.00"),
        4: place(4, "10.00"),
    }
    found = compare(before, after)
    assert [(change.key, change.difference) for change in found.entering] == [(3, Decimal("30.00"))]
    assert [(change.key, change.difference) for change in found.leaving] == [(2, Decimal("-50.00"))]
    assert [(change.key, change.difference) for change in found.changing] == [(1, Decimal("-20.01"))]
    assert cost(found.changes) == Decimal("-40.01")
    assert (sums(before.values()).amount, sums(after.values()).amount) == (
        Decimal("160.01"),
        Decimal("120.00"),
    )


def test_a_dossier_that_one_side_does_not_know_enters_or_leaves():
    gone = compare({7: Place(None, Decimal("9.00"), Decimal("4.50"), Decimal("4.50"), is_funded=True)}, {})
    assert [change.key for change in gone.leaving] == [7]
    assert compare({}, {7: place(1, "9.00", funded=False)}).changes == ()


def test_an_amount_of_zero_is_not_a_place_among_the_funded():
    results = fix(rank([candidate(key=1), candidate(key=2, number="38-2025-0002")], RULE), {1: ZERO})
    side = side_of(results, Decimal("60000.00"))
    assert [side[1].is_funded, side[2].is_funded] == [False, True]
    assert sums(side.values()).count == 1


def test_a_fixed_amount_takes_the_place_of_the_proposition_up_to_what_is_eligible():
    [first, second] = fix(
        rank([candidate(key=1), candidate(key=2, number="38-2025-0002")], RULE),
        {1: Decimal("61200.01"), 2: Decimal("100.01")},
    )
    assert (first.proposal, first.department_share, first.tne_share) == (
        Decimal("61200.00"),
        Decimal("30600.00"),
        Decimal("30600.00"),
    )
    assert (second.proposal, second.department_share, second.tne_share) == (
        Decimal("100.01"),
        Decimal("50.01"),
        Decimal("50.00"),
    )


amounts = st.decimals("0", "90000", places=2)
dossiers = st.lists(
    st.builds(
        candidate,
        divisions=st.integers(1, 30),
        pupils=st.integers(0, 900),
        linked_to_lycee=st.booleans(),
        working_projectors=st.integers(0, 20),
        amount_eligible=amounts,
        tne_share=st.sampled_from([Decimal("0.5"), Decimal("0.3333"), Decimal("1")]),
    ),
    max_size=12,
).map(
    lambda found: [
        replace(item, key=place, number=f"38-2025-{place:04d}") for place, item in enumerate(found, start=1)
    ]
)
rules = st.builds(
    lambda minimum, priority, standard, weight: replace(
        RULE,
        minimum_criteria=minimum,
        priority_threshold=priority,
        standard_threshold=standard,
        points_size=weight,
    ),
    st.integers(0, 3),
    amounts,
    amounts,
    st.integers(0, 9),
)
settings = st.tuples(rules, st.none() | amounts, st.dictionaries(st.integers(1, 12), amounts, max_size=4))


@given(dossiers, settings, settings)
def test_the_three_lists_are_disjoint_and_explain_the_difference_of_the_totals_to_the_cent(found, one, other):
    before, after = (
        side_of(fix(rank(found, rule), fixed), envelope) for rule, envelope, fixed in (one, other)
    )
    result = compare(before, after)
    keys = [change.key for change in result.changes]
    assert len(keys) == len(set(keys))
    was, becomes = sums(before.values()), sums(after.values())
    assert cost(result.changes) == becomes.amount - was.amount
    assert len(result.entering) - len(result.leaving) == becomes.count - was.count
    for side, envelope in ((was, one[1]), (becomes, other[1])):
        assert side.amount == side.department + side.tne
        assert envelope is None or side.amount <= envelope
    assert all(change.difference > 0 for change in result.entering)
    assert all(change.difference < 0 for change in result.leaving)
