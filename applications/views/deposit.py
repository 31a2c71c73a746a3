"""Reading the whole dossier again, and depositing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tne38.core.errors import DomainError

from ..domain.submission import submit
from ..models import Candidacy
from ..status import status_of, title_of
from ..steps import SUMMARY
from ..summary import Section, projects_to_read, summary
from .access import dossier_or_404, may_edit
from .addresses import place_of
from .journey import around, project_of


@require_safe
@login_required
def summary_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the dossier says; on a draft, what stops its deposit, or the button that deposits it."""
    candidacy = dossier_or_404(request, pk)
    projects = projects_to_read(candidacy)
    now = timezone.now()
    context: dict[str, Any] = {
        "candidacy": candidacy,
        "call": candidacy.call,
        "projects": projects,
        "title": title_of(candidacy),
        "sections": [(section, _place(candidacy, section)) for section in summary(candidacy, projects)],
        "status": status_of(candidacy, at=now),
        "editable": may_edit(request, candidacy),
        "open": candidacy.call.is_open(now),
    }
    if context["editable"]:
        context |= around(candidacy, project_of(candidacy), SUMMARY)
    return render(request, "applications/summary.html", context)


def _place(candidacy: Candidacy, section: Section) -> str:
    """Where a section is changed."""
    return place_of(candidacy, section.slug, section.project_id)


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
