"""The scenarios of the demonstration: another rule, and an envelope that no longer holds everyone."""

from decimal import Decimal
from typing import Any

from applications.models import Call
from reviews.domain import scenarios

from .accounts import Cast

_TRIALS: tuple[dict[str, Any], ...] = (
    {"name": "Trois critères exigés", "minimum_criteria": 3, "standard_threshold": Decimal("20000.00")},
    {"name": "Enveloppe de 200 000 €", "envelope": Decimal("200000.00")},
)


def suggest(call: Call, cast: Cast) -> None:
    """What there is to try on a call that has criteria."""
    if call.automatic_criteria:
        for values in _TRIALS:
            scenarios.create(call, values, by=cast.instructor)
