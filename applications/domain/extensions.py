"""Putting off the deadline of one dossier; a reason is given, the porteur and the journal are told."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..deadline_letters import DeadlinePutOff
from ..enums import CandidacyState
from ..models import Candidacy, Extension
from .deadline import at_midnight


def end_of(day: date) -> datetime:
    """The last second of a day, in Paris."""
    return at_midnight(day + timedelta(days=1)) - timedelta(seconds=1)


def require_extendable(candidacy: Candidacy, until: datetime) -> None:
    """Raise unless the dossier is a draft and the new deadline is later than today and than its own."""
    if candidacy.state != CandidacyState.DRAFT:
        raise DomainError("etat", "Ce dossier est déjà déposé.", field="candidacy")
    latest = max(candidacy.closes_at, timezone.now())
    if until <= latest:
        raise DomainError(
            "champ_invalide",
            f"Choisissez un jour après le {timezone.localtime(latest):%d/%m/%Y}.",
            field="until",
        )


@transaction.atomic
def extend_deadline(candidacy: Candidacy, *, until: datetime, reason: str, by: Any) -> Extension:
    """Let this dossier alone be deposited until then. Raises DomainError « etat », « champ_invalide »,
    « champ_obligatoire »; NotAllowed.
    """
    if by is not None and not by.has_perm("applications.add_extension"):
        raise NotAllowed
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez le motif.", field="reason")
    candidacy = Candidacy.objects.locked(candidacy.pk)
    require_extendable(candidacy, until)
    before = candidacy.closes_at
    candidacy.extended_until, candidacy.reminded = until, None
    candidacy.save(update_fields=["extended_until", "reminded"])
    extension = Extension.objects.create(
        candidacy=candidacy, until=until, reason=reason.strip(), granted_by=by
    )
    DeadlinePutOff(extension).send()
    journal.record(
        "délai de dépôt prolongé",
        candidacy,
        by=by,
        before={"cloture": before},
        after={"cloture": until},
        reason=extension.reason,
    )
    return extension
