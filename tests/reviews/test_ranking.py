"""The prioritisation read from the database and stored: constant queries, inputs kept, right dossiers in it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.domain import review, submission
from applications.models import EntProduct
from reviews.domain import ranking
from reviews.models import Ranking, Score
from reviews.report import as_data
from tests.applications.test_submission import BEFORE
from tests.factories import CallFactory, complete_draft

pytestmark = pytest.mark.django_db


def deposited(call, **fields):
    return submission.submit(complete_draft(call, **fields), by=None, at=BEFORE)


def test_a_stored_score_explains_itself():
    candidacy = deposited(CallFactory())
    ranking.rank_call(candidacy.call, by=None)
    score = ranking.score_in_force(candidacy)
    assert score.rank == 1
    assert score.points == 6
    assert score.inputs["divisions"] == 14
    assert score.criteria[2] == {"code": "faible_equipement", "rempli": True, "valeur": "0.21", "points": 1}
    assert score.ranking.rule["seuil_prioritaire"] == "60000.00"
    assert score.proposal == Decimal("3400.00")


def test_the_latest_ranking_is_in_force():
    call = CallFactory()
    first = deposited(call)
    ranking.rank_call(call, by=None)
    deposited(call, working_projectors=0)
    ranking.rank_call(call, by=None)
    assert Ranking.objects.count() == 2
    assert ranking.score_in_force(first).rank == 2


def test_withdrawn_and_non_conforming_dossiers_are_not_ranked():
    call = CallFactory()
    kept, gone, refused = deposited(call), deposited(call), deposited(call)
    complete_draft(call)
    review.withdraw(gone, by=None)
    review.declare_non_conforming(refused, by=None, reason="Établissement fermé")
    found = ranking.rank_call(call, by=None)
    assert [result.candidate.number for result in found.results] == [kept.number]


def test_a_subsidised_ent_counts_three_years_whatever_the_longer_duration():
    call = CallFactory()
    EntProduct.objects.create(call=call, name="ONE")
    deposited(call, ent_name=" one ", ent_years=5, ent_annual_cost=Decimal("400.50"))
    row = as_data(ranking.rank_call(call, by=None))["classement"][0]
    assert row["depense_demandee"] == "4601.50"  # 2 × 1 700,00 + 3 × 400,50


def test_an_ent_counts_once_an_agent_has_qualified_it():
    call = CallFactory()
    deposited(call, ent_name="Nouvel ENT", ent_annual_cost=Decimal("100.00"))
    assert as_data(ranking.rank_call(call, by=None))["totaux"]["montant_eligible"] == "3400.00"
    EntProduct.objects.create(call=call, name="nouvel  ENT")
    assert as_data(ranking.rank_call(call, by=None))["totaux"]["montant_eligible"] == "3700.00"


def queries_of_a_ranking(count: int) -> int:
    call = CallFactory()
    for _ in range(count):
        deposited(call)
    with CaptureQueriesContext(connection) as captured:
        ranking.rank_call(call, by=None)
    assert Score.objects.filter(ranking__call=call).count() == count
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_dossiers():
    assert queries_of_a_ranking(1) == queries_of_a_ranking(12)
