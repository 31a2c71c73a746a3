"""What counts of the quotes against what was granted: pure arithmetic, no database.

Amounts are Decimal euros in the price basis of the dossier (HT or TTC). An ENT is a number of years at an
annual price, of which the years subsidised count, up to the price granted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tne38.core.money import ZERO, french, total

from .keys import Key


@dataclass(frozen=True)
class Granted:
    """`quantity` units, or years, of which each counts up to `cap` euros."""

    quantity: int
    cap: Decimal

    @property
    def ceiling(self) -> Decimal:
        """The most that may count of it, in euros."""
        return self.quantity * self.cap


@dataclass(frozen=True)
class Quoted:
    """A line of a quote; without a key, something that was not granted."""

    key: Key | None
    quantity: int
    unit_price: Decimal

    @property
    def amount(self) -> Decimal:
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class Counted:
    """A line of a quote, and what counts of it: `quantity` units at `price` euros."""

    quoted: Quoted
    granted: Granted | None
    quantity: int

    @property
    def price(self) -> Decimal:
        """The unit price that counts."""
        return min(self.quoted.unit_price, self.granted.cap) if self.granted else ZERO

    @property
    def eligible(self) -> Decimal:
        return self.quantity * self.price

    @property
    def excess(self) -> list[str]:
        """What goes beyond the specification, in plain words."""
        if self.granted is None:
            return ["Cet article n’est pas accordé : il ne compte pas."]
        found = []
        over = self.quoted.quantity - self.quantity
        if over:
            count = f"{over} ne compte pas" if over == 1 else f"{over} ne comptent pas"
            found.append(f"Quantité accordée : {self.granted.quantity} en tout ; {count}.")
        if self.quoted.unit_price > self.granted.cap:
            beyond = french(self.quoted.unit_price - self.granted.cap)
            found.append(f"Plafond : {french(self.granted.cap)} ; {beyond} par unité ne comptent pas.")
        return found


@dataclass(frozen=True)
class Assessment:
    """Lines in the order in which they were given."""

    lines: tuple[Counted, ...]

    @property
    def quoted(self) -> Decimal:
        """Euros, as quoted."""
        return total(line.quoted.amount for line in self.lines)

    @property
    def eligible(self) -> Decimal:
        """Euros that count."""
        return total(line.eligible for line in self.lines)

    @property
    def at_own_charge(self) -> Decimal:
        return self.quoted - self.eligible

    def counted_of(self, key: Key) -> int:
        """How many units of a resource count, all lines together."""
        return sum(line.quantity for line in self.lines if line.quoted.key == key)


def assess(granted: Mapping[Key, Granted], quoted: Iterable[Quoted]) -> Assessment:
    """What counts of each line, all the quotes of a dossier together.

    Where several lines share a resource the cheapest count first, so that the total does not depend on the
    order in which quotes are filed.
    """
    lines = list(quoted)
    counts = _quantities(granted, lines)
    return Assessment(
        tuple(
            Counted(line, granted.get(line.key) if line.key else None, count)
            for line, count in zip(lines, counts, strict=True)
        )
    )


def _quantities(granted: Mapping[Key, Granted], lines: Sequence[Quoted]) -> list[int]:
    left = {key: found.quantity for key, found in granted.items()}
    counts = [0] * len(lines)
    for rank in sorted(range(len(lines)), key=lambda rank: lines[rank].unit_price):
        key, quantity = lines[rank].key, lines[rank].quantity
        if key is not None:
            counts[rank] = min(quantity, left.get(key, 0))
            left[key] = left.get(key, 0) - counts[rank]
    return counts
