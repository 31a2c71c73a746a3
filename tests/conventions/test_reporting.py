"""The exercise, the due date and the table of a compte rendu financier: literal values."""

from datetime import date
from decimal import Decimal

import pytest

from conventions.financial_report.table import EXPENSE, INCOME, Entry, due_on, exercise_end, table_of


@pytest.mark.parametrize(
    ("day", "month", "end"),
    [
        (date(2025, 11, 5), 8, date(2026, 8, 31)),
        (date(2026, 8, 31), 8, date(2026, 8, 31)),
        (date(2026, 9, 1), 8, date(2027, 8, 31)),
        (date(2025, 11, 5), 12, date(2025, 12, 31)),
        (date(2027, 12, 1), 2, date(2028, 2, 29)),
    ],
)
def test_the_exercise_that_holds_a_day(day, month, end):
    assert exercise_end(day, month=month) == end


@pytest.mark.parametrize(
    ("end", "due"),
    [(date(2026, 8, 31), date(2027, 2, 28)), (date(2025, 12, 31), date(2026, 6, 30))],
)
def test_six_months_after_it(end, due):
    assert due_on(end) == due


def entry(side: str, planned: str, actual: str) -> Entry:
    return Entry(side, " Ligne ", Decimal(planned), Decimal(actual))


def test_the_sums_and_the_gaps():
    table = table_of(
        [
            entry(INCOME, "3400", "1700"),
            entry(EXPENSE, "4400", "1700"),
            entry(EXPENSE, "0", "80.5"),
        ]
    )
    assert [row.side for row in table.entries] == [EXPENSE, EXPENSE, INCOME]
    total = table.sum_of(EXPENSE)
    assert (total.planned, total.actual, total.gap) == (
        Decimal("4400.00"),
        Decimal("1780.50"),
        Decimal("-2619.50"),
    )
    assert [row.percent for row in table.of(EXPENSE)] == ["-61,4\u00a0%", "–"]
    assert table.balance == Decimal("-80.50")
    assert table.has_gaps
    assert not table_of([entry(EXPENSE, "10", "10.00")]).has_gaps
    assert entry(EXPENSE, "10", "10").percent == "0\u00a0%"
