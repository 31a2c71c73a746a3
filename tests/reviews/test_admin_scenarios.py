"""The scenarios in the agents' site: made, changed, compared, in a constant number of queries."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reviews.domain import decisions, funding, ranking, scenarios
from reviews.enums import Funder, Outcome
from reviews.models import Scenario
from tests.agents import conforming, invited, queries_of, sign_in
from tests.factories import CallFactory
from tests.reviews.crowd import crowd
from tne38.accounts.enums import Role

pytestmark = pytest.mark.django_db


def address(name: str, *arguments) -> str:
    return reverse(f"admin:reviews_scenario_{name}", args=arguments)


def call_with_three():
    """Three dossiers of 3 400 €, 6 500 € for them: one fits, 3 100 € are left."""
    call = CallFactory()
    dossiers = [conforming(call, working_projectors=place) for place in range(3)]
    funding.endow(call, {Funder.DEPARTMENT: Decimal("3500.00"), Funder.TNE: Decimal("3000.00")})
    return call, dossiers


def made(call, **values) -> Scenario:
    return scenarios.create(call, {"name": "Essai", **values}, by=None)


def test_a_scenario_is_made_changed_and_deleted_by_its_pages(client):
    sign_in(client, Role.INSTRUCTEUR)
    call, [first, *_] = call_with_three()
    answer = client.get(address("create", call.slug))
    assert "Laissé vide, comme l’appel\u00a0: 60\u00a0000\u00a0€." in answer.text
    typed = {"name": "Deux fois moins", "standard_threshold": "1 500,50", "low_equipment_rate": "0,25"}
    answer = client.post(address("create", call.slug), typed, follow=True)
    scenario = Scenario.objects.get()
    assert (scenario.standard_threshold, scenario.low_equipment_rate) == (Decimal("1500.50"), Decimal("0.25"))
    assert scenario.minimum_criteria is None
    assert "Le scénario est enregistré." in answer.text
    client.post(address("settings", scenario.pk), {"name": "Autre nom", "points_size": "7"})
    scenario.refresh_from_db()
    assert (scenario.name, scenario.settings) == ("Autre nom", {"points_size": 7})
    client.post(address("amounts", scenario.pk), {str(first.pk): "12,34"})
    assert scenarios.fixed_amounts(scenario) == {first.pk: Decimal("12.34")}
    client.post(f"{address('create', call.slug)}?depuis={scenario.pk}", {"name": "Variante"})
    assert scenarios.fixed_amounts(Scenario.objects.get(name="Variante")) == {first.pk: Decimal("12.34")}
    assert "seront perdus" in client.get(address("delete", scenario.pk)).text
    client.post(address("delete", scenario.pk))
    assert [row.name for row in Scenario.objects.all()] == ["Variante"]


def test_what_is_wrong_is_told_beside_its_field(client):
    sign_in(client, Role.INSTRUCTEUR)
    call, [first, *_] = call_with_three()
    scenario = made(call)
    answer = client.post(address("create", call.slug), {"name": "Essai", "low_equipment_rate": "faible"})
    assert answer.context["form"].errors["low_equipment_rate"] == ["Écrivez un taux, par exemple 0,50."]
    answer = client.post(address("create", call.slug), {"name": "Essai"})
    assert answer.context["form"].errors["name"] == ["Un scénario de cet appel porte déjà ce nom."]
    answer = client.post(address("amounts", scenario.pk), {str(first.pk): "3400,01"})
    assert answer.context["form"].errors[str(first.pk)] == [
        "Le montant est compris entre 0 et ce qui est éligible : 3\u00a0400,00\u00a0€."
    ]
    assert "3400,01" in answer.text


def test_who_enters_who_leaves_and_what_it_costs(client):
    user, (call, [first, second, third]) = sign_in(client, Role.COMMISSION), call_with_three()
    invited(call, user)
    scenario = made(call, envelope=Decimal("6800.00"))
    scenarios.fix_amounts(scenario, {first.pk: Decimal("0.00")}, by=None)
    answer = client.get(address("change", scenario.pk))
    page = answer.context["page"]
    assert [change.key for change in page.comparison.entering] == [second.pk, third.pk]
    assert [change.key for change in page.comparison.leaving] == [first.pk]
    assert page.summary == [
        ("Entrent", 2, Decimal("6800.00")),
        ("Sortent", 1, Decimal("-3400.00")),
        ("Montant changé", 0, Decimal("0.00")),
    ]
    assert page.difference == page.after.funded.amount - page.before.funded.amount == Decimal("3400.00")
    assert (page.after.funded.department, page.after.funded.tne) == (Decimal("3400.00"), Decimal("3400.00"))
    assert "+\u00a03\u00a0400,00\u00a0€" in answer.text
    assert "−\u00a03\u00a0400,00\u00a0€" in answer.text
    entering = client.get(address("change", scenario.pk), {"montrer": "entrent"}).context["page"]
    assert [row.candidacy.pk for row in entering.rows] == [second.pk, third.pk]


def test_a_scenario_is_compared_to_another_and_to_the_decisions(client):
    user, (call, [first, *_]) = sign_in(client, Role.COMMISSION), call_with_three()
    invited(call, user)
    one, other = made(call), scenarios.create(call, {"name": "Rien", "envelope": Decimal(0)}, by=None)
    page = client.get(address("change", one.pk), {"avec": str(other.pk)}).context["page"]
    assert (page.before.label, page.before.funded.count, page.after.funded.count) == ("Rien", 0, 1)
    ranking.rank_call(call, by=None)
    decisions.decide(
        first,
        Outcome.SELECTED,
        amount=Decimal("2000.00"),
        reason="Motif",
        decided_on=first.deposited_at.date(),
        by=None,
    )
    page = client.get(address("change", one.pk), {"avec": "decisions"}).context["page"]
    assert [(change.key, change.difference) for change in page.comparison.changing] == [
        (first.pk, Decimal("1400.00"))
    ]
    assert client.get(address("change", one.pk), {"avec": "999", "page": "x"}).context["page"].against == (
        "appel"
    )


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_who_only_reads_changes_nothing(client, role):
    user, (call, _) = sign_in(client, role), call_with_three()
    invited(call, user)
    scenario = made(call)
    assert "Créer un scénario" not in client.get(address("of_call", call.slug)).text
    assert "Supprimer" not in client.get(address("change", scenario.pk)).text
    for name in ("settings", "amounts", "delete"):
        assert client.post(address(name, scenario.pk), {"name": "Autre"}).status_code == 403
    assert client.post(address("create", call.slug), {"name": "Autre"}).status_code == 403
    assert [row.name for row in Scenario.objects.all()] == ["Essai"]


def test_the_pages_cost_the_same_with_three_dossiers_and_with_a_thousand(client):
    sign_in(client, Role.GESTIONNAIRE)
    costs = []
    for count in (3, 1000):
        call = CallFactory()
        crowd(call, count)
        funding.endow(call, {Funder.DEPARTMENT: Decimal("2500.00")})
        one = made(call)
        other = scenarios.create(call, {"name": "Autre", "envelope": Decimal("99000")}, by=None)
        costs.append(
            [
                queries_of(client, f"{address('change', one.pk)}?avec={other.pk}&montrer=tous"),
                queries_of(client, address("amounts", one.pk)),
                queries_of(client, address("of_call", call.slug)),
            ]
        )
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 24
