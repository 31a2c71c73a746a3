"""When the programme of a dossier starts, for those who follow its orders."""

from datetime import date

from applications.models import Candidacy
from equipment.launch import dated_by


@dated_by
def notified_on(candidacy: Candidacy) -> date | None:
    """The day of the notification of its convention."""
    convention = getattr(candidacy, "convention", None)
    return convention.notified_on if convention else None
