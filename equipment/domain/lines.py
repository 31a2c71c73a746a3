"""Writing the equipment lines of a project."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.domain import copying, duplication
from applications.domain.drafts import of_school
from applications.domain.editing import Place, require_writable
from applications.domain.merging import Verdict, verdict, version
from applications.domain.submission import at_deposit
from applications.history import tell
from applications.models import Candidacy, SchoolProject
from tne38.core import journal, money

from ..amounts import caps_of
from ..models import CatalogueItem, Line

STEP = "equipements"


@dataclass(frozen=True)
class LineValue:
    """What is asked for: an article, how many, at what unit price in euros."""

    item: CatalogueItem
    quantity: int
    unit_price: Decimal


@transaction.atomic
def replace_lines(
    project: SchoolProject, values: Sequence[LineValue], *, by: Any, expected: str | None = None
) -> Verdict:
    """Make the project's lines exactly these, in this order. Nothing is written when nothing changed.

    `expected` is the version that the person was shown: when someone else changed these rows meanwhile nothing
    is written, and the verdict says whether the person has to choose. Raises DomainError « etat », NotAllowed.
    """
    candidacy = Candidacy.objects.locked(project.candidacy_id)
    require_writable(Place(candidacy, STEP, project), by=by)
    existing = list(project.lines.select_related("item"))
    stored = version(LineValue(line.item, line.quantity, line.unit_price) for line in existing)
    found = verdict(expected, version(values), stored)
    if found is not Verdict.WRITE:
        return found
    caps, terms = caps_of(candidacy), candidacy.terms
    project.lines.all().delete()
    lines = Line.objects.bulk_create(
        Line(
            project=project,
            item=value.item,
            quantity=value.quantity,
            unit_price=value.unit_price,
            # Deposited: the caps of the deposit hold; that of an article new in the dossier is frozen now.
            unit_cap=(caps.get(value.item.pk) or value.item.cap_under(terms)) if candidacy.frozen else None,
            position=position,
        )
        for position, value in enumerate(values)
    )
    candidacy.save()
    journal.record(
        "équipements modifiés",
        candidacy,
        by=by,
        before={"equipements": [_described(line) for line in existing]},
        after={"equipements": [_described(line) for line in lines]} | of_school(project),
    )
    return found


def enter_lines(entered: Iterable[tuple[SchoolProject, Sequence[LineValue]]]) -> list[Line]:
    """Write the lines of projects just entered with their dossier, in one query whatever their number."""
    return Line.objects.bulk_create(
        Line(project=project, position=position, **vars(value))
        for project, values in entered
        for position, value in enumerate(values)
    )


def _copy(source: SchoolProject, target: SchoolProject, by: Any) -> None:
    lines = source.lines.select_related("item")
    replace_lines(target, [LineValue(line.item, line.quantity, line.unit_price) for line in lines], by=by)


copying.register(
    copying.Part("equipements", "Équipements", lambda project: project.lines.exists(), _copy, position=5)
)


tell("équipements modifiés", labels={"equipements": "équipements"})


@duplication.register
def carry_lines(source: SchoolProject, target: SchoolProject) -> list[str]:
    """The lines whose article the new catalogue has, by its code; tells the others."""
    items = {item.code: item for item in CatalogueItem.objects.filter(call=target.call, is_active=True)}
    lines = list(source.lines.select_related("item"))
    kept = [line for line in lines if line.item.code in items]
    Line.objects.bulk_create(
        Line(
            project=target,
            item=items[line.item.code],
            quantity=line.quantity,
            unit_price=line.unit_price,
            position=position,
        )
        for position, line in enumerate(kept)
    )
    return [
        f"« {line.item.label} » n’est pas dans le catalogue de ce nouvel appel."
        for line in lines
        if line not in kept
    ]


def _described(line: Line) -> str:
    return f"{line.item.code} × {line.quantity} à {money.plain(line.unit_price)}"


@at_deposit
def freeze_caps(candidacy: Candidacy) -> None:
    """Keep on each line the cap in force when the dossier was deposited, in the basis of its prices."""
    lines = list(Line.objects.filter(project__candidacy=candidacy).select_related("item"))
    for line in lines:
        line.unit_cap = line.item.cap_under(candidacy.terms)
    Line.objects.bulk_update(lines, ["unit_cap"])
