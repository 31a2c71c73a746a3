"""The messages about a compte rendu financier."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from applications.notifications import DossierLetter

from ..models import FinancialReport
from ..notifications import ConventionLetter


class _ReportLetter(ConventionLetter):
    def __init__(self, report: FinancialReport) -> None:
        super().__init__(report.convention)
        self.report = report

    def context(self) -> dict[str, Any]:
        page = reverse("conventions:report", args=[self.candidacy.pk])
        return {**super().context(), "report": self.report, "address": f"{settings.SITE_URL}{page}"}


class ReportAwaited(_ReportLetter):
    """Before the last day, and after it; `notice` in days from that day, `late` the days that have passed since."""

    kind = "compte-rendu-attendu"
    subject = "votre compte rendu financier est à déposer"

    def __init__(self, report: FinancialReport, *, notice: int, late: int) -> None:
        super().__init__(report)
        self.notice, self.late = notice, late

    def cause(self) -> str:
        return f"{self.reference}:{self.report.due_on}:{self.notice}"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "late": max(self.late, 0)}


class ReportAccepted(_ReportLetter):
    kind = "compte-rendu-accepte"
    subject = "votre compte rendu financier est accepté"


class ReportToRedo(_ReportLetter):
    kind = "compte-rendu-a-reprendre"
    subject = "votre compte rendu financier est à reprendre"

    def cause(self) -> str:
        """The last act on the dossier: it may be asked again several times."""
        return DossierLetter.cause(self)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "late": timezone.localdate() > self.report.due_on}
