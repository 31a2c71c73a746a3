"""A member's opinion on a dossier: kept as a draft, then filed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.conflicts import is_shut
from applications.models import Candidacy
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..enums import COMMENTED, Stance
from ..judging import JudgedCriterion
from ..models import Mark, Opinion
from . import grid
from .assignment import require_undecided

GIVE = "reviews.give_opinion"


@dataclass(frozen=True)
class Content:
    """What a member thinks; `marks` by key of the criterion, those not given are left out."""

    stance: str = ""
    comment: str = ""
    marks: Mapping[int, int] = field(default_factory=dict)


@transaction.atomic
def save_draft(opinion: Opinion, content: Content, *, by: Any, at: datetime | None = None) -> Opinion:
    """Keep what is written so far, seen by its author alone. Raises DomainError « etat », « note »; NotAllowed."""
    opinion = _locked(opinion, by)
    _write(opinion, content, _grid_of(opinion), at=at or timezone.now())
    return opinion


@transaction.atomic
def file_opinion(opinion: Opinion, content: Content, *, by: Any, at: datetime | None = None) -> Opinion:
    """File an opinion for good: it counts, and its author may read those of the others.

    Raises DomainError « champ_obligatoire », « note », « etat »; NotAllowed.
    """
    opinion = _locked(opinion, by)
    criteria = _grid_of(opinion)
    _require_whole(content, criteria)
    opinion.filed_at = at or timezone.now()
    _write(opinion, content, criteria, at=opinion.filed_at)
    # What the opinion says stays out of the journal, which every member reads.
    journal.record("avis rendu", opinion.candidacy, by=by, after={"membre": opinion.member.full_name})
    return opinion


def _locked(opinion: Opinion, by: Any) -> Opinion:
    """The opinion under lock, when its author may still write it."""
    candidacy = Candidacy.objects.locked(opinion.candidacy_id)
    found = Opinion.objects.locked(opinion.pk)
    if found is None:
        raise DomainError("etat", "Cet avis ne vous est plus demandé.")
    opinion = found
    opinion.candidacy = candidacy
    if not by.has_perm(GIVE, opinion):
        raise NotAllowed
    if Candidacy.objects.filter(is_shut(opinion.member_id, candidacy.pk), pk=candidacy.pk).exists():
        raise NotAllowed
    if opinion.filed_at is not None:
        raise DomainError("etat", "Votre avis est déjà rendu : il ne change plus.")
    require_undecided(candidacy)
    return opinion


def _grid_of(opinion: Opinion) -> tuple[JudgedCriterion, ...]:
    """The grid of the call, which does not change until the end of the transaction."""
    grid.lock(opinion.candidacy.call)
    return grid.criteria_of(opinion.candidacy.call)


def _write(
    opinion: Opinion, content: Content, criteria: tuple[JudgedCriterion, ...], *, at: datetime
) -> None:
    for criterion in criteria:
        mark = content.marks.get(criterion.key)
        if mark is not None and not 0 <= mark <= criterion.scale:
            message = f"{criterion.label} : la note va de 0 à {criterion.scale}."
            raise DomainError("note", message, field=mark_field(criterion.key))
    opinion.stance, opinion.comment, opinion.saved_at = content.stance, content.comment.strip(), at
    opinion.save()
    opinion.marks.all().delete()
    Mark.objects.bulk_create(
        Mark(opinion=opinion, criterion_id=criterion.key, value=content.marks[criterion.key])
        for criterion in criteria
        if criterion.key in content.marks
    )


def _require_whole(content: Content, criteria: tuple[JudgedCriterion, ...]) -> None:
    if content.stance not in Stance.values:
        raise DomainError("champ_obligatoire", "Choisissez votre avis avant de le rendre.", field="stance")
    if content.stance in COMMENTED and not content.comment.strip():
        message = "Expliquez votre réserve ou votre avis défavorable : la commission lira ce commentaire."
        raise DomainError("champ_obligatoire", message, field="comment")
    for criterion in criteria:
        if criterion.key not in content.marks:
            message = f"{criterion.label} : donnez une note de 0 à {criterion.scale}."
            raise DomainError("champ_obligatoire", message, field=mark_field(criterion.key))


def mark_field(key: int) -> str:
    """The name of the field that holds a mark, as the form and the refusals write it."""
    return f"mark_{key}"
