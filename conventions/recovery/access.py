"""Who opens the letters of a recovery and what its beneficiary answers."""

from typing import Any

from django.db.models import Q

from applications.models import Candidacy
from tne38.core.files import opened_by
from tne38.core.models import StoredFile

from ..models import Recovery

LETTER, ANSWER = "lettre-de-reversement", "observations-sur-un-reversement"


@opened_by(LETTER)
@opened_by(ANSWER)
def opens_recovery(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens them."""
    held = Q(notice=file) | Q(decision=file) | Q(answer_file=file)
    found = Recovery.objects.filter(held).values("convention__candidacy")
    return Candidacy.objects.visible_to(user).filter(pk__in=found).exists()
