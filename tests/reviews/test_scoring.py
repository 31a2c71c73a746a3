"""The prioritisation: edge values of every threshold in literal tables, and properties of the ranking."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.scoring import Candidate, Rule, fill, rank, two_decimals

RULE = Rule(
    automatic=True,
    minimum_criteria=2,
    priority_threshold=Decimal("60000.00"),
    standard_threshold=Decimal("35000.00"),
    maximum_divisions=15,
    maximum_pupils=450,
    low_equipment_rate=Decimal("0.5"),
    points_isolated=3,
    points_size=2,
    points_low_equipment=1,
)
PRIMARY_RULE = Rule(automatic=False)
DAY = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)


def candidate(**values) -> Candidate:
    """A dossier that meets the three criteria: isolated, 14 divisions and 412 pupils, rate 3/14."""
    base = Candidate(1, "38-2025-0001", DAY, 14, 412, False, 3, 0, Decimal("61200.00"))
    return replace(base, **values)


def only(rule: Rule = RULE, **values):
    return rank([candidate(**values)], rule)[0]


def test_the_example_of_the_contract():
    """Three criteria, 6 points, 61 200 € for a threshold of 60 000 €: 30 000 € each, to arbitrate."""
    result = only()
    assert [(item.code, item.met, item.value, item.points) for item in result.criteria] == [
        ("isole", True, "non relié à un lycée", 3),
        ("taille", True, "14 divisions, 412 élèves", 2),
        ("faible_equipement", True, "0.21", 1),
    ]
    assert (result.points, result.is_priority) == (6, True)
    assert (result.threshold, result.proposal) == (Decimal("60000.00"), Decimal("60000.00"))
    assert (result.department_share, result.tne_share) == (Decimal("30000.00"), Decimal("30000.00"))
    assert result.to_arbitrate


@pytest.mark.parametrize(
    ("divisions", "pupils", "met"),
    [(15, 450, True), (16, 450, False), (15, 451, False), (16, 451, False), (1, 1, True), (14, 449, True)],
)
def test_size_includes_both_bounds(divisions, pupils, met):
    assert only(divisions=divisions, pupils=pupils).criteria[1].met is met


@pytest.mark.parametrize(
    ("projectors", "mobile", "divisions", "met", "printed"),
    [
        (7, 0, 14, False, "0.50"),  # exactly half is not low
        (6, 0, 14, True, "0.43"),
        (3, 4, 14, False, "0.50"),
        (3, 3, 13, True, "0.46"),
        (0, 0, 10, True, "0.00"),
        (20, 2, 10, False, "2.20"),
        (499, 0, 1000, True, "0.50"),  # strictly below, although printed 0.50
    ],
)
def test_low_equipment_is_strictly_below_the_rate(projectors, mobile, divisions, met, printed):
    found = only(working_projectors=projectors, working_mobile_labs=mobile, divisions=divisions).criteria[2]
    assert (found.met, found.value) == (met, printed)


@pytest.mark.parametrize(
    ("linked", "met", "value"),
    [
        (False, True, "non relié à un lycée"),
        (True, False, "relié à un lycée"),
        (None, False, "relié à un lycée"),
    ],
)
def test_isolated_means_not_linked_to_a_lycee(linked, met, value):
    assert (only(linked_to_lycee=linked).criteria[0].met, only(linked_to_lycee=linked).criteria[0].value) == (
        met,
        value,
    )


# isolated, small, low equipment → points, priority (2 criteria at least), threshold
@pytest.mark.parametrize(
    ("linked", "pupils", "projectors", "points", "priority", "threshold"),
    [
        (False, 412, 3, 6, True, "60000.00"),
        (False, 412, 7, 5, True, "60000.00"),
        (False, 500, 3, 4, True, "60000.00"),
        (True, 412, 3, 3, True, "60000.00"),
        (False, 500, 7, 3, False, "35000.00"),
        (True, 412, 7, 2, False, "35000.00"),
        (True, 500, 3, 1, False, "35000.00"),
        (True, 500, 7, 0, False, "35000.00"),
    ],
)
def test_points_and_threshold(linked, pupils, projectors, points, priority, threshold):
    result = only(linked_to_lycee=linked, pupils=pupils, working_projectors=projectors)
    assert (result.points, result.is_priority, result.threshold) == (points, priority, Decimal(threshold))


@pytest.mark.parametrize(
    ("eligible", "proposal", "arbitrate", "department", "tne"),
    [
        ("60000.00", "60000.00", False, "30000.00", "30000.00"),
        ("60000.01", "60000.00", True, "30000.00", "30000.00"),
        ("59999.99", "59999.99", False, "30000.00", "29999.99"),
        ("0.00", "0.00", False, "0.00", "0.00"),
        ("0.01", "0.01", False, "0.01", "0.00"),
    ],
)
def test_the_priority_threshold_itself_is_within(eligible, proposal, arbitrate, department, tne):
    result = only(amount_eligible=Decimal(eligible))
    assert (result.proposal, result.to_arbitrate) == (Decimal(proposal), arbitrate)
    assert (result.department_share, result.tne_share) == (Decimal(department), Decimal(tne))


@pytest.mark.parametrize(
    ("eligible", "proposal", "arbitrate"),
    [("35000.00", "35000.00", False), ("35000.01", "35000.00", True), ("34999.99", "34999.99", False)],
)
def test_the_standard_threshold_itself_is_within(eligible, proposal, arbitrate):
    result = only(linked_to_lycee=True, pupils=500, amount_eligible=Decimal(eligible))
    assert (result.proposal, result.to_arbitrate) == (Decimal(proposal), arbitrate)


def numbers(candidates, rule=RULE) -> list[str]:
    return [result.candidate.number for result in rank(candidates, rule)]


def test_the_tie_breaks_in_their_order():
    """Points, then the lower equipment rate, then fewer pupils, then the earlier deposit, then the number."""
    dossiers = [
        candidate(number="38-2025-0001", linked_to_lycee=True),  # 3 points
        candidate(number="38-2025-0002", working_projectors=4),  # 6 points, rate 4/14
        candidate(number="38-2025-0003", pupils=413),  # 6 points, rate 3/14, more pupils
        candidate(number="38-2025-0006", deposited_at=datetime(2025, 3, 1, 9, 0, 1, tzinfo=UTC)),
        candidate(number="38-2025-0005"),
        candidate(number="38-2025-0004"),
    ]
    assert numbers(dossiers) == [f"38-2025-000{n}" for n in (4, 5, 6, 3, 2, 1)]


def test_rates_are_compared_exactly():
    """1/3 and 33/100 are both printed 0.33, the second is lower."""
    third = candidate(number="38-2025-0001", working_projectors=1, divisions=3)
    lower = candidate(number="38-2025-0002", working_projectors=33, divisions=100, pupils=412)
    rule = replace(RULE, maximum_divisions=100)
    assert numbers([third, lower], rule) == ["38-2025-0002", "38-2025-0001"]


def test_a_longer_number_comes_after():
    late = [candidate(number="38-2025-10000"), candidate(number="38-2025-9999")]
    assert numbers(late) == ["38-2025-9999", "38-2025-10000"]


def test_a_call_without_criteria_ranks_on_pupils_deposit_and_number():
    dossiers = [
        candidate(number="38-2025-0001", pupils=300),
        candidate(number="38-2025-0002", pupils=90, working_projectors=12),
        candidate(number="38-2025-0003", pupils=300, deposited_at=datetime(2025, 2, 1, tzinfo=UTC)),
    ]
    results = rank(dossiers, PRIMARY_RULE)
    assert [result.candidate.number for result in results] == ["38-2025-0002", "38-2025-0003", "38-2025-0001"]
    first = results[0]
    assert (first.criteria, first.points, first.is_priority, first.threshold) == ((), 0, None, None)
    assert (first.proposal, first.to_arbitrate) == (Decimal("61200.00"), False)


def test_an_envelope_skips_what_does_not_fit_and_tries_the_next():
    results = rank(
        [
            candidate(number="38-2025-0001", amount_eligible=Decimal("50000.00"), pupils=100),
            candidate(number="38-2025-0002", amount_eligible=Decimal("40000.00"), pupils=200),
            candidate(number="38-2025-0003", amount_eligible=Decimal("30000.00"), pupils=300),
        ],
        RULE,
    )
    use = fill(results, Decimal("80000.00"))
    assert (use.left, use.left_out) == (Decimal("0.00"), ("38-2025-0002",))
    assert fill(results, Decimal("79999.99")).left_out == ("38-2025-0002", "38-2025-0003")


@pytest.mark.parametrize(
    ("rate", "printed"),
    [
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 201), "0.00"),
        (Fraction(3, 14), "0.21"),
        (Fraction(2, 3), "0.67"),
        (Fraction(3, 2), "1.50"),
        (Fraction(0), "0.00"),
    ],
)
def test_rates_are_printed_half_up(rate, printed):
    assert two_decimals(rate) == printed


euros = st.integers(0, 12_000_000).map(lambda cents: Decimal(cents) / 100)
candidates = st.lists(
    st.builds(
        Candidate,
        key=st.integers(1, 10**6),
        number=st.integers(1, 99999).map(lambda n: f"38-2025-{n:04d}"),
        deposited_at=st.datetimes(datetime(2025, 1, 1), datetime(2025, 3, 31)),
        divisions=st.integers(1, 40),
        pupils=st.integers(1, 1200),
        linked_to_lycee=st.booleans(),
        working_projectors=st.integers(0, 40),
        working_mobile_labs=st.integers(0, 10),
        amount_eligible=euros,
    ),
    max_size=12,
    unique_by=lambda item: item.number,
)


@given(candidates, st.randoms(use_true_random=False))
def test_the_ranking_does_not_depend_on_the_order_of_arrival(dossiers, random):
    shuffled = list(dossiers)
    random.shuffle(shuffled)
    assert numbers(dossiers) == numbers(shuffled)
    assert [result.rank for result in rank(dossiers, RULE)] == list(range(1, len(dossiers) + 1))


@given(candidates)
def test_a_proposition_stays_within_its_threshold_and_its_shares_add_up(dossiers):
    for result in rank(dossiers, RULE):
        assert result.proposal <= result.threshold
        assert result.proposal <= result.candidate.amount_eligible
        assert result.department_share + result.tne_share == result.proposal
        assert 0 <= result.department_share - result.tne_share <= Decimal("0.01")


@given(candidates, euros)
def test_an_envelope_is_never_passed(dossiers, envelope):
    results = rank(dossiers, RULE)
    use = fill(results, envelope)
    taken = sum(r.proposal for r in results if r.candidate.number not in use.left_out)
    assert taken + use.left == envelope
    assert use.left >= 0
