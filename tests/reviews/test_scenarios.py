"""Scenarios: kept, tried, compared, without ever touching what is real."""

import json
from decimal import Decimal

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reviews.domain import entrants, funding, ranking, scenarios
from reviews.enums import Funder
from reviews.models import Scenario, ScenarioLine
from reviews.report import as_data
from tests.agents import deposited
from tests.factories import CallFactory, agent
from tne38.accounts.enums import Role
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import JournalEntry

pytestmark = pytest.mark.django_db
# What a scenario is made of, and the trace it leaves.
OURS = {
    "reviews.scenario",
    "reviews.scenarioline",
    "reviews.scenarioweight",
    "core.journalentry",
    "core.journalhead",
}


def made(call, name="Essai", **values) -> Scenario:
    return scenarios.create(call, {"name": name, **values}, by=None)


def tried(scenario):
    found = entrants.read(scenario.call)
    return scenarios.try_out(scenario, found, ranking.as_set(found))


def reality() -> str:
    """Every row of every table that is not a scenario's."""
    models = [model for model in apps.get_models() if model._meta.label_lower not in OURS]
    return serializers.serialize(
        "json", (row for model in models for row in model._base_manager.order_by("pk"))
    )


def call_with_three(**fields):
    """Three dossiers of 3 400 € each, and 6 500 € for them."""
    call = CallFactory(**fields)
    dossiers = [deposited(call, working_projectors=place) for place in range(3)]
    funding.endow(call, {Funder.DEPARTMENT: Decimal("3500.00"), Funder.TNE: Decimal("3000.00")})
    return call, dossiers


def test_a_setting_left_empty_is_that_of_the_call():
    call, _ = call_with_three()
    scenario = made(call, standard_threshold=Decimal("1000.00"), points_size=9)
    assert scenario.settings == {"standard_threshold": Decimal("1000.00"), "points_size": 9}
    assert tried(scenario).results[0].points == 3 + 9 + 1
    call.points_isolated = 5
    call.save()
    assert tried(Scenario.objects.get()).results[0].points == 5 + 9 + 1


def test_an_envelope_and_amounts_decide_who_fits():
    call, [first, second, third] = call_with_three()
    scenario = made(call)
    assert tried(scenario).envelope.left_out == (second.number, third.number)  # 6 500 − 3 400 = 3 100 < 3 400
    scenarios.fix_amounts(scenario, {first.pk: Decimal("0.00"), third.pk: Decimal("3100.00")}, by=None)
    found = tried(scenario)
    assert [result.proposal for result in found.results] == [
        Decimal("0.00"),
        Decimal("3400.00"),
        Decimal("3100.00"),
    ]
    assert (found.envelope.left, found.envelope.left_out) == (Decimal("0.00"), ())
    scenarios.fix_amounts(scenario, {first.pk: None}, by=None)
    assert scenarios.fixed_amounts(scenario) == {third.pk: Decimal("3100.00")}


def test_the_command_and_the_scenario_say_the_same(capsys):
    call, _ = call_with_three()
    values = {
        "minimum_criteria": 3,
        "priority_threshold": Decimal("2000.00"),
        "standard_threshold": Decimal("1500.00"),
        "low_equipment_rate": Decimal("0.0100"),
        "envelope": Decimal("4000.00"),
    }
    arguments = ["--min-criteria", "3", "--priority-threshold", "2000", "--standard-threshold", "1500"]
    arguments += ["--low-equipment", "0.01", "--envelope", "4000", "--json"]
    call_command("simulate_call", call.slug, *arguments)
    told = json.loads(capsys.readouterr().out)
    assert told == as_data(tried(made(call, **values)))
    assert [row["proposition"] for row in told["classement"]] == ["2000.00", "1500.00", "1500.00"]
    assert told["enveloppe"]["hors_enveloppe"] == [told["classement"][2]["numero"]]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": ""}, "champ_invalide"),
        ({"name": "Déjà là"}, "champ_invalide"),
        ({"name": "Essai", "envelope": Decimal("-1.00")}, "champ_invalide"),
        ({"name": "Essai", "low_equipment_rate": Decimal("-0.1")}, "champ_invalide"),
    ],
)
def test_what_makes_no_sense_is_refused(values, code):
    call = CallFactory()
    made(call, "Déjà là")
    with pytest.raises(DomainError) as refused:
        scenarios.create(call, values, by=None)
    assert refused.value.code == code


