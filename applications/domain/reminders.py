"""Telling the porteurs of drafts, seven days and then two days before the closing, what is missing."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from .. import checks
from ..deadline_letters import ClosingSoon
from ..enums import CandidacyState, Origin
from ..models import Candidacy
from ..status import remaining

NOTICES = (48, 168)  # hours before the closing, the nearest first


def remind(*, at: datetime) -> int:
    """Send the reminders that are due; each is sent once. Returns how many dossiers were told."""
    return sum(_remind(pk, at) for pk in _near_their_closing(at))


def _near_their_closing(at: datetime) -> list[int]:
    soon = at + timedelta(hours=max(NOTICES))
    drafts = Candidacy.objects.filter(state=CandidacyState.DRAFT, origin=Origin.ONLINE)
    near = Q(call__closes_at__range=(at, soon)) | Q(extended_until__range=(at, soon))
    left = drafts.filter(near).exclude(reminded=min(NOTICES))
    return list(left.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, at: datetime) -> bool:
    """Tell one dossier, unless it was told, was deposited meanwhile, or began after the reminder was due."""
    candidacy = Candidacy.objects.locked(pk)
    left = candidacy.closes_at - at
    due = [hours for hours in NOTICES if timedelta() < left <= timedelta(hours=hours)]
    if not due or candidacy.state != CandidacyState.DRAFT:
        return False
    [hours, *_] = due
    if candidacy.reminded is not None and candidacy.reminded <= hours:
        return False
    candidacy.reminded = hours
    candidacy.save(update_fields=["reminded"])
    if candidacy.created_at > candidacy.closes_at - timedelta(hours=hours):
        return False
    missing = checks.blocking([*checks.findings(candidacy), *checks.findings_of_pages(candidacy)])
    ClosingSoon(candidacy, notice=hours, left=remaining(candidacy, at=at), missing=missing).send()
    return True
