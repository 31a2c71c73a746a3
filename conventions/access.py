"""Who opens a convention."""

from typing import Any

from applications.models import Candidacy
from tne38.core.files import opened_by
from tne38.core.models import StoredFile

CONVENTION = "convention"


@opened_by(CONVENTION)
def opens_convention(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens its convention."""
    return Candidacy.objects.visible_to(user).filter(convention__file=file).exists()
