"""The judged criteria: the mean of the marks times the weight, added to the points; nothing where there is none."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.domain import grid, ranking, recusals
from reviews.judging import JudgedCriterion, Judgement, points_of
from reviews.report import as_data
from reviews.scoring import rank
from tests.factories import CallFactory
from tests.reviews.judges import asked, filed, judged_call
from tests.reviews.sittings import dossiers_of
from tests.reviews.test_scoring import PRIMARY_RULE, RULE, candidate

PROJECT = JudgedCriterion(1, "Qualité du projet", weight=2, scale=5)
TERRITORY = JudgedCriterion(2, "Territoire", weight=1, scale=10)


@pytest.mark.parametrize(
    ("marks", "mean", "points"),
    [
        ((), None, Fraction(0)),
        ((0,), Fraction(0), Fraction(0)),
        ((3, 4), Fraction(7, 2), Fraction(7)),  # 3,5 × 2
        ((3, 4, 4), Fraction(11, 3), Fraction(22, 3)),
    ],
)
def test_the_mean_is_exact_and_weighed(marks, mean, points):
    judgement = Judgement(PROJECT, marks)
    assert (judgement.mean, judgement.points) == (mean, points)


def test_the_points_of_both_kinds_of_criteria_decide_the_order():
    """6 points of the call for the first, 5 and 1,5 of the members for the second: 6,5."""
    judged = (Judgement(TERRITORY, (1, 2)),)
    first = candidate(key=1)
    second = candidate(key=2, working_projectors=7, judgements=judged)
    found = rank([first, second], RULE)
    assert [result.candidate.key for result in found] == [2, 1]
    assert [result.points for result in found] == [5, 6]
    assert found[0].candidate.judged_points == Fraction(3, 2)


def test_a_call_without_automatic_criterion_is_ranked_by_what_members_judge():
    """Fewer pupils would come first; the marks put the other before."""
    small = candidate(key=1, pupils=40, judgements=(Judgement(PROJECT, (2,)),))
    large = candidate(key=2, pupils=300, judgements=(Judgement(PROJECT, (3,)),))
    assert [result.candidate.key for result in rank([small, large], PRIMARY_RULE)] == [2, 1]


@given(st.lists(st.integers(0, 5), max_size=12))
def test_points_stay_between_none_and_the_scale_times_the_weight(marks):
    assert 0 <= points_of([Judgement(PROJECT, tuple(marks))]) <= 10


@pytest.mark.django_db
def test_without_a_judged_criterion_the_document_has_not_one_key_more():
    call = CallFactory()
    dossiers_of(call, 1)
    found = as_data(ranking.compute(call, ranking.rule_of(call)))
    text = json.dumps(found)
    assert "juge" not in text
    assert "avis" not in text
    assert found["classement"][0]["points"] == 6
    assert list(found["regle"]) == [
        "criteres_minimum",
        "seuil_prioritaire",
        "seuil_standard",
        "divisions_max",
        "eleves_max",
        "taux_equipement_faible",
    ]


@pytest.mark.django_db
def test_only_what_is_filed_counts_and_each_point_is_told():
    """Marks 3 and 4 filed, a third one kept as a draft: 3,5 × 2 = 7, with the 6 of the call 13."""
    call = judged_call()
    [candidacy] = dossiers_of(call, 1)
    [criterion] = grid.criteria_of(call)
    for mark in (3, 4):
        filed(candidacy, marks={criterion.key: mark})
    asked(candidacy, marks={criterion.key: 0})
    ranking.rank_call(call, by=None)
    score = ranking.score_in_force(candidacy)
    assert (score.points, str(score.judged_points), str(score.total_points)) == (6, "7.00", "13.00")
    told = {
        "libelle": "Qualité du projet",
        "poids": 2,
        "note_max": 5,
        "notes": [3, 4],
        "moyenne": "3.50",
        "points": "7.00",
    }
    assert score.judged == [told]
    found = as_data(ranking.compute(call, ranking.rule_of(call)))
    assert found["regle"]["criteres_juges"] == [{"libelle": "Qualité du projet", "poids": 2, "note_max": 5}]
    row = found["classement"][0]
    assert (row["points"], row["points_avec_avis"], row["criteres_juges"]) == (6, "13.00", [told])


@pytest.mark.django_db
def test_the_marks_of_a_member_who_keeps_away_do_not_count(django_assert_num_queries):
    call = judged_call()
    [candidacy] = dossiers_of(call, 1)
    [criterion] = criteria = grid.criteria_of(call)
    gone, stays = (filed(candidacy, marks={criterion.key: mark}) for mark in (0, 5))
    recusals.declare(candidacy, gone.member, by=None)
    with django_assert_num_queries(1):
        judgements = grid.judgements_of(criteria, [candidacy.pk])
    assert judgements[candidacy.pk][0].marks == (5,)
    assert stays.member_id != gone.member_id
