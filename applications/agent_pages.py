"""What the agents' pages are made of: work lists, columns of the list of dossiers, relations of the dossier.

This app declares its own; later apps add theirs from their admin.py. Like the acts (`actions.py`), they are
shown in the order in which they are added.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from .enums import CandidacyState as State
from .models import Candidacy, SchoolProject
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


_work_lists: list[WorkList] = []
_columns: list[Column] = []
_relations = ["call", "organisation__commune", "organisation__epci", "acknowledgement"]
_prefetched: list[str | Prefetch] = [
    Prefetch("projects", SchoolProject.objects.select_related("school__commune")),
    "projects__classes",
    "call__ent_products",
]


def add_work_list(work_list: WorkList) -> WorkList:
    _work_lists.append(work_list)
    return work_list


def add_column(column: Column) -> Column:
    _columns.append(column)
    return column


def read_with_dossier(*relations: str) -> None:
    """Relations of a single row that the dossier's page reads in the query of the dossier itself."""
    _relations.extend(relations)


def prefetch_with_dossier(*lookups: str | Prefetch) -> None:
    """Rows that the dossier's page reads once for all its sections."""
    _prefetched.extend(lookups)


def work_lists(user: Any) -> list[WorkList]:
    """The work lists of this person."""
    return [work_list for work_list in _work_lists if user.has_perm(work_list.permission)]


def columns() -> list[Column]:
    return list(_columns)


def with_everything(candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """The dossier with all that its page shows, in a constant number of queries."""
    return candidacies.select_related(*_relations).prefetch_related(*_prefetched)


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


def who_acts(state: str) -> str:
    """Who acts next, in words."""
    return _ACTORS[FOR_APPLICANT[state].who]


add_work_list(
    WorkList(
        "a-instruire",
        "À instruire",
        "Vérifier les prérequis et les pièces, puis déclarer le dossier conforme ou non.",
        "applications.review_candidacy",
        Q(state__in=[State.DEPOSITED, State.IN_REVIEW]),
    )
)
