"""Answering a later call with what a dossier says: its answers, not what was decided of it.

A later app carries its own rows over with `register`. What cannot be taken over is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.text import fold

from .. import checks
from ..models import Call, Candidacy, ConnectedClass, SchoolProject
from ..models.premises import PremisesOwner
from .drafts import school_project
from .entry import require_no_other

# Given a project and the one that takes over from it: what is left behind, in words.
Carry = Callable[[SchoolProject, SchoolProject], list[str]]
_carried: list[Carry] = []

_COPIED = [
    "contact_name",
    "contact_email",
    "linked_to_lycee",
    "linked_lycee",
    "working_projectors",
    "working_mobile_labs",
    "park_comment",
    "description",
    "socle_domains",
    "ent_name",
    "ent_years",
    "ent_annual_cost",
    *(field.name for field in PremisesOwner._meta.fields),
]


@dataclass(frozen=True)
class Duplicate:
    """The new draft, and what was left behind."""

    candidacy: Candidacy
    left: tuple[str, ...]


def register(carry: Carry) -> Carry:
    """Add rows that are carried over from a school's project to the new one."""
    _carried.append(carry)
    return carry


def later_calls(candidacy: Candidacy, *, at: datetime) -> QuerySet[Call]:
    """The calls of the same kind, open now and closing later, that the porteur has not answered yet."""
    live = Candidacy.objects.filter(organisation=candidacy.organisation_id).exclude(
        state__in=["withdrawn", "lapsed"]
    )
    same = Call.objects.open_at(at).filter(
        audience=candidacy.call.audience, closes_at__gt=candidacy.call.closes_at
    )
    return same.exclude(pk__in=live.values("call")).exclude(pk=candidacy.call_id)


@transaction.atomic
def duplicate(candidacy: Candidacy, call: Call, *, by: Any, at: datetime) -> Duplicate:
    """Open a draft that answers `call` with what this dossier says.

    Raises DomainError « etat » when the call is not one of `later_calls`, « doublon »; NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if by is not None and not by.has_perm("applications.duplicate_candidacy", candidacy):
        raise NotAllowed
    if not later_calls(candidacy, at=at).filter(pk=call.pk).exists():
        raise DomainError("etat", "Cet appel ne reçoit pas de copie de ce dossier.", field="call")
    require_no_other(call, candidacy.organisation)
    draft = Candidacy.objects.create(call=call, organisation=candidacy.organisation, created_by=by)
    left: list[str] = []
    sources = list(candidacy.projects.select_related("school__commune").prefetch_related("classes"))
    for source, target in _schools(draft, sources, left):
        left += _copy(source, target, candidacy.call, call)
    left += _said_elsewhere(candidacy, draft)
    draft.refresh_search_text()
    draft.save()
    after = {"depuis": candidacy.number, "appel": call.slug, "laisse": left}
    journal.record("dossier commencé", draft, by=by, after=after)
    return Duplicate(draft, tuple(left))


def _schools(
    draft: Candidacy, sources: Sequence[SchoolProject], left: list[str]
) -> list[tuple[SchoolProject, SchoolProject]]:
    """The schools that the new call is for and that no deposited dossier holds, each with its new project."""
    taken = set(SchoolProject.objects.filter(call=draft.call, filed=True).values_list("school", flat=True))
    kept = []
    for source in sources:
        school = source.school
        if not checks.is_eligible(school, college=draft.call.is_for_college):
            left.append(f"{school.name} : l’établissement ne relève pas de ce nouvel appel.")
        elif school.pk in taken:
            left.append(f"{school.name} : l’établissement figure déjà dans un dossier déposé.")
        else:
            kept.append((source, school_project(draft, school, position=len(kept))))
    return kept


def _copy(source: SchoolProject, target: SchoolProject, old: Call, new: Call) -> list[str]:
    """The answers of a school; the figures of the directory, where it has some, are newer than those of a dossier."""
    for name in _COPIED:
        setattr(target, name, getattr(source, name))
    for name in ("pupils", "divisions"):
        if getattr(target, name) is None:
            setattr(target, name, getattr(source, name))
    left = _labels(source, target, "training", old.training_themes, new.training_themes)
    left += _labels(source, target, "family_actions", old.family_actions, new.family_actions)
    products = set(new.ent_products.values_list("folded_name", flat=True))
    if source.ent_name and fold(source.ent_name) not in products:
        left.append(f"« {source.ent_name} » n’est pas dans la liste des ENT de ce nouvel appel : à vérifier.")
    target.save()
    ConnectedClass.objects.bulk_create(
        ConnectedClass(project=target, name=group.name, mbps=group.mbps, position=place)
        for place, group in enumerate(source.classes.all())
    )
    for carry in _carried:
        left += carry(source, target)
    several = source.candidacy.projects.count() > 1
    return [f"{source.school.name} : {text}" for text in left] if several else left


def _labels(source: SchoolProject, target: SchoolProject, name: str, old: Any, new: Any) -> list[str]:
    """Keep what the new list proposes, and what the porteur wrote by itself; tell what is no longer proposed."""
    proposed = {fold(str(row)): str(row) for row in new.all()}
    former = {fold(str(row)) for row in old.all()}
    kept, left = [], []
    for label in getattr(source, name):
        if fold(label) in proposed or fold(label) not in former:
            kept.append(proposed.get(fold(label), label))
        else:
            left.append(f"« {label} » n’est plus proposé.")
    setattr(target, name, kept)
    return left


def _said_elsewhere(candidacy: Candidacy, draft: Candidacy) -> list[str]:
    """What belongs to the former dossier and is asked again."""
    left = []
    if candidacy.other_fundings.exists():
        left.append("Les autres financements sont à indiquer de nouveau.")
    if candidacy.attachments.exists():
        left.append("Les pièces sont à joindre de nouveau.")
    if candidacy.terms.price_basis != draft.terms.price_basis:
        left.append(
            f"Les prix étaient {candidacy.terms.price_basis}, cet appel les demande {draft.terms.price_basis} : "
            "ils ne sont pas convertis."
        )
    return left
