"""The agenda of a session: which dossiers, in which order."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from applications.enums import CandidacyState as State
from applications.models import Call, Candidacy
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..enums import SessionKind
from ..models import AgendaItem, Ranking, Score, Session
from ..workflow import SessionState


def scores_in_force(call: Call) -> dict[int, Score]:
    """The latest ranking of a call, by dossier."""
    latest = Ranking.objects.filter(call=call).order_by("-created_at", "-pk").first()
    scores = Score.objects.filter(ranking=latest) if latest else Score.objects.none()
    return {score.candidacy_id: score for score in scores.select_related("ranking")}


def candidates(session: Session) -> QuerySet[Candidacy]:
    """The dossiers that this session may examine: conforming, of its call, on no other agenda to come.

    Those above the threshold go to the commission d'arbitrage.
    """
    others = AgendaItem.objects.exclude(session=session).exclude(session__state=SessionState.CLOSED)
    found = Candidacy.objects.filter(call=session.call, state=State.CONFORMING)
    found = found.exclude(agenda_items__in=others)
    if session.kind == SessionKind.TECHNICAL:
        above = [pk for pk, score in scores_in_force(session.call).items() if score.to_arbitrate]
        found = found.exclude(pk__in=above)
    return found.order_by("number")


def fill(session: Session, *, keep: bool = False) -> None:
    """Put every candidate on the agenda; with `keep`, only drop those that may no longer be on it."""
    wanted = {candidacy.pk for candidacy in candidates(session)}
    if keep:
        wanted &= set(session.items.values_list("candidacy", flat=True))
    _write(session, wanted)


@transaction.atomic
def set_agenda(session: Session, chosen: Iterable[Candidacy], *, by: Any) -> list[AgendaItem]:
    """Examine exactly these dossiers, besides those that the session has already decided.

    Raises DomainError « etat » for a closed session, « champ_invalide » for a dossier it may not examine;
    NotAllowed.
    """
    if by is not None and not by.has_perm("reviews.change_session"):
        raise NotAllowed
    session = Session.objects.locked(session.pk)
    if session.is_closed:
        raise DomainError("etat", "La séance est close : son ordre du jour ne change plus.")
    allowed = {candidacy.pk for candidacy in candidates(session)}
    for candidacy in chosen:
        if candidacy.pk not in allowed:
            message = f"Le dossier {candidacy} ne peut pas être examiné par cette séance."
            raise DomainError("champ_invalide", message, field="dossiers")
    _write(session, {candidacy.pk for candidacy in chosen})
    items = arrange(session)
    after = {"dossiers": [str(item.candidacy) for item in items]}
    journal.record("ordre du jour arrêté", session, by=by, after=after)
    return items


def _write(session: Session, wanted: set[int]) -> None:
    """Keep what is decided, drop what is no longer wanted, add the rest; then put all in order."""
    decided = set(session.decisions.values_list("candidacy", flat=True))
    session.items.exclude(candidacy__in=wanted | decided).delete()
    known = set(session.items.values_list("candidacy", flat=True))
    AgendaItem.objects.bulk_create(
        AgendaItem(session=session, candidacy_id=pk, position=0) for pk in sorted(wanted - known)
    )
    arrange(session)


def arrange(session: Session) -> list[AgendaItem]:
    """Put the agenda in order: above the threshold first, examined case by case; then the ranking's order."""
    scores = scores_in_force(session.call)
    items = list(session.items.select_related("candidacy"))

    def order(item: AgendaItem) -> tuple[bool, bool, int, str]:
        score = scores.get(item.candidacy_id)
        number = item.candidacy.number or ""
        return (not (score and score.to_arbitrate), score is None, score.rank if score else 0, number)

    items.sort(key=order)
    for position, item in enumerate(items, start=1):
        score = scores.get(item.candidacy_id)
        item.position, item.case_by_case = position, bool(score and score.to_arbitrate)
    AgendaItem.objects.bulk_update(items, ["position", "case_by_case"])
    return items
