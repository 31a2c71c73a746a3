"""The articles of the conventions: the version in force, a draft being written, its publication."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.sequences import next_number

from ..models import ArticleText, TextKind
from ..wording import problems

CHANGE = "conventions.change_articletext"
_PACKAGED = Path(__file__).resolve().parent.parent / "articles"


@dataclass(frozen=True)
class InForce:
    """The articles that a convention is made from today; version 0 comes with the portal."""

    kind: str
    version: int
    body: str

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.version}"


@cache
def packaged(kind: str) -> str:
    """The text that comes with the portal."""
    return (_PACKAGED / f"{kind}.txt").read_text(encoding="utf-8")


def in_force(kind: str) -> InForce:
    """The last version published, else the one that comes with the portal."""
    published = ArticleText.objects.filter(kind=kind, published_at__isnull=False).order_by("-version").first()
    return InForce(kind, published.version, published.body) if published else InForce(kind, 0, packaged(kind))


def draft_of(kind: str) -> ArticleText | None:
    return ArticleText.objects.filter(kind=kind, published_at__isnull=True).first()


@transaction.atomic
def save_draft(kind: TextKind, body: str, *, by: Any) -> ArticleText:
    """Keep what is being written; nothing is printed from it but previews. Raises NotAllowed."""
    _require(by)
    draft = ArticleText.objects.select_for_update().filter(kind=kind, published_at__isnull=True).first()
    if draft is None:
        draft = ArticleText(kind=kind, version=next_number(f"modele-{kind}"))
    draft.body, draft.saved_at = body.replace("\r\n", "\n").strip() + "\n", timezone.now()
    draft.save()
    journal.record("modèle de convention enregistré", draft, by=by, after={"version": draft.version})
    return draft


@transaction.atomic
def publish(draft: ArticleText, *, by: Any, at: datetime | None = None) -> ArticleText:
    """Make a draft the text of the conventions to come; those already made do not change.

    Raises DomainError « modele_invalide » that names every problem, « etat », NotAllowed.
    """
    _require(by)
    draft = ArticleText.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if not draft.is_draft:
        raise DomainError("etat", f"{draft} : cette version est déjà publiée.")
    require_publishable(draft.kind, draft.body)
    draft.published_at, draft.published_by = at or timezone.now(), by
    draft.save()
    journal.record("modèle de convention publié", draft, by=by, after={"texte": draft.body})
    return draft


def require_publishable(kind: str, body: str) -> None:
    """Raise DomainError « modele_invalide » when a text lacks or misnames something."""
    if found := problems(body, is_private=kind == TextKind.OGEC):
        raise DomainError("modele_invalide", " ".join(found), field="body")


def _require(by: Any) -> None:
    if by is not None and not by.has_perm(CHANGE):
        raise NotAllowed
