"""Keeping away from a dossier: declared by the member or for them, taken back by an agent."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from applications.conflicts import is_shut, shut_by, tied_pairs
from applications.models import Candidacy
from tne38.accounts.models import User
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..enums import Presence
from ..models import Attendance, Recusal, Session
from ..models.opinions import UNDECIDED
from .members import members

DECLARE = "reviews.declare_recusal"
RECORD = "reviews.record_recusal"


@shut_by
def is_declared(user: Any, candidacy: Any) -> Exists:
    """A dossier is shut to whoever keeps away from it."""
    return Exists(Recusal.objects.filter(member=user, candidacy=candidacy))


@transaction.atomic
def declare(candidacy: Candidacy, member: User, *, by: Any, reason: str = "") -> Recusal:
    """Shut a dossier to a member for a conflict of interest: an opinion not filed goes, one that is no longer counts.

    The member declares it, or an agent records it. Raises DomainError « etat », NotAllowed.
    """
    own = by is not None and by.pk == member.pk
    if by is not None and not by.has_perm(DECLARE if own else RECORD):
        raise NotAllowed
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if candidacy.state not in UNDECIDED:
        raise DomainError("etat", f"Le dossier {candidacy} est déjà décidé : un déport n’y changerait rien.")
    if Recusal.objects.filter(candidacy=candidacy, member=member).exists():
        raise DomainError("etat", f"{member.full_name} s’est déjà déporté de ce dossier.", field="member")
    candidacy.opinions.filter(member=member, filed_at__isnull=True).delete()
    recusal = Recusal.objects.create(
        candidacy=candidacy, member=member, reason=reason.strip(), actor_label=str(by or "le portail")
    )
    journal.record("déport déclaré", candidacy, by=by, after={"membre": member.full_name})
    return recusal


@transaction.atomic
def lift(recusal: Recusal, *, reason: str, by: Any) -> None:
    """Take back a recusal declared by mistake. Raises DomainError « champ_obligatoire », « etat »; NotAllowed."""
    if by is not None and not by.has_perm(RECORD):
        raise NotAllowed
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez le motif.", field="reason")
    candidacy = Candidacy.objects.locked(recusal.candidacy_id)
    if candidacy.state not in UNDECIDED:
        raise DomainError("etat", f"Le dossier {candidacy} est décidé : ses déports ne changent plus.")
    before = {"membre": recusal.member.full_name}
    recusal.delete()
    journal.record("déport levé", candidacy, by=by, before=before, reason=reason.strip())


def away_from(candidacy: Candidacy) -> QuerySet[User]:
    """The members of the commission to whom the dossier is shut, declared or tied to it."""
    return members().filter(is_shut(OuterRef("pk"), candidacy.pk))


def anyone_away() -> Exists:
    """Whether a dossier is shut to a member of the commission, asked in the query of the dossier."""
    return Exists(members().filter(is_shut(OuterRef("pk"), OuterRef(OuterRef("pk")))).order_by())


def shut_pairs(dossiers: Sequence[int], people: Sequence[int]) -> set[tuple[int, int]]:
    """Which of these dossiers are shut to which of these people, by key; a constant number of queries."""
    declared = Recusal.objects.filter(candidacy__in=dossiers, member__in=people)
    return tied_pairs(dossiers, people) | set(declared.order_by().values_list("candidacy", "member"))


def leaving(session: Session, candidacy: Candidacy) -> list[Attendance]:
    """Those present at a session who leave the room for a dossier."""
    there = Attendance.objects.filter(session=session, presence=Presence.PRESENT)
    return list(there.filter(is_shut(OuterRef("user"), candidacy.pk)).order_by("pk"))


def leaving_by_dossier(session: Session) -> dict[int, tuple[str, ...]]:
    """Their names, by dossier of the agenda; one query."""
    rows = (
        Attendance.objects.filter(session=session, presence=Presence.PRESENT, user__isnull=False)
        .annotate(dossier=F("session__items__candidacy"))
        .filter(is_shut(OuterRef("user"), OuterRef("dossier")))
        .order_by("pk")
    )
    found: dict[int, tuple[str, ...]] = {}
    for dossier, name in rows.values_list("dossier", "full_name"):
        found[dossier] = (*found.get(dossier, ()), name)
    return found
