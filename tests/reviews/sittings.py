"""Sessions for the tests: twelve dossiers of which four go beyond the threshold, three members."""

from datetime import date
from decimal import Decimal

from applications.models import Call, Candidacy
from reviews.domain import agenda, attendance, funding, sessions
from reviews.domain.decisions import Choice
from reviews.domain.ranking import rank_call
from reviews.domain.session_decisions import decide_in_session
from reviews.enums import AttendanceRole, Funder, Outcome, Presence, SessionKind
from reviews.models import Session
from tests.agents import conforming
from tests.factories import CallFactory, agent
from tne38.accounts.enums import Role

HELD_ON = date(2025, 5, 12)
VALUES = {
    "kind": SessionKind.ARBITRATION,
    "held_on": HELD_ON,
    "starts_at": None,
    "place": "Hôtel du Département, Grenoble",
    "quorum": 2,
}


def endowed_call(amount: str = "20000.00", **fields) -> Call:
    """A call whose two funders put in the same amount, in euros."""
    call = CallFactory(**fields)
    funding.endow(call, dict.fromkeys(Funder, Decimal(amount)))
    return call


def dossiers_of(call: Call, count: int) -> list[Candidacy]:
    """Conforming dossiers of 3 400 € each, ranked in the order of the list."""
    found = [conforming(call, pupils=100 + place) for place in range(count)]
    rank_call(call, by=None)
    return found


def prepared(call: Call, *, by=None, **values) -> Session:
    """A session to which two members of the commission are invited."""
    for place in range(2):
        agent(Role.COMMISSION, full_name=f"Membre fictif {place + 1}")
    return sessions.prepare(call, {**VALUES, **values}, by=by)


def opened(call: Call, *, by=None, **values) -> Session:
    """The same, open, everyone there."""
    session = prepared(call, by=by, **values)
    present(session)
    return sessions.open_session(session, by=by)


def present(session: Session, presence: str = Presence.PRESENT) -> None:
    rows = {row.pk: (AttendanceRole.MEMBER, presence) for row in session.attendances.all()}
    attendance.record(session, rows, by=None)


def select(session: Session, candidacy: Candidacy, amount: str = "3400.00", *, by=None, **values):
    choice = Choice(Outcome.SELECTED, Decimal(amount), **values)
    return decide_in_session(session, candidacy, choice, by=by)


def order_of(session: Session) -> list[Candidacy]:
    return [item.candidacy for item in agenda.arrange(session)]
