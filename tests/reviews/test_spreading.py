"""Spreading dossiers among members: whole, even to one, without those who keep away, always the same."""

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.spreading import spread

COUNTS = st.integers(0, 30)


def loads(pairs, members) -> list[int]:
    return [sum(member == found for _, found in pairs) for member in members]


def test_twelve_dossiers_two_opinions_each_among_three_members():
    """Twenty-four opinions: eight each."""
    members = [1, 2, 3]
    pairs = spread(range(100, 112), members, each=2)
    assert loads(pairs, members) == [8, 8, 8]
    assert pairs[:4] == [(100, 1), (100, 2), (101, 1), (101, 3)]


def test_a_conflict_of_interest_is_made_up_for_through_others():
    """Member 1 may only have the first dossier: the three others go to 2 and 3, who end with one or two."""
    shut = {(dossier, 1) for dossier in (11, 12, 13)}
    pairs = spread([10, 11, 12, 13], [1, 2, 3], each=1, shut=shut)
    assert sorted(loads(pairs, [1, 2, 3])) == [1, 1, 2]
    assert (10, 1) in pairs


def test_those_already_asked_stay_and_count():
    pairs = spread([10, 11], [1, 2], each=1, taken={10: [1]})
    assert pairs == [(11, 2)]


def test_a_dossier_shut_to_all_has_nobody():
    assert spread([10], [1, 2], each=2, shut={(10, 1), (10, 2)}) == []


@given(COUNTS, st.integers(1, 7), st.integers(1, 7))
def test_every_dossier_is_served_and_loads_differ_by_one_at_most(dossiers, people, each):
    members = list(range(people))
    pairs = spread(range(dossiers), members, each=each)
    assert len(set(pairs)) == len(pairs) == dossiers * min(each, people)
    found = loads(pairs, members)
    assert max(found) - min(found) <= 1
    assert pairs == spread(range(dossiers), members, each=each)


@st.composite
def conflicts(draw):
    dossiers, people = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    shut = draw(st.sets(st.tuples(st.integers(0, dossiers - 1), st.integers(0, people - 1))))
    return range(dossiers), list(range(people)), shut


@given(conflicts(), st.integers(1, 4))
def test_nobody_judges_a_dossier_shut_to_them_and_none_lacks_someone_who_could(case, each):
    dossiers, members, shut = case
    pairs = spread(dossiers, members, each=each, shut=shut)
    assert not set(pairs) & shut
    for dossier in dossiers:
        able = sum((dossier, member) not in shut for member in members)
        assert sum(found == dossier for found, _ in pairs) == min(each, able)


@st.composite
def small(draw):
    people = draw(st.integers(2, 3))
    shut = draw(st.sets(st.tuples(st.integers(0, 4), st.integers(0, people - 1)), max_size=6))
    return list(range(people)), shut


@settings(max_examples=60)
@given(small(), st.integers(1, 2))
def test_no_other_spreading_is_more_even(case, each):
    """Against every possible one: the same gap between the busiest and the least busy, or the same sum of squares."""
    members, shut = case
    options = []
    for dossier in range(5):
        able = [member for member in members if (dossier, member) not in shut]
        options.append(list(combinations(able, min(each, len(able)))))
    best = min(
        sum(sum(member in group for group in choice) ** 2 for member in members)
        for choice in product(*options)
    )
    found = loads(spread(range(5), members, each=each, shut=shut), members)
    assert sum(load**2 for load in found) == best