def test_a_call_without_criteria_tries_its_envelope_and_amounts_alone():
    call = CallFactory(automatic_criteria=False)
    with pytest.raises(DomainError, match="ni critère automatique ni seuil"):
        made(call, minimum_criteria=2)
    assert tried(made(call, envelope=Decimal("5.00"))).envelope.amount == Decimal("5.00")


def test_a_scenario_of_a_call_that_has_lost_its_criteria_keeps_its_envelope():
    call, _ = call_with_three()
    scenario = made(call, minimum_criteria=3, envelope=Decimal("5.00"))
    call.automatic_criteria = False
    call.save()
    found = tried(Scenario.objects.get(pk=scenario.pk))
    assert (found.rule.automatic, found.envelope.amount) == (False, Decimal("5.00"))


def test_an_amount_is_at_most_what_is_eligible_and_of_a_dossier_to_rank():
    call, [first, *_] = call_with_three()
    scenario, stranger = made(call), deposited(CallFactory())
    for key, amount in ((first.pk, "3400.01"), (first.pk, "-0.01"), (stranger.pk, "1.00")):
        with pytest.raises(DomainError) as refused:
            scenarios.fix_amounts(scenario, {key: Decimal(amount)}, by=None)
        assert refused.value.field == str(key)
    assert not ScenarioLine.objects.exists()


def test_a_scenario_made_like_another_takes_over_its_amounts():
    call, [first, *_] = call_with_three()
    one = scenarios.fix_amounts(made(call), {first.pk: Decimal("12.34")}, by=None)
    other = scenarios.create(call, {"name": "Variante"}, by=None, like=one)
    assert scenarios.fixed_amounts(other) == {first.pk: Decimal("12.34")}
    scenarios.delete(one, by=None)
    assert list(Scenario.objects.all()) == [other]
    assert JournalEntry.objects.filter(action="scénario supprimé", subject_id=str(one.pk)).exists()


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_who_does_not_rank_does_not_change_scenarios(role):
    call = CallFactory()
    scenario, by = made(call), agent(role)
    for act in (
        lambda: scenarios.create(call, {"name": "Autre"}, by=by),
        lambda: scenarios.change(scenario, {"name": "Autre"}, by=by),
        lambda: scenarios.fix_amounts(scenario, {}, by=by),
        lambda: scenarios.delete(scenario, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert [row.name for row in Scenario.objects.all()] == ["Essai"]


euros = st.decimals("0", "3400", places=2)


class TestReality(TestCase):
    """A scenario, whatever it tries, writes nothing of reality."""

    @settings(max_examples=8)
    @given(
        st.fixed_dictionaries(
            {"minimum_criteria": st.integers(0, 3), "points_size": st.integers(0, 9)},
            optional={"priority_threshold": euros, "envelope": euros},
        ),
        st.lists(st.none() | euros, min_size=3, max_size=3),
    )
    def test_it_is_left_as_it_was(self, values, amounts):
        call, dossiers = call_with_three()
        ranking.rank_call(call, by=None)
        before = reality()
        scenario = made(call, **values)
        keys = [dossier.pk for dossier in dossiers]
        scenarios.fix_amounts(scenario, dict(zip(keys, amounts, strict=True)), by=None)
        tried(scenario)
        scenarios.change(scenario, {"name": "Autre"}, by=None)
        scenarios.delete(scenario, by=None)
        assert reality() == before
