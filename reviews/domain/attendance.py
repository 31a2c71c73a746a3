"""Who is invited to a session, who came, and whether they are enough to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import OuterRef

from applications.conflicts import is_shut
from applications.models import Candidacy
from tne38.accounts.models import User
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..enums import VOTING, AttendanceRole, Presence
from ..models import Attendance, Session
from .members import members


@dataclass(frozen=True)
class Quorum:
    """How many voting members are there, of how many needed."""

    present: int
    needed: int

    @property
    def reached(self) -> bool:
        return self.present >= self.needed


@dataclass(frozen=True)
class Guest:
    """Someone to invite: an account, or a person without one."""

    full_name: str
    quality: str = ""
    role: str = AttendanceRole.MEMBER
    user: User | None = None


def invite_members(session: Session) -> None:
    """Invite every member of the commission."""
    Attendance.objects.bulk_create(
        Attendance(session=session, user=user, full_name=user.full_name) for user in members()
    )


@transaction.atomic
def record(
    session: Session,
    rows: Mapping[int, tuple[str, str]],
    *,
    by: Any,
    guests: Sequence[Guest] = (),
) -> Quorum:
    """Keep the role and the presence of the invited (by key), invite others.

    Raises DomainError « etat » for a closed session, NotAllowed.
    """
    if by is not None and not by.has_perm("reviews.change_session"):
        raise NotAllowed
    session = Session.objects.locked(session.pk)
    if session.is_closed:
        raise DomainError("etat", "La séance est close : les présences ne changent plus.")
    for attendance in session.attendances.filter(pk__in=rows):
        attendance.role, attendance.presence = rows[attendance.pk]
        attendance.save(update_fields=["role", "presence"])
    for guest in guests:
        Attendance.objects.create(
            session=session,
            user=guest.user,
            full_name=guest.full_name,
            quality=guest.quality,
            role=guest.role,
            presence=Presence.PRESENT if session.is_open else Presence.EXPECTED,
        )
    told = {str(row): f"{row.get_role_display()}, {row.get_presence_display()}" for row in everyone(session)}
    journal.record("présences enregistrées", session, by=by, after=told)
    return quorum_of(session)


def everyone(session: Session) -> list[Attendance]:
    """The invited, the chair first."""
    rank = {role: place for place, role in enumerate(AttendanceRole.values)}
    return sorted(session.attendances.all(), key=lambda row: (rank[row.role], row.pk))


def quorum_of(session: Session, candidacy: Candidacy | None = None) -> Quorum:
    """Whether the session may decide; of a dossier, without those who keep away from it."""
    there = session.attendances.filter(role__in=VOTING, presence=Presence.PRESENT)
    if candidacy is not None:
        there = there.exclude(is_shut(OuterRef("user"), candidacy.pk))
    return Quorum(there.count(), session.quorum)


def require_quorum(session: Session, candidacy: Candidacy) -> None:
    """Raise DomainError « quorum » when too few members are there to decide of a dossier."""
    quorum = quorum_of(session, candidacy)
    if not quorum.reached:
        present = (
            f"{quorum.present} membre présent" if quorum.present < 2 else f"{quorum.present} membres présents"
        )
        away = " pour ce dossier" if quorum_of(session).reached else ""
        message = f"Le quorum n’est pas atteint{away} : {present}, il en faut {quorum.needed}."
        raise DomainError("quorum", message)
