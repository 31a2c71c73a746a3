"""The prioritisation of a call: pure, exact, explained. The rules are those of docs/commandes.md.

AMI « Collèges privés sous contrat », « Priorisation »: three criteria and two thresholds. The AMI does not
say how many criteria make an establishment « prioritaire », nor what a low rate is: both are settings.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from tne38.core.money import split, total


@dataclass(frozen=True)
class Rule:
    """The settings of a prioritisation. Thresholds in euros, rate between 0 and 1, points are whole numbers.

    Where `automatic` is false the call has no automatic criterion and no threshold.
    """

    automatic: bool
    minimum_criteria: int | None = None
    priority_threshold: Decimal | None = None
    standard_threshold: Decimal | None = None
    maximum_divisions: int | None = None
    maximum_pupils: int | None = None
    low_equipment_rate: Decimal | None = None
    points_isolated: int = 0
    points_size: int = 0
    points_low_equipment: int = 0


@dataclass(frozen=True)
class Candidate:
    """What a prioritisation reads of a dossier; amounts in euros, figures of all its schools together."""

    key: int
    number: str
    deposited_at: datetime
    divisions: int
    pupils: int
    linked_to_lycee: bool | None
    working_projectors: int
    working_mobile_labs: int
    amount_eligible: Decimal
    tne_share: Decimal = Decimal("0.5")

    @property
    def equipment_rate(self) -> Fraction:
        """Working projection sets and mobile classes per division, exact."""
        return Fraction(self.working_projectors + self.working_mobile_labs, self.divisions or 1)


@dataclass(frozen=True)
class Criterion:
    """One criterion of the AMI: met or not, on what value, for how many points."""

    code: str
    met: bool
    value: str
    points: int


@dataclass(frozen=True)
class Result:
    """The place of a dossier and the proposition made for it, in euros."""

    rank: int
    candidate: Candidate
    criteria: tuple[Criterion, ...]
    points: int
    is_priority: bool | None
    threshold: Decimal | None
    to_arbitrate: bool
    proposal: Decimal
    department_share: Decimal
    tne_share: Decimal


@dataclass(frozen=True)
class EnvelopeUse:
    """What the propositions take of an envelope, in euros, in rank order."""

    amount: Decimal
    left: Decimal
    left_out: tuple[str, ...]


def rank(candidates: Iterable[Candidate], rule: Rule) -> list[Result]:
    """Score every candidate and put them in order: points, lower equipment rate, fewer pupils, earlier
    deposit, number. Without automatic criteria the order starts at the number of pupils."""
    results = sorted((_score(candidate, rule) for candidate in candidates), key=_order(rule))
    return [replace(result, rank=place) for place, result in enumerate(results, start=1)]


def _order(rule: Rule) -> Callable[[Result], tuple[Any, ...]]:
    def key(result: Result) -> tuple[Any, ...]:
        candidate = result.candidate
        first = (-result.points, candidate.equipment_rate) if rule.automatic else ()
        # A number past 9999 is longer: compare lengths first, so that it comes after.
        last = (len(candidate.number), candidate.number)
        return (*first, candidate.pupils, candidate.deposited_at, *last)

    return key


def _score(candidate: Candidate, rule: Rule) -> Result:
    criteria = _criteria(candidate, rule) if rule.automatic else ()
    is_priority, threshold = None, None
    if rule.automatic:
        assert rule.minimum_criteria is not None
        is_priority = sum(criterion.met for criterion in criteria) >= rule.minimum_criteria
        threshold = rule.priority_threshold if is_priority else rule.standard_threshold
    eligible = candidate.amount_eligible
    above = threshold is not None and eligible > threshold
    proposal = threshold if above and threshold is not None else eligible
    department_share, tne_share = split(proposal, candidate.tne_share)
    return Result(
        rank=0,
        candidate=candidate,
        criteria=criteria,
        points=sum(criterion.points for criterion in criteria),
        is_priority=is_priority,
        threshold=threshold,
        to_arbitrate=above,
        proposal=proposal,
        department_share=department_share,
        tne_share=tne_share,
    )


def _criteria(candidate: Candidate, rule: Rule) -> tuple[Criterion, ...]:
    assert rule.maximum_divisions is not None
    assert rule.maximum_pupils is not None
    assert rule.low_equipment_rate is not None
    isolated = candidate.linked_to_lycee is False
    small = candidate.divisions <= rule.maximum_divisions and candidate.pupils <= rule.maximum_pupils
    low = candidate.equipment_rate < Fraction(rule.low_equipment_rate)
    figures = f"{_count(candidate.divisions, 'division')}, {_count(candidate.pupils, 'élève')}"
    return (
        _criterion(
            "isole",
            isolated,
            "non relié à un lycée" if isolated else "relié à un lycée",
            rule.points_isolated,
        ),
        _criterion("taille", small, figures, rule.points_size),
        _criterion(
            "faible_equipement", low, two_decimals(candidate.equipment_rate), rule.points_low_equipment
        ),
    )


def _criterion(code: str, met: bool, value: str, points: int) -> Criterion:
    return Criterion(code, met, value, points if met else 0)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number < 2 else f"{number} {noun}s"


def two_decimals(rate: Fraction) -> str:
    """Print an exact rate with two decimals, half-up: 1/200 → « 0.01 »."""
    hundredths = floor(rate * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def fits(proposals: Iterable[Decimal], envelope: Decimal) -> list[bool]:
    """Whether each proposition (euros, in rank order) still fits; after one that does not, the next are tried."""
    left, taken = envelope, []
    for proposal in proposals:
        taken.append(proposal <= left)
        if taken[-1]:
            left -= proposal
    return taken


def fill(results: Iterable[Result], envelope: Decimal) -> EnvelopeUse:
    """Take the propositions in rank order; one that no longer fits is left out, the next are still tried."""
    results = list(results)
    taken = fits([result.proposal for result in results], envelope)
    used = total(result.proposal for result, fit in zip(results, taken, strict=True) if fit)
    out = tuple(result.candidate.number for result, fit in zip(results, taken, strict=True) if not fit)
    return EnvelopeUse(envelope, envelope - used, out)


def proposed(results: Iterable[Result]) -> Decimal:
    """The sum of the propositions, in euros."""
    return total(result.proposal for result in results)
