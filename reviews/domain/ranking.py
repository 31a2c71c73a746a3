"""The prioritisation of a call: read the dossiers, compute, keep the result with its inputs and its rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from applications.models import Call, Candidacy, SchoolProject
from equipment.amounts import amounts_by_candidacy
from equipment.pricing import Amounts
from tne38.core import journal

from ..models import Envelope, Ranking, Score
from ..report import rule_as_data, totals_as_data
from ..scoring import Candidate, EnvelopeUse, Result, Rule, fill, rank


@dataclass(frozen=True)
class Prioritisation:
    """A computed prioritisation, stored or not: what `report.py` prints."""

    call: Call
    rule: Rule
    results: list[Result]
    amounts: dict[int, Amounts]
    candidacies: dict[int, Candidacy]
    uai: dict[int, str | None]
    envelope: EnvelopeUse | None


def rule_of(call: Call) -> Rule:
    """The rule that the call's settings describe."""
    if not call.automatic_criteria:
        return Rule(automatic=False)
    return Rule(
        automatic=True,
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


def envelope_of(call: Call) -> Decimal | None:
    """The money of a call, all funders together, in euros; None when no envelope is set."""
    return Envelope.objects.filter(call=call).aggregate(total=Sum("amount"))["total"]


def compute(call: Call, rule: Rule, *, envelope: Decimal | None = None) -> Prioritisation:
    """Rank the deposited dossiers of a call under a rule, storing nothing; a constant number of queries."""
    candidacies = list(
        Candidacy.objects.filter(call=call).in_ranking().select_related("call", "organisation")
    )
    amounts = amounts_by_candidacy(candidacies, call)
    projects: dict[int, list[SchoolProject]] = {}
    for project in SchoolProject.objects.filter(candidacy__in=[c.pk for c in candidacies]).select_related(
        "school"
    ):
        projects.setdefault(project.candidacy_id, []).append(project)
    candidates = [
        _candidate(candidacy, projects.get(candidacy.pk, []), amounts[candidacy.pk])
        for candidacy in candidacies
    ]
    results = rank(candidates, rule)
    return Prioritisation(
        call=call,
        rule=rule,
        results=results,
        amounts=amounts,
        candidacies={candidacy.pk: candidacy for candidacy in candidacies},
        uai={pk: rows[0].school.uai if len(rows) == 1 else None for pk, rows in projects.items()},
        envelope=None if envelope is None else fill(results, envelope),
    )


def _candidate(candidacy: Candidacy, projects: Iterable[SchoolProject], amounts: Amounts) -> Candidate:
    projects = list(projects)
    assert candidacy.number is not None
    assert candidacy.deposited_at is not None
    return Candidate(
        key=candidacy.pk,
        number=candidacy.number,
        deposited_at=candidacy.deposited_at,
        divisions=sum(project.divisions or 0 for project in projects),
        pupils=sum(project.pupils or 0 for project in projects),
        linked_to_lycee=projects[0].linked_to_lycee if len(projects) == 1 else None,
        working_projectors=sum(project.working_projectors or 0 for project in projects),
        working_mobile_labs=sum(project.working_mobile_labs or 0 for project in projects),
        amount_eligible=amounts.amount_eligible,
        tne_share=candidacy.terms.tne_share,
    )


@transaction.atomic
def rank_call(call: Call, *, by: Any) -> Prioritisation:
    """Compute the prioritisation of a call with its own settings, and store it as the one in force."""
    found = compute(call, rule_of(call), envelope=envelope_of(call))
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
