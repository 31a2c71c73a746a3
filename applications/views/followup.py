"""What becomes of a dossier once deposited."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..documents import documents_of
from ..domain.review import last_reason
from ..models import Candidacy
from ..progress import progress_of
from ..status import status_of, title_of
from ..summary import projects_to_read
from ..timeline import timeline
from .access import dossier_or_404, may_edit
from .addresses import place_of, schools_url
from .journey import project_of


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The follow-up of a deposited dossier; a draft opens where it was left."""
    candidacy = dossier_or_404(request, pk)
    if candidacy.state == "draft":
        return _open_draft(request, candidacy)
    context = {
        "candidacy": candidacy,
        "call": candidacy.call,
        "status": status_of(candidacy, at=timezone.now()),
        "events": timeline(candidacy),
        "reason": last_reason(candidacy),
        "projects": projects_to_read(candidacy),
        "title": title_of(candidacy),
        "may_withdraw": may_withdraw(request, candidacy),
        **_documents(request, candidacy),
    }
    return render(request, "applications/detail.html", context)


def _open_draft(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    if may_edit(request, candidacy):
        if not candidacy.call.is_for_college:
            return redirect(schools_url(candidacy))
        project = project_of(candidacy)
        if slug := progress_of(candidacy, project).first_incomplete:
            return redirect(place_of(candidacy, slug, project.pk))
    return redirect("applications:summary", candidacy.pk)


def may_withdraw(request: HttpRequest, candidacy: Candidacy) -> bool:
    offered = candidacy.get_available_user_state_transitions(request.user)
    return any(transition.name == "withdraw" for transition in offered)


def _documents(request: HttpRequest, candidacy: Candidacy) -> dict[str, Any]:
    return {
        "documents": documents_of(candidacy, request.user),
        "preparing": candidacy.acknowledgement_id is None,
    }


@require_safe
@login_required
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of documents alone: asked again while the accusé de réception is being made."""
    candidacy = dossier_or_404(request, pk)
    context = {"candidacy": candidacy, **_documents(request, candidacy)}
    return render(request, "applications/includes/documents.html", context)
