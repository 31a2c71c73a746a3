"""The grid of a call: the criteria that members judge, shut once a first opinion is filed."""

from collections.abc import Iterable

from applications.models import Call
from tne38.core.errors import DomainError

from ..judging import JudgedCriterion as Criterion
from ..judging import Judgement
from ..models import JudgedCriterion, Mark, Opinion


def is_shut(call: Call) -> bool:
    """Whether an opinion has been filed: all the dossiers of a call are judged by the same grid."""
    return Opinion.objects.filed().filter(candidacy__call=call).exists()


def lock(call: Call) -> None:
    """Keep the grid as it is until the end of the transaction; after the dossier."""
    Call.objects.select_for_update().only("pk").get(pk=call.pk)


def require_open(call: Call) -> None:
    """Raise DomainError « etat » when the grid may no longer change; lock it otherwise, in a transaction."""
    lock(call)
    if is_shut(call):
        message = "Un premier avis est rendu : la grille ne change plus, pour que tous soient notés de même."
        raise DomainError("etat", message)


def criteria_of(call: Call) -> tuple[Criterion, ...]:
    """The judged criteria of a call, in their order, as the calculation takes them."""
    rows = JudgedCriterion.objects.filter(call=call)
    return tuple(Criterion(row.pk, row.label, row.weight, row.scale) for row in rows)


def judgements_of(criteria: Iterable[Criterion], dossiers: Iterable[int]) -> dict[int, tuple[Judgement, ...]]:
    """Every criterion with the marks that count, by dossier; one query, none without criterion."""
    criteria, dossiers = list(criteria), list(dossiers)
    if not criteria:
        return {}
    found: dict[tuple[int, int], list[int]] = {}
    counted = Opinion.objects.counted().filter(candidacy__in=dossiers)
    marks = Mark.objects.filter(opinion__in=counted).order_by("opinion__filed_at", "pk")
    for dossier, key, value in marks.values_list("opinion__candidacy", "criterion", "value"):
        found.setdefault((dossier, key), []).append(value)
    return {
        dossier: tuple(Judgement(item, tuple(found.get((dossier, item.key), ()))) for item in criteria)
        for dossier in dossiers
    }
