"""What those who do not see every dossier see: the commission, what it is invited to; an inspection, its écoles.

A member of the commission sees the calls that a later app opens to them (a session, an opinion to give). An
inspection (IEN) sees the calls of the 1er degré, and of their dossiers those of its own circonscription when the
directory knows it: an école that names its address (`School.ien_email`).
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from tne38.accounts.enums import Role

from .enums import Audience

# Given a person, the keys of the calls that are opened to them.
Opening = Callable[[Any], QuerySet]
_openings: list[Opening] = []


def opens_calls(opening: Opening) -> Opening:
    """Register what opens calls to a member: `opening(user)` gives keys of calls, as a queryset of one column."""
    _openings.append(opening)
    return opening


def opened_to(user: Any) -> Q:
    """The condition on calls; nothing opens any: none."""
    condition = _invited(user, "pk__in")
    if user.has_role(Role.IEN):
        condition |= Q(audience=Audience.PRIMARY)
    return condition


def dossiers_opened_to(user: Any) -> Q:
    """The condition on dossiers: those of the calls one is invited to, those of one's circonscription."""
    condition = _invited(user, "call__in")
    if user.has_role(Role.IEN):
        condition |= Q(call__audience=Audience.PRIMARY) & _of_circonscription(user)
    return condition


def _invited(user: Any, lookup: str) -> Q:
    """What the calls opened to a member are found with, on calls or on dossiers."""
    condition = Q(pk__in=[])
    for opening in _openings:
        condition |= Q(**{lookup: opening(user)})
    return condition


def _of_circonscription(user: Any) -> Q:
    """The dossiers with one of their écoles; all of them as long as no école names the inspection."""
    own = apps.get_model("applications", "School").objects.filter(ien_email__iexact=user.email)
    projects = apps.get_model("applications", "SchoolProject").objects.filter(candidacy=OuterRef("pk"))
    return ~Exists(own) | Q(Exists(projects.filter(school__in=own.values("pk")).order_by()))
