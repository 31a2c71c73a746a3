"""The weights of what the members judge, tried by a scenario on the marks that were given."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reviews.domain import entrants, funding, grid, ranking, scenarios
from reviews.enums import Funder
from reviews.models import JudgedCriterion, Scenario
from tests.agents import conforming, sign_in
from tests.factories import CallFactory
from tests.reviews.judges import filed
from tne38.accounts.enums import Role
from tne38.core.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged():
    """Two dossiers of 3 400 €, money for one; « Qualité » weighs 2 and « Territoire » 1.

    Marks: the first 1 and 5, so 2×1 + 1×5 = 7 points; the second 4 and 1, so 2×4 + 1×1 = 9 points.
    """
    call = CallFactory(automatic_criteria=False)
    quality = JudgedCriterion.objects.create(call=call, label="Qualité", weight=2, scale=5)
    place = JudgedCriterion.objects.create(call=call, label="Territoire", weight=1, scale=5, position=1)
    first, second = conforming(call), conforming(call)
    filed(first, marks={quality.pk: 1, place.pk: 5})
    filed(second, marks={quality.pk: 4, place.pk: 1})
    funding.endow(call, {Funder.DEPARTMENT: Decimal("2000.00"), Funder.TNE: Decimal("2000.00")})
    return call, (quality, place), (first, second)


def made(call, weights) -> Scenario:
    return scenarios.create(call, {"name": "Essai", "weights": weights}, by=None)


def ranked(found) -> list[tuple[int, int]]:
    return [(one.candidate.key, one.points + one.candidate.judged_points) for one in found.results]


def tried(scenario):
    found = entrants.read(scenario.call)
    return scenarios.try_out(scenario, found, ranking.as_set(found))


def test_the_weights_of_the_call_are_followed_until_a_scenario_has_its_own(judged):
    call, _, (first, second) = judged
    assert ranked(tried(made(call, {}))) == [(second.pk, 9), (first.pk, 7)]


def test_other_weights_change_the_points_the_ranks_and_who_is_funded(judged):
    call, (quality, place), (first, second) = judged
    found = tried(made(call, {quality.pk: 0, place.pk: 3}))  # 0×1 + 3×5 = 15; 0×4 + 3×1 = 3
    assert ranked(found) == [(first.pk, 15), (second.pk, 3)]
    assert found.envelope.left_out == (second.number,)
    assert [item.weight for item in found.rule.judged] == [0, 3]
    assert [item.weight for item in grid.criteria_of(call)] == [2, 1]  # the call keeps its own


def test_a_weight_left_empty_is_that_of_the_call(judged):
    call, (quality, place), (first, second) = judged
    scenario = made(call, {quality.pk: 1, place.pk: None})  # 1×1 + 1×5 = 6; 1×4 + 1×1 = 5
    assert ranked(tried(scenario)) == [(first.pk, 6), (second.pk, 5)]
    scenarios.change(scenario, {"name": "Essai", "weights": {}}, by=None)
    assert ranked(tried(Scenario.objects.get())) == [(second.pk, 9), (first.pk, 7)]


def test_the_criterion_of_another_call_is_refused(judged):
    stranger = JudgedCriterion.objects.create(call=CallFactory(), label="Ailleurs")
    with pytest.raises(DomainError) as refused:
        made(judged[0], {stranger.pk: 1})
    assert refused.value.field == f"poids-{stranger.pk}"
    assert not Scenario.objects.exists()


def test_the_pages_try_weights_and_say_who_enters(client, judged):
    call, (quality, place), (first, second) = judged
    sign_in(client, Role.INSTRUCTEUR)
    path = reverse("admin:reviews_scenario_create", args=[call.slug])
    text = client.get(path).text
    assert "Poids\u00a0: Qualité" in text
    assert "Laissé vide, comme l’appel\u00a0: 2." in text
    typed = {"name": "Territoire d’abord", f"poids-{quality.pk}": "0", f"poids-{place.pk}": "3"}
    page = client.post(path, typed, follow=True).context["page"]
    assert page.settings == [("Poids : Qualité", "2", "0"), ("Poids : Territoire", "1", "3")]
    assert [change.key for change in page.comparison.entering] == [first.pk]
    assert [change.key for change in page.comparison.leaving] == [second.pk]
    settings = reverse("admin:reviews_scenario_settings", args=[page.scenario.pk])
    assert client.get(settings).context["form"].initial[f"poids-{place.pk}"] == 3
    amounts = client.get(reverse("admin:reviews_scenario_amounts", args=[page.scenario.pk]))
    assert [row.key for row, _ in amounts.context["rows"]] == [first.pk, second.pk]
