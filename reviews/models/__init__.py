"""Who decides and why: the grid, rankings with their inputs, the opinions, the envelopes, the sessions, the decisions."""

from .checks import Check, CheckItem
from .decisions import Decision
from .documents import Letter, Minutes
from .envelopes import Envelope, Overrun, Reservation
from .grid import JudgedCriterion
from .opinions import Mark, Opinion, Recusal
from .rankings import Ranking, Score
from .scenarios import Scenario, ScenarioLine, ScenarioWeight
from .sessions import AgendaItem, Attendance, Session

__all__ = [
    "AgendaItem",
    "Attendance",
    "Check",
    "CheckItem",
    "Decision",
    "Envelope",
    "JudgedCriterion",
    "Letter",
    "Mark",
    "Minutes",
    "Opinion",
    "Overrun",
    "Ranking",
    "Recusal",
    "Reservation",
    "Scenario",
    "ScenarioLine",
    "ScenarioWeight",
    "Score",
    "Session",
]
