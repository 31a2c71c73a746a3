"""Who is asked for which opinion, ready to be read. Reads only, constant in queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from applications.enums import CandidacyState as State
from applications.models import Call, Candidacy, SchoolProject
from tne38.accounts.models import User

from .domain import assignment, recusals
from .domain.assignment import Spreading
from .domain.members import members
from .models import AgendaItem, Opinion, Session
from .session_page import title_of
from .workflow import SessionState


@dataclass(frozen=True)
class Asked:
    """An opinion of a member, with the next session that examines its dossier."""

    opinion: Opinion
    title: str
    session: Session | None


@dataclass(frozen=True)
class Row:
    """A dossier to decide, with the members asked and the names of those who keep away."""

    candidacy: Candidacy
    title: str
    opinions: list[Opinion]
    away: list[str]

    @property
    def filed(self) -> int:
        return sum(opinion.filed_at is not None for opinion in self.opinions)


def awaited(user: Any) -> list[Asked]:
    """What a member has to give, the oldest request first."""
    found = list(_with_titles(Opinion.objects.awaited().filter(member=user)))
    dossiers = [opinion.candidacy_id for opinion in found]
    items = AgendaItem.objects.filter(candidacy__in=dossiers).exclude(session__state=SessionState.CLOSED)
    sessions = {item.candidacy_id: item.session for item in items.select_related("session")}
    return [
        Asked(opinion, title_of(opinion.candidacy), sessions.get(opinion.candidacy_id)) for opinion in found
    ]


def given(user: Any, limit: int) -> list[Asked]:
    """The last opinions that a member has filed."""
    mine = Opinion.objects.visible_to(user).filed().filter(member=user).order_by("-filed_at", "-pk")
    return [Asked(opinion, title_of(opinion.candidacy), None) for opinion in _with_titles(mine)[:limit]]


def _with_titles(opinions: QuerySet[Opinion]) -> QuerySet[Opinion]:
    projects = SchoolProject.objects.select_related("school").only("candidacy_id", "school__name")
    return (
        opinions.select_related("candidacy__organisation", "candidacy__call")
        .defer("candidacy__frozen", "candidacy__search_text")
        .prefetch_related(Prefetch("candidacy__projects", projects))
    )


def calls() -> QuerySet[Call]:
    """The calls with dossiers to decide, and how far their opinions are."""
    to_decide = Candidacy.objects.filter(call=OuterRef("pk"), state=State.CONFORMING)
    without = to_decide.filter(~Exists(Opinion.objects.filter(candidacy=OuterRef("pk"))))
    asked = Opinion.objects.filter(candidacy__call=OuterRef("pk"), candidacy__state=State.CONFORMING)
    found = Call.objects.filter(Exists(to_decide)).annotate(
        waiting=_count(to_decide, "call"),
        without=_count(without, "call"),
        asked=_count(asked, "candidacy__call"),
        filed=_count(asked.filed(), "candidacy__call"),
    )
    return found.order_by("-closes_at", "slug")


def _count(rows: QuerySet, group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def rows(call: Call) -> list[Row]:
    """The dossiers of a call that wait for the commission."""
    asked = Prefetch("opinions", Opinion.objects.select_related("member").order_by("member__full_name", "pk"))
    projects = Prefetch("projects", SchoolProject.objects.select_related("school"))
    found = assignment.to_judge(call).select_related("organisation").prefetch_related(asked, projects)
    away = _away(list(found))
    return [
        Row(candidacy, title_of(candidacy), list(candidacy.opinions.all()), away.get(candidacy.pk, []))
        for candidacy in found
    ]


def _away(dossiers: list[Candidacy]) -> dict[int, list[str]]:
    """The names of the members to whom each dossier is shut; a constant number of queries."""
    people = {member.pk: member.full_name for member in members()}
    found: dict[int, list[str]] = {}
    for dossier, member in sorted(recusals.shut_pairs([item.pk for item in dossiers], list(people))):
        found.setdefault(dossier, []).append(people[member])
    return found


def loads(call: Call) -> QuerySet[User]:
    """The members, with how many opinions are asked of each and filed."""
    of_call = Q(opinions__candidacy__call=call, opinions__candidacy__state=State.CONFORMING)
    return members().annotate(
        asked=Count("opinions", filter=of_call),
        filed=Count("opinions", filter=of_call & Q(opinions__filed_at__isnull=False)),
    )


def told(done: Spreading) -> str:
    """What a spreading did, in a sentence."""
    asked = f"{done.asked} avis demandé{'s' if done.asked > 1 else ''}." if done.asked else "Rien à ajouter."
    if not done.short:
        return asked
    names = ", ".join(str(candidacy) for candidacy in done.short)
    return f"{asked} Il manque des membres pour : {names}."
