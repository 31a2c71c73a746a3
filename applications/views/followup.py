"""What becomes of a dossier once deposited."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tne38.core.workflow import is_allowed

from ..documents import documents_of
from ..domain.duplication import later_calls
from ..domain.review import last_reason
from ..models import Candidacy, SchoolProject
from ..pieces import rows_of
from ..powers import Powers, powers_of
from ..progress import look, progress_by_school, progress_of
from ..rejection import rejection_ahead
from ..status import status_of, title_of
from ..summary import projects_to_read
from ..timeline import WHOSE, Event, timeline
from .access import followed_or_404
from .addresses import place_of, schools_url, summary_url


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The follow-up of a deposited dossier; a draft opens where it was left."""
    candidacy = followed_or_404(request, pk)
    if candidacy.state == "draft":
        return _open_draft(request, candidacy)
    powers = powers_of(candidacy, request.user)
    projects = projects_to_read(candidacy)
    context = {
        "candidacy": candidacy,
        "call": candidacy.call,
        "status": status_of(candidacy, at=timezone.now()),
        "powers": powers,
        "asked": candidacy.open_correction,
        "unread": candidacy.questions.unread(from_porteur=False).count() if powers.member else 0,
        "rejection": rejection_ahead(candidacy),
        "events": _told(timeline(candidacy), powers),
        "reason": last_reason(candidacy),
        "projects": projects,
        "title": title_of(candidacy),
        "rows": rows_of(candidacy, projects),
        "may_duplicate": may_duplicate(request, candidacy),
        "may_withdraw": may_withdraw(request, candidacy),
        **_documents(request, candidacy),
    }
    return render(request, "applications/detail.html", context)


def _told(events: list[Event], powers: Powers) -> list[Event]:
    """What waits for the porteur waits for « vous » only where the person may do it."""
    if powers.asker == "vous":
        return events
    return [
        replace(event, whose=f"à {powers.asker}") if event.whose == WHOSE["porteur"] else event
        for event in events
    ]


def _open_draft(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    """Where one goes on: the overview of several schools, else the first page to complete, one's own."""
    powers = powers_of(candidacy, request.user)
    if not candidacy.call.is_for_college and (powers.whole or not powers.schools):
        return redirect(schools_url(candidacy))
    own = [project for project in projects_to_read(candidacy) if project.pk in powers.schools]
    if own:
        slug = _first_incomplete(candidacy, own[0], powers)
        return redirect(place_of(candidacy, slug, own[0].pk) if slug else summary_url(candidacy))
    return redirect("applications:summary", candidacy.pk)


def _first_incomplete(candidacy: Candidacy, project: SchoolProject, powers: Powers) -> str | None:
    if powers.whole:
        return progress_of(candidacy, project).first_incomplete
    [(_project, progress)] = progress_by_school(candidacy, [project], look(candidacy))
    return progress.first_incomplete


def may_duplicate(request: HttpRequest, candidacy: Candidacy) -> bool:
    """Whether a later call may take this dossier's answers now."""
    allowed = request.user.has_perm("applications.duplicate_candidacy", candidacy)
    return allowed and later_calls(candidacy, at=timezone.now()).exists()


def may_withdraw(request: HttpRequest, candidacy: Candidacy) -> bool:
    return is_allowed(candidacy.withdraw, by=request.user)


def _documents(request: HttpRequest, candidacy: Candidacy) -> dict[str, Any]:
    return {
        "documents": documents_of(candidacy, request.user),
        "preparing": candidacy.acknowledgement_id is None,
    }


@require_safe
@login_required
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of documents alone: asked again while the accusé de réception is being made."""
    candidacy = followed_or_404(request, pk)
    context = {"candidacy": candidacy, **_documents(request, candidacy)}
    return render(request, "applications/includes/documents.html", context)
