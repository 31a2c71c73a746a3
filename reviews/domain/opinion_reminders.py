"""Telling members, seven days and then two days before a session, which opinions they still have to give."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ..models import Opinion, Session
from ..opinion_letters import OpinionsAwaited
from ..workflow import SessionState
from .members import members

NOTICES = (2, 7)  # days before the session, the nearest first


def remind(*, at: datetime) -> int:
    """Send the reminders that are due; each is sent once to a member. Returns how many were written."""
    today = timezone.localdate(at)
    near = (today, today + timedelta(days=max(NOTICES)))
    sessions = Session.objects.filter(state=SessionState.PREPARED, held_on__range=near).select_related("call")
    return sum(_remind(session, at) for session in sessions.order_by("held_on", "pk"))


@transaction.atomic
def _remind(session: Session, at: datetime) -> int:
    """The nearest notice that is due; the outbox never writes the same one twice to an address."""
    left = (session.held_on - timezone.localdate(at)).days
    notice = next(days for days in NOTICES if left <= days)
    awaited: dict[int, list[Opinion]] = {}
    for opinion in _awaited(session):
        awaited.setdefault(opinion.member_id, []).append(opinion)
    return sum(len(OpinionsAwaited(session, opinions, notice=notice).send()) for opinions in awaited.values())


def _awaited(session: Session) -> list[Opinion]:
    """What is asked and not filed of the agenda, of members who still sit and do not keep away."""
    opinions = Opinion.objects.awaited().filter(candidacy__agenda_items__session=session)
    opinions = opinions.filter(member__in=members()).select_related("member", "candidacy__organisation")
    return list(opinions.prefetch_related("candidacy__projects__school").order_by("member", "asked_at", "pk"))
