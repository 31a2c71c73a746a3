"""The opinions on a dossier, as one person may read them. Reads only, constant in queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.accounts.models import User

from .domain import recusals
from .models import Attendance, Mark, Opinion, Session
from .models.opinions import may_read
from .session_panels import Panel, register


@dataclass(frozen=True)
class OpinionPage:
    """What a page shows of the opinions; `rows` are those filed that this person may read."""

    candidacy: Candidacy
    rows: list[Opinion]
    mine: Opinion | None
    awaited: list[User]
    away: list[User]
    # The members at the session who leave the room for this dossier.
    leaving: list[Attendance]
    is_open: bool
    may_give: bool

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many of each."""
        labels = [row.get_stance_display() for row in self.rows]
        return [(label, labels.count(label)) for label in dict.fromkeys(labels)]


# What a page reads of the opinions of a dossier, with the dossier or when they are shown.
ASKED = Prefetch("opinions", Opinion.objects.select_related("member"))


def read(candidacy: Candidacy, user: Any, *, session: Session | None = None) -> OpinionPage:
    """No query for what the page has loaded (`applications/agent_pages.py`)."""
    prefetch_related_objects([candidacy], ASKED)
    away = list(recusals.away_from(candidacy)) if getattr(candidacy, "has_people_away", True) else []
    gone = {member.pk for member in away}
    asked = list(candidacy.opinions.all())
    seen = _seen(candidacy, user) if asked else []
    mine = next((opinion for opinion in seen if opinion.member_id == user.pk), None)
    return OpinionPage(
        candidacy=candidacy,
        rows=[row for row in seen if row.filed_at is not None and row.member_id not in gone],
        mine=mine,
        awaited=[row.member for row in asked if row.filed_at is None and row.member_id not in gone],
        away=away,
        leaving=recusals.leaving(session, candidacy) if session else [],
        is_open=not asked or may_read(user, candidacy),
        may_give=mine is not None and mine.filed_at is None and candidacy.state == State.CONFORMING,
    )


def _seen(candidacy: Candidacy, user: Any) -> list[Opinion]:
    visible = Opinion.objects.visible_to(user).filter(candidacy=candidacy)
    marks = Prefetch("marks", Mark.objects.select_related("criterion"))
    return list(visible.select_related("member").prefetch_related(marks))


def _of_session(session: Session, candidacy: Candidacy, user: Any) -> dict[str, Any]:
    return {"opinions": read(candidacy, user, session=session)}


register(Panel("Avis de la commission", "admin/reviews/opinion/_opinions.html", _of_session))
