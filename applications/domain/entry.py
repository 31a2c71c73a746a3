"""Entering a whole dossier at once, as a file or a paper form gives it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from tne38.core import journal
from tne38.core.errors import DomainError

from ..enums import CandidacyState, Origin
from ..models import Call, Candidacy, ConnectedClass, Organisation, School, SchoolProject
from .classes import ClassValue


@dataclass(frozen=True)
class ProjectValue:
    """What a dossier says of one school; amounts in euros, what is not known is None or empty."""

    school: School
    classes: Sequence[ClassValue]
    divisions: int | None = None
    pupils: int | None = None
    linked_to_lycee: bool | None = None
    working_projectors: int | None = None
    working_mobile_labs: int | None = None
    description: str = ""
    socle_domains: Sequence[int] = ()
    training: Sequence[str] = ()
    family_actions: Sequence[str] = ()
    ent_name: str = ""
    ent_years: int | None = None
    ent_annual_cost: Decimal | None = None


@dataclass(frozen=True)
class Source:
    """Where a dossier comes from: on line or paper with its dates, and the key of the file it was read in."""

    origin: str = Origin.ONLINE
    postmark_on: date | None = None
    received_on: date | None = None
    reference: str = ""
    content_hash: str = ""


def require_no_other(call: Call, organisation: Organisation) -> None:
    """Raise DomainError « doublon » when the porteur already has a dossier for this call."""
    others = Candidacy.objects.filter(call=call, organisation=organisation)
    given_up = [CandidacyState.WITHDRAWN, CandidacyState.LAPSED]
    if other := others.exclude(state__in=given_up).first():
        raise DomainError(
            "doublon", f"Ce porteur a déjà un dossier pour cet appel ({other}).", field="porteur"
        )


@transaction.atomic(savepoint=False)
def enter(
    call: Call, organisation: Organisation, projects: Sequence[ProjectValue], source: Source, *, by: Any
) -> tuple[Candidacy, list[SchoolProject]]:
    """Write a draft with its projects and their classes, in a constant number of queries.

    The lines of equipment are added by `equipment.domain.lines.enter_lines`. Raises DomainError « doublon ».
    """
    require_no_other(call, organisation)
    candidacy = Candidacy.objects.create(
        call=call, organisation=organisation, created_by=by, **asdict(source)
    )
    rows = SchoolProject.objects.bulk_create(
        _project(candidacy, place, value) for place, value in enumerate(projects)
    )
    ConnectedClass.objects.bulk_create(
        ConnectedClass(project=row, name=group.name, mbps=group.mbps, position=place)
        for row, value in zip(rows, projects, strict=True)
        for place, group in enumerate(value.classes)
    )
    uai = [value.school.uai for value in projects]
    journal.record(
        "dossier saisi",
        candidacy,
        by=by,
        after={"appel": call.slug, "reference": source.reference, "origine": source.origin, "uai": uai},
        on_behalf_of=organisation.name,
    )
    return candidacy, rows


def _project(candidacy: Candidacy, place: int, value: ProjectValue) -> SchoolProject:
    fields = {name: content for name, content in vars(value).items() if name != "classes"}
    for name in ("socle_domains", "training", "family_actions"):
        fields[name] = list(fields[name])
    return SchoolProject(candidacy=candidacy, call=candidacy.call, position=place, **fields)
