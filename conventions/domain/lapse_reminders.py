"""Telling the beneficiaries, six, three and one months before, that their subsidy will lapse."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from applications.models import Candidacy
from applications.silence import add_months
from tne38.core import journal

from ..models import Convention
from ..notifications import LapseNear
from .accounts import granted_of, paid_shares
from .awaited import awaited, missing_of
from .dates import claims_until

REMINDED = "échéance de la subvention rappelée"


def remind(*, at: datetime) -> int:
    """Send the reminders that are due; each is sent once for a deadline. Returns how many dossiers were told."""
    today = timezone.localdate(at)
    farthest = add_months(today, max(settings.LAPSE_REMINDER_MONTHS, default=0))
    rows = awaited().filter(claims_until__range=(today, farthest)).order_by("claims_until", "pk")
    return sum(_remind(pk, today) for pk in rows.values_list("pk", flat=True))


def notice_due(term: date, today: date) -> int | None:
    """The nearest of the notices that are due, in months; None before the first."""
    months = sorted(settings.LAPSE_REMINDER_MONTHS)
    return next((notice for notice in months if term <= add_months(today, notice)), None)


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    """Tell one beneficiary, unless it asked meanwhile; the outbox never writes the same notice twice."""
    Candidacy.objects.locked(Convention.objects.values_list("candidacy", flat=True).get(pk=pk))
    rows = awaited().select_related("candidacy__call", "candidacy__organisation", "candidacy__vote_result")
    convention = rows.filter(pk=pk).first()
    notice = notice_due(claims_until(convention), today) if convention is not None else None
    if convention is None or notice is None:
        return False
    left = granted_of(convention) - paid_shares(convention).amount
    if not LapseNear(convention, notice=notice, missing=missing_of(convention), left=left).send():
        return False
    after = {"echeance": claims_until(convention), "mois": notice}
    journal.record(REMINDED, convention.candidacy, by=None, after=after)
    return True
