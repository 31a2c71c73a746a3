"""The conventions against their amendments: the last day and the document are those that were signed."""

from collections.abc import Iterator

from django.db.models import F, OuterRef, Subquery

from ..amendment.workflow import AmendmentState
from ..domain.dates import term
from ..models import Amendment, Convention
from .gap import Gap


def gaps() -> Iterator[Gap]:
    yield from _last_days()
    altered = Amendment.objects.exclude(sha256=F("file__sha256")).order_by("pk")
    for number, name in altered.values_list("convention__candidacy__number", "number"):
        yield Gap(number, "preuve", f"L’avenant n° {name} n’est plus le document qui a été signé.")


def _last_days() -> Iterator[Gap]:
    """The last day is that of the last notified amendment that moves it; that of the convention otherwise."""
    moved = Amendment.objects.filter(
        convention=OuterRef("pk"), state=AmendmentState.NOTIFIED, claims_until__isnull=False
    )
    moved = Subquery(moved.order_by("-rank").values("claims_until")[:1])
    rows = Convention.objects.filter(notified_on__isnull=False).annotate(moved=moved).order_by("pk")
    months = "data__engagements__caducite_mois"
    values = rows.values_list("candidacy__number", "claims_until", "moved", "notified_on", months)
    for number, stands, amended, notified_on, lasts in values.iterator(chunk_size=500):
        fixed = amended or (term(notified_on, lasts) if lasts else None)
        if stands != fixed:
            yield Gap(
                number,
                "avenant",
                "Le dernier jour de la convention n’est pas celui qu’elle fixe, ou son dernier avenant.",
            )
