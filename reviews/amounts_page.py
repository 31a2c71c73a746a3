"""The dossiers of a scenario with what its rule proposes and the amount it fixes, a page at a time. Reads only."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page, Paginator

from .domain import entrants, ranking, scenarios
from .models import Scenario
from .ranking_page import ROWS, name_of, named


@dataclass(frozen=True)
class Row:
    """One dossier; amounts in euros, `fixed` is None where the scenario follows its rule."""

    key: int
    rank: int
    number: str
    school: str
    eligible: Decimal
    proposal: Decimal
    fixed: Decimal | None


def read(scenario: Scenario, number: str | None) -> tuple[list[Row], Page]:
    """One page of the dossiers, by rank under the rule of the scenario."""
    found = entrants.read(scenario.call)
    results = ranking.settle(*scenarios.under(scenario, found, ranking.rule_of(scenario.call))).results
    pages = Paginator(results, ROWS).get_page(number)
    fixed = scenarios.fixed_amounts(scenario)
    candidacies = named([result.candidate.key for result in pages])
    rows = [
        Row(
            key=result.candidate.key,
            rank=result.rank,
            number=result.candidate.number,
            school=name_of(candidacies[result.candidate.key]),
            eligible=result.candidate.amount_eligible,
            proposal=result.proposal,
            fixed=fixed.get(result.candidate.key),
        )
        for result in pages
    ]
    return rows, pages
