"""Who opens an amendment and what comes back signed."""

from typing import Any

from django.db.models import Q

from applications.models import Candidacy
from tne38.core.files import opened_by
from tne38.core.models import StoredFile

from ..models import Amendment

AMENDMENT, COPY, AUTHORISATION = "avenant", "avenant-signe", "autorisation-d-avenant"


@opened_by(AMENDMENT)
@opened_by(COPY)
@opened_by(AUTHORISATION)
def opens_amendment(user: Any, file: StoredFile) -> bool:
    """Whoever sees the dossier opens them."""
    held = Q(file=file) | Q(signed_copy=file) | Q(final_copy=file) | Q(authorisation=file)
    found = Amendment.objects.filter(held).values("convention__candidacy")
    return Candidacy.objects.visible_to(user).filter(pk__in=found).exists()
