"""What the agents' pages are made of: work lists, columns of the list of dossiers, relations of the dossier.

This app declares its own; later apps add theirs from their admin.py. Like the acts (`actions.py`), they are
shown in the order in which they are added.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Now

from .enums import CandidacyState as State
from .models import (
    Attachment,
    Candidacy,
    CorrectionRequest,
    Invitation,
    Membership,
    OtherFunding,
    Question,
    SchoolProject,
)
from .nuances import told_of
from .workflow import FOR_APPLICANT


@dataclass(frozen=True)
class WorkList:
    """Dossiers that wait for the same act; shown to those who hold the permission."""

    slug: str
    label: str
    help: str
    permission: str
    condition: Q


@dataclass(frozen=True)
class Column:
    """A column of the list of dossiers: `values` gives the cells of one page, by primary key.

    The dossiers come with their call and their prefetched projects, schools and communes.
    """

    name: str
    label: str
    values: Callable[[Sequence[Candidacy]], Mapping[int, str]]
    numeric: bool = False


@dataclass(frozen=True)
class Desk:
    """A task of the agents that is not an act on a deposited dossier; `count` says how many wait, None: no number."""

    label: str
    help: str
    permission: str
    url_name: str
    count: Callable[[Any], int | None] = lambda user: None


_work_lists: list[WorkList] = []
_desks: list[Desk] = []
_columns: list[Column] = []
_relations = ["call", "organisation__commune", "organisation__epci", "acknowledgement"]
# What is seldom there: said by the query of the dossier, read where it is.
_said = {
    "has_invited": Exists(Invitation.objects.open().filter(organisation=OuterRef("organisation")).order_by())
}
_prefetched: list[str | Prefetch] = [
    Prefetch("projects", SchoolProject.objects.select_related("school__commune")),
    "projects__classes",
    Prefetch("organisation__memberships", Membership.objects.select_related("user", "school")),
    "call__ent_products",
]


@dataclass(frozen=True)
class Seldom:
    """A relation whose rows most dossiers lack: the query of the dossier says whether there are any.

    Where there are none, no query looks for them; `lookups` read them where there are.
    """

    relation: str
    rows: QuerySet[Any]
    lookups: Sequence[str | Prefetch]

    @property
    def said(self) -> str:
        return f"has_{self.relation}"

    @property
    def found(self) -> Exists:
        return Exists(self.rows.filter(candidacy=OuterRef("pk")).order_by())

    def lookups_for(self, candidacy: Candidacy) -> Sequence[str | Prefetch]:
        if getattr(candidacy, self.said):
            return self.lookups
        return [Prefetch(self.relation, self.rows.none())]


_seldom: list[Seldom] = [
    Seldom(
        "attachments",
        Attachment.objects.all(),
        [Prefetch("attachments", Attachment.objects.with_file().order_by("added_at", "pk"))],
    ),
    Seldom(
        "correction_requests",
        CorrectionRequest.objects.all(),
        [
            Prefetch(
                "correction_requests",
                CorrectionRequest.objects.select_related("asked_by", "answered_by", "lifted_by"),
            ),
            "correction_requests__places__project__school",
        ],
    ),
    Seldom(
        "questions",
        Question.objects.all(),
        [
            Prefetch("questions", Question.objects.select_related("author").order_by("-sent_at", "-pk")),
            "questions__attachments__file",
        ],
    ),
    Seldom("other_fundings", OtherFunding.objects.all(), ["other_fundings"]),
]


def add_work_list(work_list: WorkList) -> WorkList:
    _work_lists.append(work_list)
    return work_list


def add_desk(desk: Desk) -> Desk:
    _desks.append(desk)
    return desk


def desks(user: Any) -> list[Desk]:
    """The tasks of this person, in the order in which they are added."""
    return [desk for desk in _desks if user.has_perm(desk.permission)]


def add_column(column: Column) -> Column:
    _columns.append(column)
    return column


def read_with_dossier(*relations: str) -> None:
    """Relations of a single row that the dossier's page reads in the query of the dossier itself."""
    _relations.extend(relations)


def say_with_dossier(name: str, found: Exists) -> None:
    """Whether rows that most dossiers lack are there, so that the page asks for them only then."""
    _said[name] = found


def prefetch_with_dossier(*lookups: str | Prefetch) -> None:
    """Rows that the dossier's page reads once for all its sections."""
    _prefetched.extend(lookups)


def prefetch_where_there_are(relation: str, rows: QuerySet[Any], *lookups: str | Prefetch) -> None:
    """Rows of a dossier that most dossiers lack; see `Seldom`."""
    _seldom.append(Seldom(relation, rows, lookups))


def work_lists(user: Any) -> list[WorkList]:
    """The work lists of this person."""
    return [work_list for work_list in _work_lists if user.has_perm(work_list.permission)]


def columns() -> list[Column]:
    return list(_columns)


def with_everything(candidacies: QuerySet[Candidacy], *more: str | Prefetch) -> QuerySet[Candidacy]:
    """Several dossiers with all that their page shows and what is asked besides; queries do not depend on how many."""
    lookups = [lookup for each in _seldom for lookup in each.lookups]
    return _whole(candidacies).prefetch_related(*lookups, *(each for each in more if each not in lookups))


def whole(candidacies: QuerySet[Candidacy], pk: int) -> Candidacy | None:
    """One of these dossiers, with all that its page shows; nothing is looked for where there is none."""
    said = {each.said: each.found for each in _seldom}
    candidacy = _whole(candidacies).annotate(**said).filter(pk=pk).first()
    if candidacy is not None:
        lookups = [lookup for each in _seldom for lookup in each.lookups_for(candidacy)]
        prefetch_related_objects([candidacy], *lookups)
    return candidacy


def _whole(candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    return candidacies.annotate(**_said).select_related(*_relations).prefetch_related(*_prefetched)


# --- How a state is told to agents -----------------------------------------------------------------------

_ACTORS = {
    "porteur": "Au porteur d’agir",
    "departement": "Au Département d’agir",
    "commission": "À la commission d’agir",
    "personne": "Plus rien à faire",
}


def tone(state: str) -> str:
    """The tone of a state's tag on the agents' side: « todo » when the Département or the commission acts."""
    told = FOR_APPLICANT[state]
    if told.who in {"departement", "commission"}:
        return "todo"
    return "info" if told.who == "porteur" else told.tone


def who_acts(candidacy: Candidacy) -> str:
    """Who acts next, in words."""
    return _ACTORS[told_of(candidacy).who]


# What waits for the porteur is not for the agents to do, until the deadline is passed.
_ASKED = CorrectionRequest.objects.open().filter(candidacy=OuterRef("pk")).order_by()

add_work_list(
    WorkList(
        "a-instruire",
        "À instruire",
        "Vérifier les prérequis et les pièces, puis déclarer le dossier conforme ou non.",
        "applications.review_candidacy",
        Q(state__in=[State.DEPOSITED, State.IN_REVIEW]) & ~Exists(_ASKED),
    )
)
add_work_list(
    WorkList(
        "corrections-echues",
        "Corrections échues",
        "Relancer le porteur, ou lever la demande et se prononcer sur le dossier tel qu’il est.",
        "applications.review_candidacy",
        Q(Exists(_ASKED.filter(answer_by__lt=Now()))),
    )
)
_UNREAD = Question.objects.unread(from_porteur=True).filter(candidacy=OuterRef("pk")).order_by()
add_work_list(
    WorkList(
        "questions",
        "Questions sans réponse",
        "Répondre au porteur, ou marquer son message comme lu.",
        "applications.review_candidacy",
        Q(Exists(_UNREAD)),
    )
)
