"""The clock of the demonstration: each act is dated when it would have been done."""

from datetime import date, datetime, time
from typing import Any

import time_machine
from django.utils import timezone


def moment(day: date, hour: time = time(10, 0)) -> datetime:
    """This hour of this day, in Isère."""
    return timezone.make_aware(datetime.combine(day, hour))


def at(instant: datetime) -> Any:
    """Within this block, it is that instant, and time goes on from there."""
    return time_machine.travel(instant, tick=True)
