"""Pieces that a request for corrections asks for: they join the dossier at once, what was deposited is untouched."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tne38.core.errors import DomainError, NotAllowed

from ..enums import AttachmentSource
from ..models import Attachment, Candidacy, CorrectionPlace, CorrectionRequest, SchoolProject
from .attachments import Filing, Sent, accepts_after_deposit, add_attachment
from .editing import Place

# Not the step of the form: the pieces that were deposited stay shut.
ASKED_PIECES = "pieces-demandees"


@accepts_after_deposit
def where_asked(candidacy: Candidacy, project: SchoolProject | None, by: Any) -> bool:
    """An open request that asks for pieces lets whoever answers it add some."""
    return project is None and by.has_perm("applications.edit_place", Place(candidacy, ASKED_PIECES))


@transaction.atomic
def join_pieces(place: CorrectionPlace, sent: Sequence[Sent], *, by: Any, at: datetime) -> list[Attachment]:
    """Add pieces in answer to a place that asks for them, all or none.

    Raises DomainError « etat », « champ_obligatoire », those of `add_attachment`; NotAllowed.
    """
    candidacy = Candidacy.objects.locked(place.request.candidacy_id)
    request = CorrectionRequest.objects.locked(candidacy)
    if request is None or request.pk != place.request_id:
        raise DomainError("etat", "Cette demande de correction n’est plus en cours.")
    if by is not None and not by.has_perm("applications.edit_place", Place(candidacy, ASKED_PIECES)):
        raise NotAllowed
    if not sent:
        raise DomainError("champ_obligatoire", "Choisissez au moins un fichier.", field="fichiers")
    filing = Filing(source=AttachmentSource.ANSWER)
    pieces = [add_attachment(candidacy, one, filing, by=by) for one in sent]
    place = CorrectionPlace.objects.get(pk=place.pk)
    before = (place.typed or {}).get("pieces", [])
    place.typed = {"pieces": [*before, *(piece.file.name for piece in pieces)]}
    place.typed_at, place.typed_by, place.version = at, by, place.version + 1
    place.save()
    return pieces
