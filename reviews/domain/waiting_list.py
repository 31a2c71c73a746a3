"""The waiting list of a call, in the order of the ranking, and what the money left would serve."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from applications.enums import CandidacyState as State
from applications.models import Call
from equipment.amounts import amounts_of
from tne38.core.money import split

from ..budget import Waiting, promotable
from ..enums import Funder, Outcome
from ..models import Decision
from . import envelope


@dataclass(frozen=True)
class Place:
    """A dossier that waits: its place, what it would be granted (euros), whether the money left serves it."""

    place: int
    decision: Decision
    amount: Decimal
    shares: tuple[Decimal, Decimal]
    served: bool


def in_order(call: Call) -> list[Decision]:
    """The decisions of those who wait, by the rank they were decided with; unranked dossiers come last."""
    waiting = Decision.objects.filter(
        outcome=Outcome.WAITING_LIST, candidacy__call=call, candidacy__state=State.WAITING_LIST
    )
    related = "candidacy__organisation", "candidacy__call", "score__ranking"
    order = F("score__rank").asc(nulls_last=True), "candidacy__number"
    return list(waiting.select_related(*related).order_by(*order))


def places(call: Call) -> list[Place]:
    """The waiting list against the money left, in a constant number of queries for ranked dossiers."""
    decisions = in_order(call)
    amounts = [_amount(decision) for decision in decisions]
    shares = [
        split(amount, decision.candidacy.terms.tne_share)
        for decision, amount in zip(decisions, amounts, strict=True)
    ]
    asked = [
        Waiting(decision.candidacy_id, {Funder.DEPARTMENT: department, Funder.TNE: tne})
        for decision, (department, tne) in zip(decisions, shares, strict=True)
    ]
    left = {state.envelope.funder: state.left for state in envelope.states_of(call)}
    served = set(promotable(asked, left))
    rows = zip(decisions, amounts, shares, strict=True)
    return [
        Place(place, decision, amount, parts, decision.candidacy_id in served)
        for place, (decision, amount, parts) in enumerate(rows, start=1)
    ]


def next_served(call: Call) -> set[int]:
    """The keys of the dossiers that the money left serves, in their turn."""
    return {place.decision.candidacy_id for place in places(call) if place.served}


def _amount(decision: Decision) -> Decimal:
    """What a waiting dossier would be granted: the proposition it was decided with."""
    score = decision.score
    return score.proposal if score else amounts_of(decision.candidacy).amount_eligible
