"""Who opens the files of a dossier."""

from typing import Any

from tne38.core.files import opened_by
from tne38.core.models import StoredFile

ACKNOWLEDGEMENT = "accuse-de-reception"
PIECE = "piece"


@opened_by(ACKNOWLEDGEMENT)
def opens_acknowledgement(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens its accusé de réception."""
    from .models import Candidacy

    return Candidacy.objects.visible_to(user).filter(acknowledgement=file).exists()


@opened_by(PIECE)
def opens_piece(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens its pieces."""
    from .models import Candidacy

    return Candidacy.objects.visible_to(user).filter(attachments__file=file).exists()
