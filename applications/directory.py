"""Searching the directory for a school that may be in a call, or for a porteur and its schools."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from tne38.core.text import fold

from .enums import PRIMARY_KINDS, SchoolKind, Sector
from .models import Call, Commune, Epci, Organisation, School

SHOWN = 30


def eligible_schools(call: Call) -> QuerySet[School]:
    """The open schools of Isère that the call is for; the same rule as `checks.is_eligible`."""
    schools = School.objects.filter(is_open=True, commune__insee__startswith="38").select_related("commune")
    if call.is_for_college:
        return schools.filter(kind=SchoolKind.COLLEGE, sector=Sector.PRIVATE_UNDER_CONTRACT)
    return schools.filter(kind__in=PRIMARY_KINDS).exclude(sector=Sector.PRIVATE_WITHOUT_CONTRACT)


def search(call: Call, text: str) -> QuerySet[School]:
    """The eligible schools whose name, commune or UAI hold every word, whatever the case and the accents."""
    schools = eligible_schools(call)
    for word in fold(text).split():
        schools = schools.filter(search_text__contains=word)
    return schools.order_by("commune__folded_name", "name", "pk")


@dataclass(frozen=True)
class Territory:
    """A commune or an EPCI that may be a porteur, with how many schools it may apply for."""

    place: Commune | Epci
    kind: str  # commune or epci: as in addresses
    code: str  # INSEE or SIREN
    schools: int


def territories(call: Call, text: str) -> list[Territory]:
    """The EPCI then the communes of Isère whose name holds every word, whatever the case and the accents.

    Three queries.
    """
    words = fold(text).split()
    counts = dict(eligible_schools(call).order_by().values_list("commune").annotate(schools=Count("pk")))
    communes = list(Commune.objects.filter(insee__startswith="38"))
    of_epci: dict[int | None, int] = {}
    for commune in communes:
        of_epci[commune.epci_id] = of_epci.get(commune.epci_id, 0) + counts.get(commune.pk, 0)
    epci = [epci for epci in Epci.objects.all() if epci.pk in of_epci]
    found = [Territory(one, "epci", one.siren, of_epci[one.pk]) for one in epci]
    found += [Territory(one, "commune", one.insee, counts.get(one.pk, 0)) for one in communes]
    return [one for one in found if all(word in fold(one.place.name) for word in words)]


def schools_of(call: Call, territory: Commune | Epci) -> QuerySet[School]:
    """The eligible schools of a commune or of an EPCI, by commune then by name."""
    schools = eligible_schools(call).order_by("commune__folded_name", "name", "pk")
    if isinstance(territory, Commune):
        return schools.filter(commune=territory)
    return schools.filter(commune__epci=territory)


def territory_of(organisation: Organisation) -> Commune | Epci | None:
    """Where the schools of a public porteur are; None for an association."""
    return organisation.commune or organisation.epci
