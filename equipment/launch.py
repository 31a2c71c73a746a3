"""When the programme of a dossier starts: the notification of its convention, which a later app knows."""

from collections.abc import Callable
from datetime import date

from applications.enums import GRANTED
from applications.enums import CandidacyState as State
from applications.models import Candidacy

# From the decision on: the ENT is presented, training is planned.
FOLLOWED = GRANTED
# Once notified, one orders; what was ordered stays readable.
LAUNCHED = frozenset({State.NOTIFIED, State.DELIVERED, State.CLAIMED, State.PAID})

Source = Callable[[Candidacy], date | None]
_sources: list[Source] = []


def dated_by(source: Source) -> Source:
    """Register what knows the day of the notification."""
    _sources.append(source)
    return source


def launched_on(candidacy: Candidacy) -> date | None:
    """The day of the notification, from which an order may be funded."""
    return next((day for source in _sources if (day := source(candidacy))), None)
