"""What of a dossier is about to be written, and the one check that every writing function makes."""

from dataclasses import dataclass
from typing import Any

from tne38.core.errors import DomainError, NotAllowed

from ..enums import CandidacyState
from ..models import Candidacy, CorrectionPlace, SchoolProject


@dataclass(frozen=True)
class Place:
    """A step of the form, for one school or (None) for the whole dossier; `names` are the fields written, all if empty."""

    candidacy: Candidacy
    step: str
    project: SchoolProject | None = None
    names: frozenset[str] = frozenset()

    @property
    def is_asked(self) -> bool:
        """Whether the open request for corrections of a deposited dossier asks for all that is written here."""
        project_id = self.project.pk if self.project else None
        asked = CorrectionPlace.objects.filter(
            request__in=self.candidacy.correction_requests.open(), step=self.step, project=project_id
        )
        return any(place.opens(self.names) for place in asked)


def require_editable(candidacy: Candidacy, *, by: Any) -> None:
    """Raise unless the dossier is a draft that this person may change as a whole; None is the portal itself."""
    _require_draft(candidacy)
    if by is not None and not by.has_perm("applications.edit_candidacy", candidacy):
        raise NotAllowed


def require_writable(place: Place, *, by: Any) -> None:
    """Raise unless this person may write this part of the dossier now; None is the portal itself.

    Of a deposited dossier, exactly what an open request for corrections asks for may be written, and nothing else.
    """
    if place.candidacy.state == CandidacyState.DRAFT or not place.is_asked:
        _require_draft(place.candidacy)
    if by is not None and not by.has_perm("applications.edit_place", place):
        raise NotAllowed


def require_not_on_paper(candidacy: Candidacy) -> None:
    """Raise DomainError « doublon » when the Département is typing the paper dossier of this porteur."""
    if candidacy.is_paper_draft:
        raise DomainError(
            "doublon",
            "Le Département saisit en ce moment le dossier papier reçu pour cet appel : vous n’avez rien à refaire. "
            f"Une question ? Écrivez à {candidacy.call.contact_email}.",
        )


def _require_draft(candidacy: Candidacy) -> None:
    if candidacy.state != CandidacyState.DRAFT:
        raise DomainError("etat", "Ce dossier est déposé : il ne peut plus être modifié.")
