"""Scenarios ready to be read: those of a call at a glance, and one beside another. Reads only, constant in queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator

from applications.enums import CandidacyState
from applications.models import Call, Candidacy
from tne38.core.money import french, total

from .comparison import Change, Comparison, Place, Side, Sums, compare, cost, side_of, sums
from .domain import entrants, ranking, scenarios
from .domain.ranking import Prioritisation
from .drawing import Drawing, drawings, outcome_of
from .enums import Outcome
from .models import Decision, Scenario
from .ranking_page import ROWS, name_of, named, shut_to

# What a scenario is compared to, when it is not another one.
SETTINGS, DECISIONS = "appel", "decisions"
_REALITY = {SETTINGS: "Réglages de l’appel", DECISIONS: "Décisions enregistrées"}
_GIVEN_UP = [CandidacyState.WITHDRAWN, CandidacyState.LAPSED]
SHOWN = {
    "ecarts": "Tout ce qui change",
    "entrent": "Ceux qui entrent",
    "sortent": "Ceux qui sortent",
    "changent": "Ceux dont le montant change",
    "tous": "Tous les dossiers",
}


@dataclass(frozen=True)
class Column:
    """One of the two sides: its name, its figures in euros, its pictures."""

    label: str
    side: Side
    funded: Sums
    priorities: int | None
    outside: int
    envelope: Decimal | None
    drawings: list[Drawing]

    @property
    def left(self) -> Decimal | None:
        return None if self.envelope is None else self.envelope - self.funded.amount


@dataclass(frozen=True)
class Row:
    """One dossier on both sides; an outcome is a tone and a word, None where the side does not know it."""

    candidacy: Candidacy
    school: str
    change: Change
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    is_fixed: bool


@dataclass(frozen=True)
class ScenarioPage:
    """What the page of a scenario shows."""

    scenario: Scenario
    settings: list[tuple[str, str, str]]
    before: Column
    after: Column
    comparison: Comparison
    choices: list[tuple[str, str]]
    against: str
    shown: str
    rows: list[Row]
    pages: Page
    # How many of these dossiers do not open for this person: they are in the totals, not in the rows.
    hidden: int

    @property
    def summary(self) -> list[tuple[str, int, Decimal]]:
        """How many dossiers enter, leave and change, and what it costs."""
        found = self.comparison
        return [
            (word, len(changes), cost(changes))
            for word, changes in (
                ("Entrent", found.entering),
                ("Sortent", found.leaving),
                ("Montant changé", found.changing),
            )
        ]

    @property
    def amounts(self) -> list[tuple[str, Decimal | None, Decimal | None]]:
        """The totals of each side, in euros: together, each funder's part, the envelope and what is left of it."""
        before, after = self.before, self.after
        return [
            ("Subventions", before.funded.amount, after.funded.amount),
            ("Part du Département", before.funded.department, after.funded.department),
            ("Part TNE", before.funded.tne, after.funded.tne),
            ("Enveloppe", before.envelope, after.envelope),
            ("Reste", before.left, after.left),
        ]

    @property
    def columns(self) -> tuple[Column, Column]:
        return self.before, self.after

    @property
    def query(self) -> str:
        """What the next pages of the table keep in their address."""
        return f"&avec={self.against}&montrer={self.shown}"

    @property
    def difference(self) -> Decimal:
        return cost(self.comparison.changes)


@dataclass(frozen=True)
class Glance:
    """A scenario in the list of those of its call, against the settings of the call."""

    scenario: Scenario | None
    label: str
    funded: Sums
    left: Decimal | None
    entering: int
    leaving: int


def glance(call: Call) -> list[Glance]:
    """The settings of the call, then its scenarios."""
    found = entrants.read(call)
    real = ranking.as_set(found)
    before = _side(real)
    rows = [_glance(None, real, before, before)]
    for scenario in (
        Scenario.objects.filter(call=call).select_related("call").prefetch_related("lines", "weights")
    ):
        tried = scenarios.try_out(scenario, found, real)
        rows.append(_glance(scenario, tried, before, _side(tried)))
    return rows


def _glance(scenario: Scenario | None, tried: Prioritisation, before: Side, after: Side) -> Glance:
    changed = compare(before, after)
    return Glance(
        scenario=scenario,
        label=_REALITY[SETTINGS] if scenario is None else scenario.name,
        funded=sums(after.values()),
        left=tried.envelope.left if tried.envelope else None,
        entering=len(changed.entering),
        leaving=len(changed.leaving),
    )


