"""Scenarios: trying other settings and other amounts on the dossiers of a call. Nothing here writes anything else."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.models import Call
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import french, plain

from ..judging import reweighed
from ..models import Scenario, ScenarioLine, ScenarioWeight
from ..models.scenarios import RULE_SETTINGS
from ..scoring import Rule
from . import entrants, grid, ranking
from .entrants import Entrants
from .ranking import Prioritisation

CHANGE = "reviews.change_scenario"
FIELDS = ("name", *RULE_SETTINGS, "envelope")


@transaction.atomic
def create(call: Call, values: Mapping[str, Any], *, by: Any, like: Scenario | None = None) -> Scenario:
    """Keep a new scenario; `like` is one whose amounts it takes over. A setting left out is that of the call.

    `values` are those of FIELDS, and « weights »: by key of a judged criterion, its weight or None. Raises DomainError « champ_invalide », « sans_critere »; NotAllowed.
    """
    _require(by)
    scenario = Scenario(call=call, actor_label=str(by) if by is not None else "le portail")
    _write(scenario, values)
    if like is not None:
        ScenarioLine.objects.bulk_create(
            ScenarioLine(scenario=scenario, candidacy_id=line.candidacy_id, amount=line.amount)
            for line in like.lines.filter(candidacy__call=call)
        )
    journal.record("scénario créé", scenario, by=by, after=_told(scenario))
    return scenario


@transaction.atomic
def change(scenario: Scenario, values: Mapping[str, Any], *, by: Any) -> Scenario:
    """Change the name and the settings of a scenario. Raises as `create`."""
    _require(by)
    scenario = _locked(scenario)
    before = _told(scenario)
    _write(scenario, values)
    journal.record("scénario modifié", scenario, by=by, before=before, after=_told(scenario))
    return scenario


@transaction.atomic
def fix_amounts(scenario: Scenario, amounts: Mapping[int, Decimal | None], *, by: Any) -> Scenario:
    """Give dossiers (by key) the amounts that this scenario tries, in euros; None goes back to the calculation.

    An amount is at most what is eligible. Raises DomainError « montant_invalide », whose field is the key of the
    dossier; NotAllowed.
    """
    _require(by)
    scenario = _locked(scenario)
    eligible = entrants.read(scenario.call).amounts
    for key, amount in amounts.items():
        if key not in eligible:
            raise DomainError("montant_invalide", "Ce dossier n’est pas à classer.", field=str(key))
        most = eligible[key].amount_eligible
        if amount is not None and not 0 <= amount <= most:
            message = f"Le montant est compris entre 0 et ce qui est éligible : {french(most)}."
            raise DomainError("montant_invalide", message, field=str(key))
    before = fixed_amounts(scenario)
    scenario.lines.filter(candidacy__in=amounts).delete()
    given = {key: amount for key, amount in amounts.items() if amount is not None}
    ScenarioLine.objects.bulk_create(
        ScenarioLine(scenario=scenario, candidacy_id=key, amount=amount) for key, amount in given.items()
    )
    journal.record(
        "montants d’un scénario modifiés",
        scenario,
        by=by,
        before=_plain(before),
        after=_plain(fixed_amounts(scenario)),
    )
    return scenario


@transaction.atomic
def delete(scenario: Scenario, *, by: Any) -> None:
    """Delete a scenario with its amounts; the journal keeps what it said. Raises NotAllowed."""
    _require(by)
    scenario = _locked(scenario)
    told, key = _told(scenario), scenario.pk
    scenario.delete()
    scenario.pk = key
    journal.record("scénario supprimé", scenario, by=by, before=told)


def try_out(scenario: Scenario, found: Entrants, real: Prioritisation) -> Prioritisation:
    """What a scenario gives on the dossiers of its call, already read; stores nothing.

    `real` is what the call itself gives (`ranking.as_set`): a setting left empty is its own.
    """
    envelope = scenario.envelope
    if envelope is None and real.envelope is not None:
        envelope = real.envelope.amount
    found, rule = under(scenario, found, real.rule)
    return ranking.settle(found, rule, envelope=envelope, fixed=fixed_amounts(scenario))


def under(scenario: Scenario, found: Entrants, rule: Rule) -> tuple[Entrants, Rule]:
    """The dossiers and the rule of a call, as a scenario changes them."""
    # A call may have lost its criteria since: what is left to try are the weights, the envelope and the amounts.
    rule = ranking.rule_under(rule, scenario.settings) if rule.automatic else rule
    weights = tried_weights(scenario)
    if not weights:
        return found, rule
    judged = reweighed(rule.judged, weights)
    return entrants.judged_by(found, judged), replace(rule, judged=judged)


def tried_weights(scenario: Scenario) -> dict[int, int]:
    """The weights that a scenario tries, by key of the criterion; from the rows loaded with it when they are."""
    return {row.criterion_id: row.weight for row in scenario.weights.all()}


def fixed_amounts(scenario: Scenario) -> dict[int, Decimal]:
    """The amounts that a scenario gives, in euros, by dossier; from the lines loaded with it when they are."""
    return {line.candidacy_id: line.amount for line in scenario.lines.all()}


def _locked(scenario: Scenario) -> Scenario:
    return Scenario.objects.select_for_update(of=("self",)).select_related("call").get(pk=scenario.pk)


def _require(by: Any) -> None:
    if by is not None and not by.has_perm(CHANGE):
        raise NotAllowed


def _write(scenario: Scenario, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        setattr(scenario, name, values.get(name))
    ranking.rule_under(ranking.rule_of(scenario.call), scenario.settings)
    try:
        scenario.full_clean()
    except ValidationError as error:
        [field, messages], *_ = error.message_dict.items()
        raise DomainError(
            "champ_invalide", messages[0], field="name" if field == "__all__" else field
        ) from None
    scenario.save()
    _write_weights(scenario, values.get("weights") or {})


def _write_weights(scenario: Scenario, weights: Mapping[int, int | None]) -> None:
    """Those of the criteria of its call; None is the weight of the call."""
    known = {item.key for item in grid.criteria_of(scenario.call)}
    if unknown := sorted(weights.keys() - known):
        raise DomainError("champ_invalide", "Ce critère n’est pas de cet appel.", field=f"poids-{unknown[0]}")
    scenario.weights.all().delete()
    given = {key: weight for key, weight in weights.items() if weight is not None}
    ScenarioWeight.objects.bulk_create(
        ScenarioWeight(scenario=scenario, criterion_id=key, weight=weight) for key, weight in given.items()
    )


def _told(scenario: Scenario) -> dict[str, Any]:
    values = {name: getattr(scenario, name) for name in FIELDS}
    told = {name: value for name, value in values.items() if value is not None}
    weights = {row.criterion.label: row.weight for row in scenario.weights.select_related("criterion")}
    return {**told, "poids": weights} if weights else told


def _plain(amounts: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(key): plain(amount) for key, amount in sorted(amounts.items())}
