"""The meeting of the commission permanente: the dossiers put to it, its report, its vote."""

from collections.abc import Iterable
from datetime import date

from applications.founding_calls import COLLEGES, PRIMARY
from applications.models import Call, Candidacy
from conventions.domain import commissions, report, votes

from . import clock, queue
from .accounts import Cast

HELD_ON = date(2025, 5, 23)
# One délibération for each call.
_NUMBERS = {COLLEGES: "2025 CP05 B 16 31", PRIMARY: "2025 CP05 B 16 32"}
_PREPARED_ON, _TRANSMITTED_ON, _PUBLISHED_ON = date(2025, 5, 20), date(2025, 5, 27), date(2025, 5, 28)


def vote(call: Call, dossiers: Iterable[Candidacy], cast: Cast) -> None:
    """Every dossier adopted as the report proposes it."""
    with clock.at(clock.moment(_PREPARED_ON)):
        meeting = commissions.prepare(held_on=HELD_ON, chosen=dossiers, by=cast.manager)
        meeting = report.freeze(meeting, by=cast.manager)
        queue.drain()
    with clock.at(clock.moment(_PUBLISHED_ON)):
        act = votes.Act(_NUMBERS[call.slug], _TRANSMITTED_ON, _PUBLISHED_ON)
        votes.record_result(meeting, act, {}, by=cast.manager)
