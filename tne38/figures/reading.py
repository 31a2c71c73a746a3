"""What the figures of a call are made of, added up by the database in a constant number of queries."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from applications.enums import CandidacyState
from applications.models import Call, Candidacy, SchoolProject
from conventions.models import Payment, Vote
from equipment.models import Line
from reviews.domain import entrants
from reviews.domain.ranking import envelopes_of
from reviews.enums import Funder, Outcome
from reviews.models import Decision
from tne38.core.money import ZERO, split, total

_GIVEN_UP = [CandidacyState.WITHDRAWN, CandidacyState.LAPSED]
NOWHERE = "Commune inconnue"


@dataclass(frozen=True)
class Money:
    """What one funder is asked for, and what became of it, in euros; `envelope` is None where it has none."""

    label: str
    asked: Decimal
    eligible: Decimal
    granted: Decimal
    voted: Decimal
    paid: Decimal
    envelope: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """Of the envelope, once what is granted is taken."""
        return None if self.envelope is None else self.envelope - self.granted


@dataclass(frozen=True)
class Territory:
    """The dossiers to rank whose schools are in an EPCI, in euros."""

    name: str
    dossiers: int
    schools: int
    eligible: Decimal
    granted: Decimal


@dataclass(frozen=True)
class Equipment:
    """What is asked for of one category, in euros of expense."""

    label: str
    quantity: int
    asked: Decimal
    eligible: Decimal


def by_state(call: Call) -> list[tuple[str, str, int]]:
    """Each state with its label and its dossiers, in the order of their life; those without dossier left out."""
    rows = Candidacy.objects.filter(call=call).deposited().order_by().values_list("state")
    counts = dict(rows.annotate(number=Count("pk")))
    return [(state.value, str(state.label), counts[state]) for state in CandidacyState if state in counts]


def by_funder(call: Call) -> list[Money]:
    """Each funder, then both together."""
    found, envelopes = entrants.read(call), envelopes_of(call)
    parts = []
    for candidate in found.ordered:
        amounts = found.amounts[candidate.key]
        asked = split(amounts.amount_asked, candidate.tne_share)
        parts.append((*asked, *split(amounts.amount_eligible, candidate.tne_share)))
    granted, voted, paid = (_shares(rows) for rows in _spent(call))
    rows = [
        Money(
            label=str(funder.label),
            asked=total(part[place] for part in parts),
            eligible=total(part[place + 2] for part in parts),
            granted=granted[place],
            voted=voted[place],
            paid=paid[place],
            envelope=envelopes.get(funder),
        )
        for place, funder in enumerate((Funder.DEPARTMENT, Funder.TNE))
    ]
    return [*rows, _together(rows)]


def _spent(call: Call) -> tuple[QuerySet[Any], QuerySet[Any], QuerySet[Any]]:
    """What was decided, voted and paid of the dossiers that were not given up."""
    return (
        _granted(call),
        Vote.objects.filter(candidacy__call=call).exclude(candidacy__state__in=_GIVEN_UP),
        Payment.objects.filter(convention__candidacy__call=call, paid_on__isnull=False),
    )


def _granted(call: Call) -> QuerySet[Decision]:
    selected = Decision.objects.filter(candidacy__call=call, outcome=Outcome.SELECTED)
    return selected.exclude(candidacy__state__in=_GIVEN_UP)


def _shares(rows: QuerySet[Any]) -> tuple[Decimal, Decimal]:
    found = rows.aggregate(department=Sum("department_share"), tne=Sum("tne_share"))
    return found["department"] or ZERO, found["tne"] or ZERO


def _together(rows: list[Money]) -> Money:
    envelopes = [row.envelope for row in rows if row.envelope is not None]
    return Money(
        label="Les deux ensemble",
        asked=total(row.asked for row in rows),
        eligible=total(row.eligible for row in rows),
        granted=total(row.granted for row in rows),
        voted=total(row.voted for row in rows),
        paid=total(row.paid for row in rows),
        envelope=total(envelopes) if envelopes else None,
    )


def _ranked(call: Call) -> QuerySet[Candidacy]:
    return Candidacy.objects.filter(call=call).in_ranking().order_by()


def by_territory(call: Call) -> list[Territory]:
    """Each EPCI that has a school in a dossier to rank, by eligible expense."""
    keys = _ranked(call).values("pk")
    name = "school__commune__epci__name"
    places = SchoolProject.objects.filter(candidacy__in=keys).order_by()
    counts = places.values_list(name).annotate(
        dossiers=Count("candidacy", distinct=True), schools=Count("pk")
    )
    lines = Line.objects.filter(project__candidacy__in=keys)
    eligible = lines.expenses_by(f"project__{name}")
    first = SchoolProject.objects.filter(candidacy=OuterRef("candidacy")).order_by("position", "pk")
    decided = _granted(call).order_by().annotate(epci=Subquery(first.values(name)[:1]))
    granted = dict(decided.values_list("epci").annotate(amount=Sum("amount")))
    rows = [
        Territory(
            name=epci or NOWHERE,
            dossiers=dossiers,
            schools=schools,
            eligible=eligible[epci].eligible if epci in eligible else ZERO,
            granted=granted.get(epci) or ZERO,
        )
        for epci, dossiers, schools in counts
    ]
    return sorted(rows, key=lambda row: (-row.eligible, row.name))


def by_category(call: Call) -> list[Equipment]:
    """Each category of the catalogue that a dossier to rank asks for, by eligible expense."""
    lines = Line.objects.filter(project__candidacy__in=_ranked(call).values("pk"))
    quantities = dict(
        lines.order_by().values_list("item__category__label").annotate(quantity=Sum("quantity"))
    )
    rows = [
        Equipment(label, quantities[label], expense.asked, expense.eligible)
        for label, expense in lines.expenses_by("item__category__label").items()
    ]
    return sorted(rows, key=lambda row: (-row.eligible, row.label))
