"""Reading the whole dossier again, and depositing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tne38.core.errors import DomainError

from ..acknowledgement import goes_by_post
from ..domain.submission import submit
from ..enums import CandidacyState, Origin
from ..models import Candidacy
from ..powers import managers_of, powers_of
from ..status import status_of, title_of
from ..steps import SUMMARY, steps_of
from ..summary import Section, projects_to_read, summary
from .access import dossier_or_404, may_write
from .addresses import place_of
from .journey import around, project_of


@require_safe
@login_required
def summary_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the dossier says; on a draft, what stops its deposit, or the button that deposits it."""
    candidacy = dossier_or_404(request, pk)
    projects = projects_to_read(candidacy)
    now = timezone.now()
    powers = powers_of(candidacy, request.user)
    context: dict[str, Any] = {
        "candidacy": candidacy,
        "call": candidacy.call,
        "projects": projects,
        "title": title_of(candidacy),
        "sections": [
            (section, _place(request, candidacy, section)) for section in summary(candidacy, projects)
        ],
        "status": status_of(candidacy, at=now, asker=powers.asker),
        "powers": powers,
        "editable": candidacy.state == CandidacyState.DRAFT,
        "open": candidacy.is_paper_draft or candidacy.is_open(now),
    }
    if context["editable"]:
        context |= around(candidacy, project_of(candidacy), SUMMARY)
        context["managers"] = [] if powers.deposits else managers_of(candidacy.organisation)
    return render(request, "applications/summary.html", context)


def _place(request: HttpRequest, candidacy: Candidacy, section: Section) -> str:
    """Where a section is changed; empty for whoever only reads it."""
    project = project_of(candidacy, section.project_id)
    step = next((step for step in steps_of(candidacy.call) if step.slug == section.slug), None)
    if step is None or not may_write(request, candidacy, step, project):
        return ""
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
    if candidacy.origin == Origin.PAPER:
        return _recorded(request, candidacy)
    messages.success(
        request,
        f"Votre dossier est déposé sous le numéro {candidacy.number}. "
        "L’accusé de réception vous est envoyé par courriel.",
    )
    return redirect("applications:detail", pk)


def _recorded(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    """An agent has recorded a paper dossier: its number, and how the accusé de réception goes."""
    if goes_by_post(candidacy):
        how = "L’accusé de réception est une lettre à imprimer et à poster : elle apparaît sous « Repères »."
    else:
        how = "L’accusé de réception est envoyé par courriel au porteur."
    messages.success(request, f"Le dossier papier est enregistré sous le numéro {candidacy.number}. {how}")
    return redirect("admin:applications_candidacy_change", candidacy.pk)
