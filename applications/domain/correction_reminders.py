"""What is written to the porteur by itself: a reminder before the deadline of a correction, and once it is passed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from tne38.core import journal

from ..correction_letters import CorrectionOverdue, CorrectionReminder
from ..models import Candidacy, CorrectionRequest


def remind_all(*, at: datetime) -> int:
    """Send the reminders that are due at this moment, each once; returns how many requests were written about."""
    waiting = CorrectionRequest.objects.open().select_related("candidacy__call").order_by("answer_by", "pk")
    sent = 0
    for request in waiting.filter(answer_by__lt=at, overdue_told_at__isnull=True)[:500]:
        sent += _once(request, _tell_overdue, at)
    for request in waiting.filter(answer_by__gte=at, reminded_at__isnull=True)[:500]:
        sent += _is_due(request, at) and _once(request, _remind, at)
    return sent


def _is_due(request: CorrectionRequest, at: datetime) -> bool:
    """Some days before the deadline, as the call says; not for a request made later than that."""
    days = request.candidacy.call.reminder_days
    moment = request.answer_by - timedelta(days=days)
    return bool(days) and request.asked_at < moment <= at


@transaction.atomic
def _once(
    request: CorrectionRequest, act: Callable[[CorrectionRequest, datetime], bool], at: datetime
) -> bool:
    """Carry out on the locked request, unless it was closed or told meanwhile."""
    candidacy = Candidacy.objects.locked(request.candidacy_id)
    locked = CorrectionRequest.objects.locked(candidacy)
    if locked is None or locked.pk != request.pk:
        return False
    locked.candidacy = candidacy
    return act(locked, at)


def _remind(request: CorrectionRequest, at: datetime) -> bool:
    if request.reminded_at is not None:
        return False
    request.reminded_at = at
    request.save(update_fields=["reminded_at"])
    CorrectionReminder(request).send()
    journal.record("correction rappelée", request.candidacy, by=None)
    return True


def _tell_overdue(request: CorrectionRequest, at: datetime) -> bool:
    if request.overdue_told_at is not None:
        return False
    request.overdue_told_at = at
    request.save(update_fields=["overdue_told_at"])
    CorrectionOverdue(request).send()
    journal.record("échéance de la correction passée", request.candidacy, by=None)
    return True
