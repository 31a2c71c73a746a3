"""To whom of the commission a dossier is shut: the members tied to its porteur or to one of its schools.

A later app adds what is declared, with `shut_by`. Only members of the commission are concerned: agents instruct
every dossier.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, Q

from .models.organisations import Membership

# Each takes a person and a dossier, as a key, a row or an OuterRef, and says whether it is shut.
Condition = Callable[[Any, Any], Exists]
_declared: list[Condition] = []
# How a membership ties its person to a dossier.
_PATHS = ("organisation__candidacies", "school__projects__candidacy")


def shut_by(condition: Condition) -> Condition:
    """Register another reason for a dossier to be shut."""
    _declared.append(condition)
    return condition


def is_tied(user: Any, candidacy: Any) -> Q:
    """Whether the person acts for the porteur of the dossier, or for one of its schools in any organisation."""
    tied = Q()
    for path in _PATHS:
        tied |= Q(Exists(Membership.objects.filter(user=user, **{path: candidacy})))
    return tied


def tied_pairs(dossiers: Iterable[int], users: Iterable[int]) -> set[tuple[int, int]]:
    """The same of many dossiers and people at once, by key; one query for each kind of tie."""
    dossiers, users, found = list(dossiers), list(users), set()
    for path in _PATHS:
        ties = Membership.objects.filter(user__in=users, **{f"{path}__in": dossiers})
        found.update(ties.order_by().values_list(path, "user"))
    return found


def is_shut(user: Any, candidacy: Any) -> Q:
    """Whether the dossier is shut to the person: tied to it, or declared."""
    shut = is_tied(user, candidacy)
    for condition in _declared:
        shut |= Q(condition(user, candidacy))
    return shut
