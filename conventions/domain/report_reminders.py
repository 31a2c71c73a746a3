"""Telling private bodies, before and after it is due, that their compte rendu financier is awaited."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from applications.models import Candidacy
from tne38.core import journal

from ..financial_report.letters import ReportAwaited
from ..financial_report.workflow import OWED
from ..models import FinancialReport

REMINDED = "compte rendu financier rappelé"


def remind(*, at: datetime) -> int:
    """Send the reminders that are due; each is sent once. Returns how many dossiers were told."""
    today = timezone.localdate(at)
    if not settings.REPORT_REMINDER_DAYS:
        return 0
    last = today - timedelta(days=min(settings.REPORT_REMINDER_DAYS))
    rows = FinancialReport.objects.filter(state__in=OWED, due_on__lte=last).order_by("due_on", "pk")
    return sum(_remind(pk, at) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, at: datetime) -> bool:
    """The latest notice that is due, unless the report was handed in meanwhile."""
    related = (
        "convention__candidacy__call",
        "convention__candidacy__organisation",
        "convention__candidacy__vote_result",
    )
    rows = FinancialReport.objects.select_related(*related)
    Candidacy.objects.locked(rows.get(pk=pk).candidacy.pk)
    report = rows.filter(pk=pk, state__in=OWED).first()
    if report is None:
        return False
    late = (timezone.localdate(at) - report.due_on).days
    notice = max(days for days in settings.REPORT_REMINDER_DAYS if days <= late)
    if not ReportAwaited(report, notice=notice, late=late).send():
        return False
    journal.record(REMINDED, report.candidacy, by=None, after={"echeance": report.due_on, "jours": notice})
    return True
