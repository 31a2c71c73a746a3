"""The grid of a call, set by the administration, shut by the first opinion filed."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from reviews.domain import grid
from reviews.models import JudgedCriterion
from tests.agents import sign_in
from tests.applications.test_admin_calls import filled
from tests.factories import CallFactory
from tests.reviews.judges import asked, filed, judged_call
from tests.reviews.sittings import dossiers_of
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError

pytestmark = pytest.mark.django_db


def address(call) -> str:
    return reverse("admin:applications_call_change", args=[call.pk])


def row(number: int, **values) -> dict[str, str]:
    return {f"judged_criteria-{number}-{name}": value for name, value in values.items()}


def test_a_1er_degre_call_is_given_its_grid_on_its_page(client):
    sign_in(client, Role.ADMINISTRATEUR)
    call = CallFactory(automatic_criteria=False)
    new = row(0, label="Qualité du projet", help="Un usage par classe.", weight="2", scale="5", position="1")
    answer = client.post(address(call), filled(client, call) | new | {"judged_criteria-TOTAL_FORMS": "1"})
    assert answer.status_code == 302, answer.context["errors"]
    [criterion] = grid.criteria_of(call)
    assert (criterion.label, criterion.weight, criterion.scale) == ("Qualité du projet", 2, 5)
    assert journal.history(call).get().after["judged_criteria"] == ["Qualité du projet"]


def test_a_first_opinion_shuts_the_grid(client):
    sign_in(client, Role.ADMINISTRATEUR)
    call = judged_call()
    [candidacy] = dossiers_of(call, 1)
    [criterion] = grid.criteria_of(call)
    page = filled(client, call)
    assert page["judged_criteria-0-weight"] == "2"
    filed(candidacy, marks={criterion.key: 3})
    client.post(address(call), page | row(0, weight="9"))
    assert JudgedCriterion.objects.get().weight == 2
    assert "judged_criteria-0-weight" not in client.get(address(call)).text


def test_a_draft_leaves_it_open(client):
    call = judged_call()
    [candidacy] = dossiers_of(call, 1)
    asked(candidacy, comment="En cours")
    grid.require_open(call)
    assert not grid.is_shut(call)


def test_a_change_that_comes_after_the_first_opinion_is_refused():
    call = judged_call()
    [candidacy] = dossiers_of(call, 1)
    [criterion] = grid.criteria_of(call)
    filed(candidacy, marks={criterion.key: 3})
    with pytest.raises(DomainError, match="la grille ne change plus"):
        grid.require_open(call)
    grid.require_open(judged_call())


def test_the_database_refuses_a_criterion_without_weight_and_a_second_one():
    call = judged_call()
    for values in (
        {"label": "Autre", "weight": 0},
        {"label": "Autre", "scale": 0},
        {"label": "Qualité du projet"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            JudgedCriterion.objects.create(call=call, **values)
