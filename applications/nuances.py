"""What a dossier waits for when its state alone does not tell; each app says it of what it owns."""

from collections.abc import Callable

from .models import Candidacy
from .workflow import StateForApplicant

Nuance = Callable[[Candidacy], StateForApplicant | None]
_nuances: list[Nuance] = []


def nuance(told: Nuance) -> Nuance:
    """Register what tells a dossier otherwise than its state, or gives None."""
    _nuances.append(told)
    return told


def told_of(candidacy: Candidacy) -> StateForApplicant:
    """How a dossier is told to its porteur, in detail: for the pages of one dossier."""
    # What comes last in a dossier's life is told first.
    return next((found for told in reversed(_nuances) if (found := told(candidacy))), candidacy.for_applicant)
