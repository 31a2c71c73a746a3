"""Two ways of sharing the money of a call, side by side: pure, exact to the cent.

Each side gives some dossiers an amount. Between the two a dossier enters, leaves, or its amount changes; together
these three lists explain the difference of the totals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from tne38.core.money import ZERO, total

from .scoring import Result, fits


class Place(NamedTuple):
    """Where a side puts a dossier: its rank, and what it would get and gets, in euros.

    `proposed` is what it would get were there enough money; it is granted whole or not at all.
    """

    rank: int | None
    proposed: Decimal
    department: Decimal
    tne: Decimal
    is_funded: bool
    to_arbitrate: bool = False
    is_priority: bool | None = None

    @property
    def granted(self) -> Decimal:
        return self.proposed if self.is_funded else ZERO


Side = Mapping[int, Place]  # by the key of the dossier


@dataclass(frozen=True)
class Sums:
    """What some dossiers get, in euros."""

    count: int
    amount: Decimal
    department: Decimal
    tne: Decimal


class Change(NamedTuple):
    """What differs for a dossier; a place is None where the side does not know the dossier."""

    key: int
    before: Place | None
    after: Place | None

    @property
    def difference(self) -> Decimal:
        """Euros more, or fewer, after than before."""
        return _granted(self.after) - _granted(self.before)

    @property
    def rank(self) -> tuple[bool, int]:
        """Its order among others: the rank after, else before; without any, last."""
        ranks = [place.rank for place in (self.after, self.before) if place and place.rank is not None]
        return (not ranks, ranks[0] if ranks else self.key)


@dataclass(frozen=True)
class Comparison:
    """The dossiers that enter, that leave, and whose amount changes; in rank order."""

    entering: tuple[Change, ...]
    leaving: tuple[Change, ...]
    changing: tuple[Change, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.entering + self.leaving + self.changing


def side_of(results: Sequence[Result], envelope: Decimal | None) -> dict[int, Place]:
    """The side that a prioritisation is: propositions taken in rank order as long as they fit."""
    proposals = [result.proposal for result in results]
    taken = fits(proposals, envelope) if envelope is not None else [True] * len(results)
    return {
        result.candidate.key: Place(
            result.rank,
            result.proposal,
            result.department_share,
            result.tne_share,
            fit and result.proposal > 0,
            result.to_arbitrate,
            result.is_priority,
        )
        for result, fit in zip(results, taken, strict=True)
    }


def compare(before: Side, after: Side) -> Comparison:
    """What the second side changes to the first."""
    both = [Change(key, before.get(key), after.get(key)) for key in before.keys() | after.keys()]
    both.sort(key=lambda change: change.rank)
    entering, leaving, changing = [], [], []
    for change in both:
        was, becomes = _is_funded(change.before), _is_funded(change.after)
        if becomes and not was:
            entering.append(change)
        elif was and not becomes:
            leaving.append(change)
        elif change.difference:
            changing.append(change)
    return Comparison(tuple(entering), tuple(leaving), tuple(changing))


def sums(places: Iterable[Place]) -> Sums:
    """What the funded ones among these get."""
    funded = [place for place in places if place.is_funded]
    return Sums(
        len(funded),
        total(place.proposed for place in funded),
        total(place.department for place in funded),
        total(place.tne for place in funded),
    )


def cost(changes: Iterable[Change]) -> Decimal:
    """What these changes cost, in euros; negative when they save."""
    return total(change.difference for change in changes)


def _granted(place: Place | None) -> Decimal:
    return place.granted if place else ZERO


def _is_funded(place: Place | None) -> bool:
    return place is not None and place.is_funded
