"""Reading the whole dossier again, and depositing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tne38.core.errors import DomainError

from ..domain.submission import submit
from ..steps import SUMMARY
from ..summary import sections_of
from .access import dossier_or_404, may_edit
from .journey import around, project_of


@require_safe
@login_required
def summary_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the dossier says, what stops its deposit, and the button that deposits it."""
    candidacy = dossier_or_404(request, pk)
    project = project_of(candidacy)
    context = around(candidacy, project, SUMMARY)
    is_open = candidacy.call.is_open(timezone.now())
    editable = may_edit(request, candidacy)
    context |= {
        "sections": sections_of(candidacy, project),
        "editable": editable,
        "open": is_open,
        "may_deposit": editable and is_open and not context["missing"],
    }
    return render(request, "applications/summary.html", context)


@require_POST
@login_required
def deposit(request: HttpRequest, pk: int) -> HttpResponse:
    """Deposit the dossier; a refusal says why and loses nothing."""
    candidacy = dossier_or_404(request, pk)
    try:
        candidacy = submit(candidacy, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("applications:summary", pk)
    messages.success(
        request,
        f"Votre dossier est déposé sous le numéro {candidacy.number}. "
        "L’accusé de réception vous est envoyé par courriel.",
    )
    return redirect("applications:detail", pk)
