"""The propositions against the envelope, as bars to draw: pure arithmetic, in units of the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from tne38.core.money import ZERO, french, total

WIDTH = Decimal(980)
LEFT = Decimal(10)
GAP = Decimal(2)
NARROWEST_LABEL = Decimal(17)
# Above it, neighbours are drawn together: a bar that nobody can see weighs as much as one that everybody sees.
MOST_BARS = 240
MOST_RANKS = 12


class Share(NamedTuple):
    """What one dossier takes: its rank, its proposition in euros, its tone (done, todo, stop)."""

    rank: int
    amount: Decimal
    tone: str
    fits: bool = True


@dataclass(frozen=True)
class Bar:
    """One rectangle of the picture, with where its label stands; lengths in units of the picture."""

    rank: int
    tone: str
    x: str
    width: str
    middle: str
    labelled: bool


@dataclass(frozen=True)
class Picture:
    """The whole picture; `limit` is where the envelope ends, empty when there is none."""

    bars: tuple[Bar, ...]
    limit: str
    label: str


def draw(shares: Sequence[Share], envelope: Decimal | None) -> Picture:
    """Lay the propositions one after the other in rank order; those that do not fit come after the envelope."""
    inside = [share for share in shares if share.fits]
    outside = [share for share in shares if not share.fits]
    used = total(share.amount for share in inside)
    edge = max(used, envelope or ZERO)
    scale = WIDTH / ((edge + total(share.amount for share in outside)) or 1)
    bars = [*_row(inside, ZERO, scale), *_row(outside, edge, scale)]
    limit = "" if envelope is None else _units(LEFT + envelope * scale)
    return Picture(tuple(bars), limit, _conclusion(used, envelope, outside))


def _gathered(shares: Sequence[Share]) -> list[Share]:
    """Neighbours by rank put together, by tone, where there are too many to be seen one by one."""
    size = -(-len(shares) // MOST_BARS)
    if size < 2:
        return list(shares)
    gathered = []
    for start in range(0, len(shares), size):
        amounts: dict[str, Decimal] = {}
        for share in shares[start : start + size]:
            amounts[share.tone] = amounts.get(share.tone, ZERO) + share.amount
        first = shares[start]
        gathered += [Share(first.rank, amount, tone, first.fits) for tone, amount in amounts.items()]
    return gathered


def _row(shares: Sequence[Share], start: Decimal, scale: Decimal) -> list[Bar]:
    bars, position = [], start
    for share in _gathered(shares):
        x, length = LEFT + position * scale, share.amount * scale
        bars.append(
            Bar(
                rank=share.rank,
                tone=share.tone,
                x=_units(x),
                width=_units(max(length - GAP, Decimal("0.5"))),
                middle=_units(x + length / 2),
                labelled=length >= NARROWEST_LABEL,
            )
        )
        position += share.amount
    return bars


def _units(length: Decimal) -> str:
    return f"{length:.2f}"


def _conclusion(used: Decimal, envelope: Decimal | None, outside: Sequence[Share]) -> str:
    told = f"Cumul des propositions dans l’ordre du classement : {french(used, cents=False)}"
    if envelope is None:
        return f"{told} ; aucune enveloppe n’est fixée."
    told = f"{told} pour {french(envelope, cents=False)} d’enveloppe"
    if not outside:
        return f"{told} ; tous les dossiers y tiennent."
    if len(outside) == 1:
        return f"{told} ; un dossier n’y tient pas (rang {outside[0].rank})."
    return f"{told} ; {len(outside)} dossiers n’y tiennent pas ({_ranks(outside)})."


def _ranks(shares: Sequence[Share]) -> str:
    """« rangs 2, 4 », of many the first ones."""
    told = ", ".join(str(share.rank) for share in shares[:MOST_RANKS])
    return f"rangs {told}" if len(shares) <= MOST_RANKS else f"rangs {told}…"
