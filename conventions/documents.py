"""The convention among the documents of a dossier."""

from typing import Any

from applications.documents import Document, document, register
from applications.models import Candidacy


@register
def convention(candidacy: Candidacy, _user: Any) -> list[Document]:
    """The convention, once it is made."""
    found = getattr(candidacy, "convention", None)
    if found is None or found.file is None:
        return []
    return [document(f"Convention n° {found.number}", found.file)]
