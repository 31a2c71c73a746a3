"""A prioritisation as data: the JSON of `score_call` and `simulate_call` (docs/commandes.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tne38.core.money import plain, to_cent, total

from .scoring import Result, Rule, proposed

if TYPE_CHECKING:
    from .domain.ranking import Prioritisation


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else plain(to_cent(value))


def rule_as_data(rule: Rule) -> dict[str, Any]:
    """The settings of a rule; null where the call has no automatic criterion."""
    return {
        "criteres_minimum": rule.minimum_criteria,
        "seuil_prioritaire": _amount(rule.priority_threshold),
        "seuil_standard": _amount(rule.standard_threshold),
        "divisions_max": rule.maximum_divisions,
        "eleves_max": rule.maximum_pupils,
        "taux_equipement_faible": _amount(rule.low_equipment_rate),
    }


def totals_as_data(found: Prioritisation) -> dict[str, Any]:
    """The sums over all ranked dossiers."""
    results = found.results
    amounts = [found.amounts[result.candidate.key] for result in results]
    return {
        "dossiers": len(results),
        "prioritaires": sum(bool(result.is_priority) for result in results),
        "montant_demande": plain(total(item.amount_asked for item in amounts)),
        "montant_eligible": plain(total(item.amount_eligible for item in amounts)),
        "proposition": plain(proposed(results)),
        "part_departement": plain(total(result.department_share for result in results)),
        "part_tne": plain(total(result.tne_share for result in results)),
        "arbitrage": sum(result.to_arbitrate for result in results),
    }


def as_data(found: Prioritisation) -> dict[str, Any]:
    """The whole document."""
    return {
        "appel": found.call.slug,
        "regle": rule_as_data(found.rule),
        "classement": [_row(found, result) for result in found.results],
        "totaux": totals_as_data(found),
        "enveloppe": None
        if found.envelope is None
        else {
            "montant": plain(found.envelope.amount),
            "reste": plain(found.envelope.left),
            "hors_enveloppe": list(found.envelope.left_out),
        },
    }


def _row(found: Prioritisation, result: Result) -> dict[str, Any]:
    key, amounts = result.candidate.key, found.amounts[result.candidate.key]
    return {
        "rang": result.rank,
        "numero": result.candidate.number,
        "reference": found.candidacies[key].reference or None,
        "uai": found.uai.get(key),
        "criteres": {item.code: {"rempli": item.met, "valeur": item.value} for item in result.criteria},
        "prioritaire": result.is_priority,
        "points": result.points,
        "depense_demandee": plain(amounts.expense_asked),
        "depense_eligible": plain(amounts.expense_eligible),
        "taux": _amount(amounts.rate),
        "montant_demande": plain(amounts.amount_asked),
        "montant_eligible": plain(amounts.amount_eligible),
        "seuil": _amount(result.threshold),
        "au_dela_du_seuil": result.to_arbitrate,
        "proposition": plain(result.proposal),
        "part_departement": plain(result.department_share),
        "part_tne": plain(result.tne_share),
        "arbitrage": result.to_arbitrate,
    }
