"""Copying to a school what another one of the same dossier says; a later app adds its own part with `register`."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tne38.core import journal
from tne38.core.errors import DomainError

from ..models import Candidacy, SchoolProject
from .classes import ClassValue, replace_classes
from .drafts import save_answers
from .editing import Place, require_editable


@dataclass(frozen=True)
class Part:
    """One topic that may be copied: whether a school says something of it, and how it is copied."""

    slug: str
    label: str
    is_told: Callable[[SchoolProject], bool]
    copy: Callable[[SchoolProject, SchoolProject, Any], None]
    position: int


class ToConfirm(DomainError):
    """The school already says something of these parts: replacing it must be asked for."""

    def __init__(self, replaced: list[Part]) -> None:
        labels = ", ".join(part.label for part in replaced)
        super().__init__(
            "a_confirmer", f"Cette école a déjà des réponses, qui seraient remplacées : {labels}."
        )
        self.replaced = replaced


_parts: dict[str, Part] = {}


def register(part: Part) -> Part:
    """Add a part to those that may be copied."""
    _parts[part.slug] = part
    return part


def parts() -> list[Part]:
    """What may be copied, in the order of the form."""
    return sorted(_parts.values(), key=lambda part: part.position)


@transaction.atomic
def copy_answers(
    source: SchoolProject,
    target: SchoolProject,
    slugs: Collection[str],
    *,
    by: Any,
    replacing: Collection[str] = (),
) -> list[Part]:
    """Write in `target` what `source` says of these parts; returns the parts copied.

    A part of which the source says nothing is left out. One of which the target already says something is only
    replaced when its slug is in `replacing`: else raises ToConfirm and writes nothing. Raises DomainError
    « champ_obligatoire », « etat »; NotAllowed.
    """
    candidacy = Candidacy.objects.locked(target.candidacy_id)
    require_editable(candidacy, by=by)
    if source.candidacy_id != target.candidacy_id or source.pk == target.pk:
        raise DomainError("champ_obligatoire", "Choisissez une autre école du dossier.", field="source")
    # Read again under the lock: another member may have written meanwhile.
    source, target = (
        SchoolProject.objects.select_related("school", "call").get(pk=project.pk)
        for project in (source, target)
    )
    copied = [part for part in parts() if part.slug in slugs and part.is_told(source)]
    if not copied:
        raise DomainError(
            "champ_obligatoire", "Cette école ne dit encore rien de ce que vous copiez.", field="parts"
        )
    if replaced := [part for part in copied if part.slug not in replacing and part.is_told(target)]:
        raise ToConfirm(replaced)
    for part in copied:
        part.copy(source, target, by)
    after = {"de": source.school.uai, "vers": target.school.uai, "rubriques": [part.slug for part in copied]}
    journal.record("réponses copiées", candidacy, by=by, after=after)
    return copied


def _answers(slug: str, label: str, position: int, *names: str) -> Part:
    def is_told(project: SchoolProject) -> bool:
        return any(getattr(project, name) not in (None, "", []) for name in names)

    def copy(source: SchoolProject, target: SchoolProject, by: Any) -> None:
        values = {name: getattr(source, name) for name in names}
        save_answers(Place(target.candidacy, slug, target), target, values, by=by)

    return Part(slug, label, is_told, copy, position)


def _copy_classes(source: SchoolProject, target: SchoolProject, by: Any) -> None:
    replace_classes(target, [ClassValue(group.name, group.mbps) for group in source.classes.all()], by=by)


register(_answers("projet", "Projet pédagogique", 1, "description", "socle_domains"))
register(_answers("formation", "Formation", 2, "training"))
register(_answers("parentalite", "Parentalité", 3, "family_actions"))
register(_answers("ent", "Espace numérique de travail", 4, "ent_name", "ent_years", "ent_annual_cost"))
register(
    Part("classes", "Classes et débits", lambda project: project.classes.exists(), _copy_classes, position=6)
)
