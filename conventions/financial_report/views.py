"""The page of the compte rendu financier: to fill in while it is owed, to read afterwards."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications.views.pieces import limits

from ..domain import financial_reports
from ..models import FinancialReport
from ..payment.views.access import convention_or_404
from .forms import ReportForm
from .prefill import table_for
from .workflow import FILE, OWED


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A refusal keeps what was typed."""
    found = _report_or_404(request, pk)
    if found.state not in OWED or not request.user.has_perm(FILE, found):
        if request.method == "POST":
            raise Http404
        return _show(request, found, None)
    table = table_for(found)
    if request.method != "POST":
        return _show(request, found, ReportForm(found, table))
    form = ReportForm(found, table, request.POST, request.FILES)
    if form.carried_out(
        lambda: financial_reports.file_report(found, form.content(), form.sent("file"), by=request.user)
    ):
        messages.success(request, "Votre compte rendu financier est déposé. Le Département le vérifie.")
        return redirect("conventions:report", pk)
    return _show(request, found, form, status=422)


def _report_or_404(request: HttpRequest, pk: int) -> FinancialReport:
    convention = convention_or_404(request, pk)
    rows = FinancialReport.objects.select_related("file").prefetch_related("lines")
    found = get_object_or_404(rows, convention=convention)
    found.convention = convention
    return found


def _show(
    request: HttpRequest, found: FinancialReport, form: ReportForm | None, *, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    context: dict[str, Any] = {
        "report": found,
        "convention": found.convention,
        "candidacy": found.candidacy,
        "is_late": found.state in OWED and found.due_on < today,
        "is_owed": found.state in OWED,
        "form": form,
        "table": table_for(found) if form is None else None,
        "limits": limits(),
    }
    return render(request, "conventions/report.html", context, status=status)
