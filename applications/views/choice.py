"""The schools of a territory as one ticks them, commune by commune."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest

from ..directory import schools_of
from ..models import Call, Commune, Epci, School, SchoolProject


@dataclass(frozen=True)
class Choice:
    """A school; `reason` says why it cannot be ticked, when it cannot."""

    school: School
    reason: str
    ticked: bool


@dataclass(frozen=True)
class Group:
    """The schools of one commune."""

    commune: Commune
    choices: list[Choice]


def groups(
    call: Call, territory: Commune | Epci, *, ticked: Collection[str] = (), present: Collection[int] = ()
) -> list[Group]:
    """The eligible schools of a territory; those deposited elsewhere or already `present` are said so."""
    schools = list(schools_of(call, territory))
    filed = SchoolProject.objects.filter(call=call, filed=True, school__in=schools)
    taken = set(filed.values_list("school", flat=True))

    def choice(school: School) -> Choice:
        reason = "déjà dans votre dossier" if school.pk in present else ""
        if not reason and school.pk in taken:
            reason = "déjà dans un dossier déposé pour cet appel"
        return Choice(school, reason, not reason and school.uai in ticked)

    by_commune = groupby(schools, key=lambda school: school.commune)
    return [Group(commune, [choice(school) for school in found]) for commune, found in by_commune]


def chosen_uai(request: HttpRequest) -> set[str]:
    """The UAI of the boxes that are ticked."""
    return set(request.POST.getlist("ecoles"))


def chosen_schools(call: Call, territory: Commune | Epci, uai: Collection[str]) -> list[School]:
    """The ticked schools, among those of the territory that the call is for."""
    return list(schools_of(call, territory).filter(uai__in=uai))
