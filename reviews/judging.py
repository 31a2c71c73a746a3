"""The criteria that members of the commission judge: the mean of the marks, weighed. Pure and exact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction


@dataclass(frozen=True)
class JudgedCriterion:
    """A row of the grid of a call: each member gives a whole mark from 0 to `scale`."""

    key: int
    label: str
    weight: int
    scale: int


@dataclass(frozen=True)
class Judgement:
    """One criterion of one dossier, with the mark of every member whose opinion counts."""

    criterion: JudgedCriterion
    marks: tuple[int, ...] = ()

    @property
    def mean(self) -> Fraction | None:
        """The mean of the marks, exact; None while nobody has judged."""
        return Fraction(sum(self.marks), len(self.marks)) if self.marks else None

    @property
    def points(self) -> Fraction:
        """The mean times the weight, exact; nothing while nobody has judged."""
        return (self.mean or Fraction()) * self.criterion.weight


def points_of(judgements: Iterable[Judgement]) -> Fraction | int:
    """What the judged criteria add to the points of a dossier, exact; 0 where the call has none."""
    return sum(judgement.points for judgement in judgements)


def reweighed(criteria: Iterable[JudgedCriterion], weights: Mapping[int, int]) -> tuple[JudgedCriterion, ...]:
    """The criteria with other weights, by key; one that is not named keeps its own. A weight of 0 counts for nothing."""
    return tuple(replace(item, weight=weights.get(item.key, item.weight)) for item in criteria)


def judged_again(
    judgements: Iterable[Judgement], criteria: Iterable[JudgedCriterion]
) -> tuple[Judgement, ...]:
    """The same marks under these criteria."""
    known = {item.key: item for item in criteria}
    return tuple(replace(judgement, criterion=known[judgement.criterion.key]) for judgement in judgements)
