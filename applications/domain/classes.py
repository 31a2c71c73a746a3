"""Writing the classes concerned by the equipment, with the rate measured in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from tne38.core import journal

from ..models import Candidacy, ConnectedClass, SchoolProject
from .drafts import of_school
from .editing import Place, require_writable
from .merging import Verdict, verdict, version

STEP = "classes"


@dataclass(frozen=True)
class ClassValue:
    """A class and its rate in Mb/s."""

    name: str
    mbps: Decimal


@transaction.atomic
def replace_classes(
    project: SchoolProject, values: Sequence[ClassValue], *, by: Any, expected: str | None = None
) -> Verdict:
    """Make the project's classes exactly these, in this order. Nothing is written when nothing changed.

    `expected` is the version that the person was shown: when someone else changed these rows meanwhile nothing
    is written, and the verdict says whether the person has to choose. Raises DomainError « etat », NotAllowed.
    """
    candidacy = Candidacy.objects.locked(project.candidacy_id)
    require_writable(Place(candidacy, STEP, project), by=by)
    rows = ConnectedClass.objects.filter(project=project)
    existing = list(rows)
    found = verdict(expected, version(values), version(ClassValue(row.name, row.mbps) for row in existing))
    if found is not Verdict.WRITE:
        return found
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
    return found
