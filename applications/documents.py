"""The documents of a dossier that its porteur may open; each app adds its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from tne38.core.models import StoredFile

from .models import Candidacy


@dataclass(frozen=True)
class Document:
    """A private file with the name people know it by; `size` in bytes."""

    title: str
    url: str
    size: int
    created_at: datetime
    file: StoredFile


Source = Callable[[Candidacy, Any], list[Document]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a function that gives the documents of a dossier to a person who sees it."""
    _sources.append(source)
    return source


def documents_of(candidacy: Candidacy, user: Any) -> list[Document]:
    """Every document of a dossier that this person may open, oldest first."""
    found = [document for source in _sources for document in source(candidacy, user)]
    return sorted(found, key=lambda document: document.created_at)


def document(title: str, file: StoredFile) -> Document:
    """The document that a stored file is."""
    return Document(title, reverse("core:file", args=[file.pk]), file.size, file.created_at, file)


@register
def acknowledgement(candidacy: Candidacy, user: Any) -> list[Document]:
    """The accusé de réception of the deposit, once it is made."""
    if candidacy.acknowledgement is None:
        return []
    return [document("Accusé de réception", candidacy.acknowledgement)]
