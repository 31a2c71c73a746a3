"""The prioritisation of a call: read the dossiers, compute, keep the result with its inputs and its rule."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Sum

from applications.models import Call, Candidacy
from equipment.pricing import Amounts
from tne38.core import journal
from tne38.core.errors import DomainError

from ..models import Envelope, Ranking, Score
from ..report import judged_as_data, rule_as_data, totals_as_data
from ..scoring import EnvelopeUse, Result, Rule, fill, fix, rank_in_order, two_decimals
from . import entrants, grid
from .entrants import Entrants


@dataclass(frozen=True)
class Prioritisation:
    """A computed prioritisation, stored or not: what `report.py` prints."""

    call: Call
    rule: Rule
    results: list[Result]
    amounts: dict[int, Amounts]
    references: dict[int, str]
    uai: dict[int, str | None]
    envelope: EnvelopeUse | None


def rule_of(call: Call) -> Rule:
    """The rule that the call's settings describe."""
    judged = grid.criteria_of(call)
    if not call.automatic_criteria:
        return Rule(automatic=False, judged=judged)
    return Rule(
        automatic=True,
        judged=judged,
        minimum_criteria=call.minimum_criteria,
        priority_threshold=call.priority_threshold,
        standard_threshold=call.standard_threshold,
        maximum_divisions=call.maximum_divisions,
        maximum_pupils=call.maximum_pupils,
        low_equipment_rate=call.low_equipment_rate,
        points_isolated=call.points_isolated,
        points_size=call.points_size,
        points_low_equipment=call.points_low_equipment,
    )


def rule_under(rule: Rule, changes: Mapping[str, Any]) -> Rule:
    """The rule of a call with some settings changed, by name. Raises DomainError « sans_critere »."""
    if changes and not rule.automatic:
        message = (
            "Cet appel n’a ni critère automatique ni seuil : seuls l’enveloppe et les montants changent."
        )
        raise DomainError("sans_critere", message)
    return replace(rule, **changes)


def envelope_of(call: Call) -> Decimal | None:
    """The money of a call, all funders together, in euros; None when no envelope is set."""
    return Envelope.objects.filter(call=call).aggregate(total=Sum("amount"))["total"]


def envelopes_of(call: Call) -> dict[str, Decimal]:
    """What each funder has put into a call, in euros."""
    return dict(Envelope.objects.filter(call=call).values_list("funder", "amount"))


def compute(
    call: Call, rule: Rule, *, envelope: Decimal | None = None, fixed: Mapping[int, Decimal] | None = None
) -> Prioritisation:
    """Rank the deposited dossiers of a call under a rule, storing nothing; a constant number of queries."""
    return settle(entrants.read(call), rule, envelope=envelope, fixed=fixed)


def settle(
    found: Entrants,
    rule: Rule,
    *,
    envelope: Decimal | None = None,
    fixed: Mapping[int, Decimal] | None = None,
) -> Prioritisation:
    """Rank dossiers already read, as often as there are settings to try.

    `fixed` are amounts (euros, by dossier) that replace the proposition of the rule.
    """
    results = fix(rank_in_order(found.ordered, rule), fixed or {})
    return Prioritisation(
        call=found.call,
        rule=rule,
        results=results,
        amounts=found.amounts,
        references=found.references,
        uai=found.uai,
        envelope=None if envelope is None else fill(results, envelope),
    )


def as_set(found: Entrants) -> Prioritisation:
    """What the settings and the envelope of the call itself give."""
    return settle(found, rule_of(found.call), envelope=envelope_of(found.call))


@transaction.atomic
def rank_call(call: Call, *, by: Any) -> Prioritisation:
    """Compute the prioritisation of a call with its own settings, and store it as the one in force."""
    found = as_set(entrants.read(call))
    ranking = Ranking.objects.create(
        call=call,
        rule=rule_as_data(found.rule),
        totals=totals_as_data(found),
        actor_label=str(by) if by is not None else "le portail",
    )
    Score.objects.bulk_create(_row(ranking, found, result) for result in found.results)
    journal.record(
        "priorisation calculée",
        call,
        by=by,
        after={"dossiers": len(found.results), "regle": ranking.rule, "totaux": ranking.totals},
    )
    return found


def _row(ranking: Ranking, found: Prioritisation, result: Result) -> Score:
    candidate, amounts = result.candidate, found.amounts[result.candidate.key]
    return Score(
        ranking=ranking,
        candidacy_id=candidate.key,
        rank=result.rank,
        inputs={
            "divisions": candidate.divisions,
            "eleves": candidate.pupils,
            "relie_a_un_lycee": candidate.linked_to_lycee,
            "videoprojections_en_bon_etat": candidate.working_projectors,
            "classes_mobiles_en_bon_etat": candidate.working_mobile_labs,
            "depose_le": candidate.deposited_at.isoformat(),
        },
        criteria=[
            {"code": item.code, "rempli": item.met, "valeur": item.value, "points": item.points}
            for item in result.criteria
        ],
        points=result.points,
        judged=[judged_as_data(item) for item in candidate.judgements],
        judged_points=Decimal(two_decimals(Fraction(candidate.judged_points))),
        is_priority=result.is_priority,
        expense_asked=amounts.expense_asked,
        expense_eligible=amounts.expense_eligible,
        rate=amounts.rate,
        amount_asked=amounts.amount_asked,
        amount_eligible=amounts.amount_eligible,
        threshold=result.threshold,
        proposal=result.proposal,
        department_share=result.department_share,
        tne_share=result.tne_share,
        to_arbitrate=result.to_arbitrate,
    )


def score_in_force(candidacy: Candidacy) -> Score | None:
    """The dossier's place in the latest ranking of its call, if it is in it."""
    latest = Ranking.objects.filter(call_id=candidacy.call_id).order_by("-created_at", "-pk").values("pk")[:1]
    return Score.objects.filter(candidacy=candidacy, ranking__in=latest).select_related("ranking").first()
