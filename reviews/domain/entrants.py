"""What a prioritisation reads of the dossiers of a call, once for all the settings that are tried on them.

Columns and sums, no objects: the number of queries is constant, and ten thousand dossiers stay light.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from applications.models import Call, Candidacy, SchoolProject
from applications.terms import Terms
from equipment.amounts import amounts_under
from equipment.pricing import Amounts

from ..judging import JudgedCriterion, Judgement, judged_again
from ..scoring import Candidate, in_order
from . import grid

_OF_A_SCHOOL = (
    "candidacy",
    "divisions",
    "pupils",
    "linked_to_lycee",
    "working_projectors",
    "working_mobile_labs",
    "school__uai",
)


@dataclass(frozen=True)
class Entrants:
    """The dossiers to rank, in the order that decides between those with as many points; the rest by key."""

    call: Call
    ordered: list[Candidate]
    amounts: dict[int, Amounts]
    references: dict[int, str]
    uai: dict[int, str | None]


def read(call: Call) -> Entrants:
    """The deposited dossiers of a call that a prioritisation ranks."""
    ranked = Candidacy.objects.filter(call=call).in_ranking().order_by()
    rows = list(
        ranked.values_list(
            "pk",
            "number",
            "reference",
            "deposited_at",
            Cast("frozen", TextField()),
            "organisation__recovers_vat",
        )
    )
    keys = ranked.values("pk")
    terms = dict(_terms(call, rows))
    amounts = amounts_under(terms, [call.pk], within=keys)
    schools: dict[int, list[tuple[Any, ...]]] = {row[0]: [] for row in rows}
    projects = SchoolProject.objects.filter(candidacy__in=keys).order_by("candidacy", "position", "pk")
    for key, *values in projects.values_list(*_OF_A_SCHOOL):
        schools[key].append(tuple(values))
    judgements = grid.judgements_of(grid.criteria_of(call), terms)
    candidates = [
        _candidate(row, schools[row[0]], terms[row[0]], amounts[row[0]], judgements.get(row[0], ()))
        for row in rows
    ]
    return Entrants(
        call=call,
        ordered=in_order(candidates, automatic=call.automatic_criteria),
        amounts=amounts,
        references={row[0]: row[2] for row in rows},
        uai={key: found[0][-1] if len(found) == 1 else None for key, found in schools.items()},
    )


def judged_by(found: Entrants, criteria: Sequence[JudgedCriterion]) -> Entrants:
    """The same dossiers and marks, under other weights of what the members judge; nothing is read again."""
    ordered = [
        replace(candidate, judgements=judged_again(candidate.judgements, criteria))
        for candidate in found.ordered
    ]
    return replace(found, ordered=ordered)


def _terms(call: Call, rows: list[tuple[Any, ...]]) -> Iterator[tuple[int, Terms]]:
    """What each dossier froze at its deposit; most of a call froze the same, which is read once."""
    known: dict[str, Terms] = {}
    for key, _, _, _, frozen, recovers_vat in rows:
        if frozen not in known:
            data = json.loads(frozen)
            if not data:
                yield key, call.terms_for(recovers_vat)
                continue
            known[frozen] = Terms.from_data(data)
        yield key, known[frozen]


def _candidate(
    row: tuple[Any, ...],
    schools: list[tuple[Any, ...]],
    terms: Terms,
    amounts: Amounts,
    judgements: tuple[Judgement, ...],
) -> Candidate:
    divisions, pupils, linked, projectors, labs = (
        [school[place] for school in schools] for place in range(5)
    )
    return Candidate(
        key=row[0],
        number=row[1],
        deposited_at=row[3],
        divisions=_sum(divisions),
        pupils=_sum(pupils),
        linked_to_lycee=linked[0] if len(schools) == 1 else None,
        working_projectors=_sum(projectors),
        working_mobile_labs=_sum(labs),
        amount_eligible=amounts.amount_eligible,
        tne_share=terms.tne_share,
        judgements=judgements,
    )


def _sum(figures: list[int | None]) -> int:
    return sum(figure or 0 for figure in figures)
