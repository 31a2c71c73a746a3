"""When silence rejects a request: two months after its reception, later when corrections were asked for meanwhile.

The time given to answer suspends this delay; an answer that comes earlier, or lifting the request, ends the
suspension (CRPA, art. L114-5 and L231-4, 3°). Pure: dates in, a date out.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SILENCE_MONTHS = 2


@dataclass(frozen=True)
class Suspension:
    """A request for corrections: the day it was made, the last day to answer, the day it was closed if it was."""

    asked_on: date
    answer_by: date
    closed_on: date | None = None

    @property
    def days(self) -> int:
        """For how many days the delay does not run; what comes after the deadline suspends nothing."""
        end = min(self.closed_on, self.answer_by) if self.closed_on else self.answer_by
        return max(0, (end - self.asked_on).days)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month: 31 December + 2 → 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def rejected_on(received_on: date, suspensions: Sequence[Suspension] = ()) -> date:
    """The day on which silence rejects the request. What is asked for after that day comes too late to move it."""
    day = add_months(received_on, SILENCE_MONTHS)
    for suspension in sorted(suspensions, key=lambda one: one.asked_on):
        if suspension.asked_on <= day:
            day += timedelta(days=suspension.days)
    return day
