"""Searching the directory for a school that may be in a call."""

from django.db.models import QuerySet

from tne38.core.text import fold

from .enums import PRIMARY_KINDS, SchoolKind, Sector
from .models import Call, School

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
