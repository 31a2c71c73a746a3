"""Writing the equipment lines of a project."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.domain import copying
from applications.domain.drafts import of_school, require_editable
from applications.domain.submission import at_deposit
from applications.models import Candidacy, SchoolProject
from tne38.core import journal, money

from ..models import CatalogueItem, Line


@dataclass(frozen=True)
class LineValue:
    """What is asked for: an article, how many, at what unit price in euros."""

    item: CatalogueItem
    quantity: int
    unit_price: Decimal


@transaction.atomic
def replace_lines(project: SchoolProject, values: Sequence[LineValue], *, by: Any) -> list[Line]:
    """Make the project's lines exactly these, in this order. Nothing is written when nothing changed."""
    candidacy = Candidacy.objects.locked(project.candidacy_id)
    require_editable(candidacy, by=by)
    existing = list(project.lines.select_related("item"))
    if [(line.item_id, line.quantity, line.unit_price) for line in existing] == [
        (value.item.pk, value.quantity, value.unit_price) for value in values
    ]:
        return existing
    project.lines.all().delete()
    lines = Line.objects.bulk_create(
        Line(
            project=project,
            item=value.item,
            quantity=value.quantity,
            unit_price=value.unit_price,
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
    return lines


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


def _described(line: Line) -> str:
    return f"{line.item.code} × {line.quantity} à {money.plain(line.unit_price)}"


@at_deposit
def freeze_caps(candidacy: Candidacy) -> None:
    """Keep on each line the cap in force when the dossier was deposited."""
    lines = list(Line.objects.filter(project__candidacy=candidacy).select_related("item"))
    for line in lines:
        line.unit_cap = line.item.cap
    Line.objects.bulk_update(lines, ["unit_cap"])
