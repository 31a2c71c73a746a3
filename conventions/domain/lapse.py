"""A subsidy whose deadlines are past: the money goes back to the envelope."""

from typing import Any

from django.db import transaction

from applications.domain.review import change_state
from applications.models import Candidacy
from reviews.domain import envelope
from tne38.core.errors import DomainError


@transaction.atomic
def record_lapse(candidacy: Candidacy, *, reason: str, by: Any) -> Candidacy:
    """Note that the subsidy has lapsed (article 10 of the convention); the porteur reads the reason.

    Raises DomainError « champ_obligatoire », « etat »; NotAllowed.
    """
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez le motif de la caducité.", field="reason")
    candidacy = Candidacy.objects.locked(candidacy.pk)
    envelope.release(candidacy)
    candidacy.projects.update(filed=False)
    return change_state(candidacy, "lapse", by=by, reason=reason.strip())
