"""Writing the classes concerned by the equipment, with the rate measured in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from tne38.core import journal

from ..models import Candidacy, ConnectedClass, SchoolProject
from .drafts import of_school, require_editable


@dataclass(frozen=True)
class ClassValue:
    """A class and its rate in Mb/s."""

    name: str
    mbps: Decimal


@transaction.atomic
def replace_classes(project: SchoolProject, values: Sequence[ClassValue], *, by: Any) -> list[ConnectedClass]:
    """Make the project's classes exactly these, in this order. Nothing is written when nothing changed.

    Raises DomainError « etat » once the dossier is deposited, NotAllowed.
    """
    candidacy = Candidacy.objects.locked(project.candidacy_id)
    require_editable(candidacy, by=by)
    rows = ConnectedClass.objects.filter(project=project)
    existing = list(rows)
    if [(group.name, group.mbps) for group in existing] == [(value.name, value.mbps) for value in values]:
        return existing
    rows.delete()
    classes = ConnectedClass.objects.bulk_create(
        ConnectedClass(project=project, name=value.name, mbps=value.mbps, position=position)
        for position, value in enumerate(values)
    )
    candidacy.save()
    journal.record(
        "classes modifiées",
        candidacy,
        by=by,
        before={"classes": [str(group) for group in existing]},
        after={"classes": [str(group) for group in classes]} | of_school(project),
    )
    return classes
