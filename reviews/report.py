"""A prioritisation as data: the JSON of `score_call` and `simulate_call` (docs/commandes.md)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tne38.core.money import plain, to_cent, total

from .judging import Judgement
from .scoring import Result, Rule, proposed, two_decimals

if TYPE_CHECKING:
    from .domain.ranking import Prioritisation


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else plain(to_cent(value))


def rule_as_data(rule: Rule) -> dict[str, Any]:
    """The settings of a rule; null where the call has no automatic criterion, judged ones only where it has some."""
    judged = [{"libelle": item.label, "poids": item.weight, "note_max": item.scale} for item in rule.judged]
    return {
        "criteres_minimum": rule.minimum_criteria,
        "seuil_prioritaire": _amount(rule.priority_threshold),
        "seuil_standard": _amount(rule.standard_threshold),
        "divisions_max": rule.maximum_divisions,
        "eleves_max": rule.maximum_pupils,
        "taux_equipement_faible": _amount(rule.low_equipment_rate),
        **({"criteres_juges": judged} if judged else {}),
    }


def judged_as_data(judgement: Judgement) -> dict[str, Any]:
    """A judged criterion of one dossier: its weight, every mark that counts, their mean, the points."""
    criterion, mean = judgement.criterion, judgement.mean
    return {
        "libelle": criterion.label,
        "poids": criterion.weight,
        "note_max": criterion.scale,
        "notes": list(judgement.marks),
        "moyenne": None if mean is None else two_decimals(mean),
        "points": two_decimals(judgement.points),
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
        "reference": found.references[key] or None,
        "uai": found.uai.get(key),
        "criteres": {item.code: {"rempli": item.met, "valeur": item.value} for item in result.criteria},
        "prioritaire": result.is_priority,
        "points": result.points,
        **_judged(result),
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


def _judged(result: Result) -> dict[str, Any]:
    """What the judged criteria add; nothing where the call has none."""
    judgements = result.candidate.judgements
    if not judgements:
        return {}
    whole = result.points + Fraction(result.candidate.judged_points)
    return {
        "criteres_juges": [judged_as_data(item) for item in judgements],
        "points_avec_avis": two_decimals(whole),
    }
