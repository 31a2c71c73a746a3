"""The table of a compte rendu financier: pure (arrêté du 11 octobre 2006). Amounts are Decimal euros."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from applications.silence import add_months
from tne38.core.money import ZERO, to_cent, total

EXPENSE, INCOME = "charge", "produit"
MONTHS = 6  # loi 2000-321, art. 10


@dataclass(frozen=True)
class Entry:
    """A line: its side, its label, what was planned, what was spent or received."""

    side: str
    label: str
    planned: Decimal
    actual: Decimal

    @property
    def gap(self) -> Decimal:
        return self.actual - self.planned

    @property
    def percent(self) -> str:
        """« +12,5 % » of what was planned; a dash where nothing was."""
        if not self.planned:
            return "–"
        rate = (self.gap / self.planned * 100).quantize(Decimal("0.1"))
        return f"{rate:+.1f}".replace(".", ",") + "\u00a0%" if rate else "0\u00a0%"


@dataclass(frozen=True)
class Table:
    """The lines, expenses then incomes."""

    entries: tuple[Entry, ...]

    def of(self, side: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.side == side)

    def sum_of(self, side: str) -> Entry:
        rows = self.of(side)
        return Entry(side, "Total", total(row.planned for row in rows), total(row.actual for row in rows))

    @property
    def balance(self) -> Decimal:
        """What was received beyond what was spent; negative when it is not covered."""
        return self.sum_of(INCOME).actual - self.sum_of(EXPENSE).actual

    @property
    def has_gaps(self) -> bool:
        """Whether what was spent is not what was planned: the arrêté asks then for an explanation."""
        return self.sum_of(EXPENSE).gap != ZERO


def table_of(entries: Iterable[Entry]) -> Table:
    found = [
        Entry(entry.side, entry.label.strip(), to_cent(entry.planned), to_cent(entry.actual))
        for entry in entries
    ]
    return Table(tuple(sorted(found, key=lambda entry: entry.side != EXPENSE)))


def exercise_end(day: date, *, month: int) -> date:
    """The last day of the exercise that holds a day; exercises end with the month, « 8 » for 31 August."""
    year = day.year if day.month <= month else day.year + 1
    return date(year, month, monthrange(year, month)[1])


def due_on(exercise_ends_on: date) -> date:
    """The last day to hand the report in."""
    return add_months(exercise_ends_on, MONTHS)