def read(
    scenario: Scenario, user: Any, *, against: str = "", shown: str = "", number: str | None = None
) -> ScenarioPage:
    """A scenario beside what it is compared to: reality, or another scenario of its call (by key)."""
    call = scenario.call
    found = entrants.read(call)
    real = ranking.as_set(found)
    funders = ranking.envelopes_of(call)
    others = Scenario.objects.filter(call=call).select_related("call").prefetch_related("lines", "weights")
    others = {str(other.pk): other for other in others}
    against = against if against in {**_REALITY, **others} and against != str(scenario.pk) else SETTINGS
    after = _column(scenario.name, scenarios.try_out(scenario, found, real), funders, "apres-")
    if against == DECISIONS:
        before = _decided(call, funders)
    elif against == SETTINGS:
        before = _column(_REALITY[SETTINGS], real, funders, "avant-")
    else:
        before = _column(
            others[against].name, scenarios.try_out(others[against], found, real), funders, "avant-"
        )
    comparison = compare(before.side, after.side)
    shown = shown if shown in SHOWN else "ecarts"
    listed, shut = _listed(shown, comparison, before.side, after.side), shut_to(user, call.pk)
    open_to = [change for change in listed if change.key not in shut]
    pages = Paginator(open_to, ROWS).get_page(number)
    return ScenarioPage(
        scenario=scenario,
        settings=told_settings(scenario, real),
        before=before,
        after=after,
        comparison=comparison,
        choices=[
            *_REALITY.items(),
            *((key, other.name) for key, other in others.items() if other.pk != scenario.pk),
        ],
        against=against,
        shown=shown,
        rows=_rows(pages, scenarios.fixed_amounts(scenario), has_threshold=call.automatic_criteria),
        pages=pages,
        hidden=len(listed) - len(open_to),
    )


def told_settings(scenario: Scenario, real: Prioritisation) -> list[tuple[str, str, str]]:
    """What a scenario changes: the setting, what the call says, what the scenario says."""
    call, fields = scenario.call, Scenario._meta
    rows = [
        (str(fields.get_field(name).verbose_name), _told(getattr(call, name)), _told(value))
        for name, value in scenario.settings.items()
    ]
    weights = scenarios.tried_weights(scenario)
    rows += [
        (f"poids : {item.label}", str(item.weight), str(weights[item.key]))
        for item in real.rule.judged
        if item.key in weights
    ]
    if scenario.envelope is not None:
        envelope = real.envelope.amount if real.envelope else None
        label = str(fields.get_field("envelope").verbose_name)
        rows.append((label, _told(envelope), _told(scenario.envelope)))
    fixed = scenarios.fixed_amounts(scenario)
    if fixed:
        rows.append(("dossiers au montant fixé", "aucun", f"{len(fixed)}, {french(total(fixed.values()))}"))
    return [(label[:1].upper() + label[1:], *values) for label, *values in rows]


def _told(value: object) -> str:
    if isinstance(value, Decimal):
        # A rate has four decimals, an amount has two.
        exact = value.as_tuple().exponent == -4
        return f"{value.normalize():f}".replace(".", ",") if exact else french(value, cents=False)
    return "aucun" if value is None else str(value)


def _side(tried: Prioritisation) -> dict[int, Place]:
    return side_of(tried.results, tried.envelope.amount if tried.envelope else None)


def _column(label: str, tried: Prioritisation, funders: Mapping[str, Decimal], prefix: str) -> Column:
    side, envelope = _side(tried), tried.envelope.amount if tried.envelope else None
    priorities = sum(place.is_funded and bool(place.is_priority) for place in side.values())
    return Column(
        label=label,
        side=side,
        funded=sums(side.values()),
        priorities=priorities if tried.rule.automatic else None,
        outside=len(tried.envelope.left_out) if tried.envelope else 0,
        envelope=envelope,
        drawings=drawings(side.values(), envelope, funders, prefix=prefix),
    )


def _decided(call: Call, funders: Mapping[str, Decimal]) -> Column:
    """What the commission has decided so far, as a side: no rank, an amount."""
    kept = Decision.objects.filter(candidacy__call=call, outcome=Outcome.SELECTED)
    rows = (
        kept.exclude(candidacy__state__in=_GIVEN_UP)
        .order_by("candidacy__number")
        .values_list("candidacy", "amount", "department_share", "tne_share")
    )
    side = {key: Place(None, *amounts, is_funded=True) for key, *amounts in rows}
    envelope = total(funders.values()) if funders else None
    return Column(
        label=_REALITY[DECISIONS],
        side=side,
        funded=sums(side.values()),
        priorities=None,
        outside=0,
        envelope=envelope,
        drawings=drawings(side.values(), envelope, funders, prefix="avant-"),
    )


def _listed(shown: str, found: Comparison, before: Side, after: Side) -> tuple[Change, ...]:
    if shown == "tous":
        both = (Change(key, before.get(key), after.get(key)) for key in before.keys() | after.keys())
        return tuple(sorted(both, key=lambda change: change.rank))
    lists = {"entrent": found.entering, "sortent": found.leaving, "changent": found.changing}
    return lists.get(shown, found.changes)


def _rows(changes: Iterable[Change], fixed: Mapping[int, Decimal], *, has_threshold: bool) -> list[Row]:
    changes = list(changes)
    candidacies = named([change.key for change in changes])

    def word(place: Place | None) -> tuple[str, str] | None:
        if place is None:
            return None
        return ("done", "retenu") if place.rank is None else outcome_of(place, has_threshold=has_threshold)

    return [
        Row(
            candidacy=candidacies[change.key],
            school=name_of(candidacies[change.key]),
            change=change,
            before=word(change.before),
            after=word(change.after),
            is_fixed=change.key in fixed,
        )
        for change in changes
    ]
