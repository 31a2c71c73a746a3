"""The sessions of the demonstration: two held, of which one is still to be notified, and one to come."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from applications.enums import CandidacyState as State
from applications.models import Call, Candidacy
from reviews.domain import agenda, attendance, letters, ranking, sessions
from reviews.domain.attendance import Guest
from reviews.domain.decisions import Choice
from reviews.domain.session_decisions import decide_in_session
from reviews.enums import AttendanceRole, Outcome, Presence, SessionKind
from reviews.models import Session

from . import clock, judging, queue
from .accounts import Cast

HELD_ON, HELD_AGAIN_ON = date(2025, 5, 15), date(2025, 5, 22)
_OPINIONS_BEFORE = timedelta(days=6)
_OPENS, _CLOSES = time(9, 35), time(11, 50)
_TO_COME_IN = timedelta(days=14)
_PLACE = "Hôtel du Département, Grenoble (exemple fictif)"
_SHORT = "[Exemple fictif] Les crédits ne permettent pas de retenir ce dossier."
_QUORUM = 2
# What becomes of a dossier on the way to each of these states, besides being selected.
_OUTCOMES = {State.WAITING_LIST: Outcome.WAITING_LIST, State.REJECTED: Outcome.REJECTED}
_BEFORE_ANY = {State.DEPOSITED, State.IN_REVIEW, State.NON_CONFORMING, State.WITHDRAWN}


def hold(call: Call, dossiers: Mapping[State, Candidacy], cast: Cast) -> None:
    """Take every dossier past the commission but one, decided without being told, and one still to examine."""
    later = {State.CONFORMING, State.DECIDED}
    first = [state for state in dossiers if state not in _BEFORE_ANY | later]
    examined = [dossiers[state] for state in first]
    with clock.at(clock.moment(HELD_ON - _OPINIONS_BEFORE)):
        judging.before_session(call, examined, cast)
    with clock.at(clock.moment(HELD_ON, _OPENS)):
        choices = {dossiers[state]: _choice(state, dossiers[state]) for state in first}
        session = _sit(call, HELD_ON, choices, cast)
    with clock.at(clock.moment(HELD_ON + timedelta(days=1))):
        for decision in session.decisions.order_by("pk"):
            letters.notify(decision, by=cast.manager)
        queue.drain()
    with clock.at(clock.moment(HELD_AGAIN_ON, _OPENS)):
        decided = dossiers[State.DECIDED]
        _sit(call, HELD_AGAIN_ON, {decided: _choice(State.DECIDED, decided)}, cast)
    coming = timezone.localdate() + _TO_COME_IN
    _prepare(call, coming, [dossiers[State.CONFORMING]], cast)
    judging.before_next_session(dossiers[State.CONFORMING], cast)


def _choice(state: State, candidacy: Candidacy) -> Choice:
    outcome = _OUTCOMES.get(state, Outcome.SELECTED)
    if outcome != Outcome.SELECTED:
        return Choice(outcome, reason=_SHORT if outcome == Outcome.REJECTED else "")
    score = ranking.score_in_force(candidacy)
    assert score is not None
    return Choice(outcome, score.proposal)


def _prepare(call: Call, day: date, dossiers: Iterable[Candidacy], cast: Cast) -> Session:
    values: dict[str, Any] = {
        "kind": SessionKind.ARBITRATION,
        "held_on": day,
        "starts_at": time(9, 30),
        "place": _PLACE,
        "quorum": _QUORUM,
    }
    session = sessions.prepare(call, values, by=cast.manager)
    agenda.set_agenda(session, dossiers, by=cast.manager)
    return session


def _sit(call: Call, day: date, choices: Mapping[Candidacy, Choice], cast: Cast) -> Session:
    """A whole session: the members come, each dossier of the agenda is decided, it closes."""
    session = _prepare(call, day, choices, cast)
    chair, *members = session.attendances.all()
    rows = {chair.pk: (AttendanceRole.CHAIR, Presence.PRESENT)}
    rows |= {member.pk: (AttendanceRole.MEMBER, Presence.PRESENT) for member in members}
    manager = Guest(cast.manager.full_name, "Département", AttendanceRole.SECRETARY, cast.manager)
    attendance.record(session, rows, by=cast.manager, guests=[manager])
    session = sessions.open_session(session, by=cast.manager, at=clock.moment(day, _OPENS))
    secretary = {row.pk: (row.role, Presence.PRESENT) for row in session.attendances.filter(role="secretary")}
    attendance.record(session, secretary, by=cast.manager)
    for item in session.items.select_related("candidacy"):
        decide_in_session(session, item.candidacy, choices[item.candidacy], by=cast.manager)
    return sessions.close_session(session, by=cast.manager, at=clock.moment(day, _CLOSES))
