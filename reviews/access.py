"""Who opens the minutes and the letters, which calls an invitation opens."""

from typing import Any

from django.db.models import QuerySet

from applications.models import Candidacy
from applications.scopes import opens_calls
from tne38.core.files import opened_by
from tne38.core.models import StoredFile

from .models import Attendance, Opinion, Session

MINUTES, LETTER = "proces-verbal", "lettre-de-notification"


@opens_calls
def calls_of_sessions(user: Any) -> QuerySet:
    """Whoever is invited to a session sees its call."""
    return Attendance.objects.filter(user=user).values("session__call")


@opens_calls
def calls_of_opinions(user: Any) -> QuerySet:
    """Whoever is asked for an opinion on a dossier sees its call."""
    return Opinion.objects.filter(member=user).values("candidacy__call")


@opened_by(MINUTES)
def opens_minutes(user: Any, file: StoredFile) -> bool:
    """Whoever reads a session reads its minutes."""
    if not user.has_perm("reviews.view_minutes"):
        return False
    return Session.objects.visible_to(user).filter(minutes__file=file).exists()


@opened_by(LETTER)
def opens_letter(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens its letters."""
    return Candidacy.objects.visible_to(user).filter(letters__file=file).exists()
