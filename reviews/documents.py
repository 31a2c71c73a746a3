"""The letters among the documents of a dossier."""

from typing import Any

from applications.documents import Document, document, register
from applications.models import Candidacy


@register
def letters(candidacy: Candidacy, _user: Any) -> list[Document]:
    """Every letter that notified a decision."""
    kept = candidacy.letters.select_related("file")
    return [
        document(f"Notification : {letter.get_outcome_display().lower()}", letter.file) for letter in kept
    ]
