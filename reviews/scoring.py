"""The prioritisation of a call: pure, exact, explained. The rules are those of docs/commandes.md.

AMI « Collèges privés sous contrat », « Priorisation »: three criteria and two thresholds. The AMI does not
say how many criteria make an establishment « prioritaire », nor what a low rate is: both are settings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor, lcm
from typing import Any, NamedTuple

from tne38.core.money import split, total

from .judging import JudgedCriterion, Judgement, points_of


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
    judged: tuple[JudgedCriterion, ...] = ()

    @cached_property
    def low_equipment_limit(self) -> Fraction:
        """The rate below which the equipment is low, exact."""
        assert self.low_equipment_rate is not None
        return Fraction(self.low_equipment_rate)


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
    judgements: tuple[Judgement, ...] = ()

    @cached_property
    def judged_points(self) -> Fraction | int:
        """What members of the commission add to the points, exact; 0 where nothing is judged."""
        return points_of(self.judgements)

    @cached_property
    def equipment_rate(self) -> Fraction:
        """Working projection sets and mobile classes per division, exact."""
        return equipment_rate(self.working_projectors, self.working_mobile_labs, self.divisions or 1)


@dataclass(frozen=True)
class Criterion:
    """One criterion of the AMI: met or not, on what value, for how many points."""

    code: str
    met: bool
    value: str
    points: int


class Result(NamedTuple):
    """The place of a dossier and the proposition made for it, in euros. A tuple: ten thousand are made at once."""

    rank: int
    candidate: Candidate
    rule: Rule
    points: int
    is_priority: bool | None
    threshold: Decimal | None
    to_arbitrate: bool
    proposal: Decimal
    department_share: Decimal
    tne_share: Decimal

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Each criterion with the value it was judged on; nothing where the call has none."""
        return _criteria(self.candidate, self.rule) if self.rule.automatic else ()


@dataclass(frozen=True)
class EnvelopeUse:
    """What the propositions take of an envelope, in euros, in rank order."""

    amount: Decimal
    left: Decimal
    left_out: tuple[str, ...]


def rank(candidates: Iterable[Candidate], rule: Rule) -> list[Result]:
    """Score every candidate and put them in order: points, those of the judged criteria included; then lower
    equipment rate, fewer pupils, earlier deposit, number. Without automatic criteria the ties start at the pupils."""
    return rank_in_order(in_order(candidates, automatic=rule.automatic), rule)


def in_order(candidates: Iterable[Candidate], *, automatic: bool) -> list[Candidate]:
    """The candidates in the order that decides between those with as many points, whatever the settings are."""

    candidates = list(candidates)
    # Rates over a common denominator compare exactly, and as whole numbers: ten times quicker than fractions.
    common = lcm(*{candidate.divisions or 1 for candidate in candidates})

    def tie_break(candidate: Candidate) -> tuple[Any, ...]:
        working = candidate.working_projectors + candidate.working_mobile_labs
        rate = working * (common // (candidate.divisions or 1)) if automatic else 0
        # A number past 9999 is longer: compare lengths first, so that it comes after.
        return (rate, candidate.pupils, candidate.deposited_at, len(candidate.number), candidate.number)

    return sorted(candidates, key=tie_break)


def rank_in_order(ordered: Sequence[Candidate], rule: Rule) -> list[Result]:
    """As `rank`, of candidates that `in_order` has sorted: what trying other settings costs."""
    weighed = [(candidate, *_weigh(candidate, rule)) for candidate in ordered]
    weighed.sort(
        key=lambda item: -item[1] - item[0].judged_points
    )  # stable: the order given stays among equals
    return [_propose(place, *item, rule) for place, item in enumerate(weighed, start=1)]


def _weigh(candidate: Candidate, rule: Rule) -> tuple[int, bool | None]:
    """The points of a candidate, and whether it is « prioritaire »."""
    if not rule.automatic:
        return 0, None
    assert rule.minimum_criteria is not None
    isolated, small, low = _met(candidate, rule)
    points = isolated * rule.points_isolated + small * rule.points_size + low * rule.points_low_equipment
    return points, isolated + small + low >= rule.minimum_criteria


def _met(candidate: Candidate, rule: Rule) -> tuple[bool, bool, bool]:
    """Isolated, small, poorly equipped. What is not known is not met."""
    return (
        is_isolated(candidate.linked_to_lycee) is True,
        is_small(candidate.divisions, candidate.pupils, rule) is True,
        is_poorly_equipped(candidate.equipment_rate, rule) is True,
    )


def _propose(place: int, candidate: Candidate, points: int, is_priority: bool | None, rule: Rule) -> Result:
    threshold = None
    if is_priority is not None:
        threshold = rule.priority_threshold if is_priority else rule.standard_threshold
    proposal = candidate.amount_eligible
    above = threshold is not None and proposal > threshold
    if above and threshold is not None:
        proposal = threshold
    shares = split(proposal, candidate.tne_share)
    return Result(place, candidate, rule, points, is_priority, threshold, above, proposal, *shares)


def fix(results: Sequence[Result], amounts: Mapping[int, Decimal]) -> list[Result]:
    """Give these dossiers (by key) these amounts, in euros, in place of the proposition of the rule.

    Never more than what is eligible; the two shares follow.
    """
    return [
        _granted(result, min(amounts[result.candidate.key], result.candidate.amount_eligible))
        if result.candidate.key in amounts
        else result
        for result in results
    ]


def _granted(result: Result, amount: Decimal) -> Result:
    department, tne = split(amount, result.candidate.tne_share)
    return result._replace(proposal=amount, department_share=department, tne_share=tne)


def is_isolated(linked_to_lycee: bool | None) -> bool | None:
    """Whether the collège is linked to no lycée; None while it is not known."""
    return None if linked_to_lycee is None else not linked_to_lycee


def is_small(divisions: int | None, pupils: int | None, rule: Rule) -> bool | None:
    """Whether both figures are within the settings, bounds included; None while what is known leaves it open."""
    assert rule.maximum_divisions is not None
    assert rule.maximum_pupils is not None
    if divisions is not None and divisions > rule.maximum_divisions:
        return False
    if pupils is not None and pupils > rule.maximum_pupils:
        return False
    return None if divisions is None or pupils is None else True


def equipment_rate(projectors: int, mobile_labs: int, divisions: int) -> Fraction:
    """Working projection sets and mobile classes per division, exact."""
    return Fraction(projectors + mobile_labs, divisions)


def is_poorly_equipped(rate: Fraction | None, rule: Rule) -> bool | None:
    """Whether the rate is strictly below the setting; None while it is not known."""
    return None if rate is None else rate < rule.low_equipment_limit


def _criteria(candidate: Candidate, rule: Rule) -> tuple[Criterion, ...]:
    isolated, small, low = _met(candidate, rule)
    figures = f"{count(candidate.divisions, 'division')}, {count(candidate.pupils, 'élève')}"
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


def count(number: int, noun: str) -> str:
    """« 1 division », « 14 divisions »."""
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
