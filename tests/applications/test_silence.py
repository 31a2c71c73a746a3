"""When silence rejects a request: two months, and what suspends them (CRPA, art. L114-5)."""

from datetime import date

import pytest

from applications.silence import Suspension, rejected_on

RECEIVED = date(2025, 3, 31)
ASKED, DEADLINE = date(2025, 4, 10), date(2025, 4, 25)


@pytest.mark.parametrize(
    ("suspensions", "expected"),
    [
        ([], date(2025, 5, 31)),
        ([Suspension(ASKED, DEADLINE)], date(2025, 6, 15)),
        ([Suspension(ASKED, DEADLINE, closed_on=date(2025, 4, 14))], date(2025, 6, 4)),
        # An answer after the deadline suspends no longer than the deadline.
        ([Suspension(ASKED, DEADLINE, closed_on=date(2025, 5, 20))], date(2025, 6, 15)),
        ([Suspension(ASKED, DEADLINE, closed_on=ASKED)], date(2025, 5, 31)),
        # Two in turn, given in any order; the second is made after the first date, within the moved one.
        (
            [
                Suspension(date(2025, 6, 10), date(2025, 6, 20)),
                Suspension(ASKED, DEADLINE),
            ],
            date(2025, 6, 25),
        ),
        # Too late: the silence has already rejected.
        ([Suspension(date(2025, 6, 1), date(2025, 6, 20))], date(2025, 5, 31)),
    ],
)
def test_the_day_on_which_silence_rejects(suspensions, expected):
    assert rejected_on(RECEIVED, suspensions) == expected
