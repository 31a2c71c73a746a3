"""One topic, one page: showing it, saving it, acting on its rows, computing without saving."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ..forms.page import Page
from ..forms.rows import RowsPage
from ..models import Candidacy, SchoolProject
from ..steps import Step, steps_of
from .access import dossier_or_404, may_write
from .addresses import copy_url, has_school_in_address, neighbours, step_url
from .journey import around, project_of


def step_or_404(candidacy: Candidacy, slug: str) -> Step:
    """The step of this name in the dossiers of the call."""
    for step in steps_of(candidacy.call):
        if step.slug == slug:
            return step
    raise Http404


def _project_or_404(candidacy: Candidacy, step: Step, project_pk: int | None) -> SchoolProject:
    """The school that an address names; any one where the step is said once for the dossier."""
    if has_school_in_address(candidacy, step) != (project_pk is not None):
        raise Http404
    return project_of(candidacy, project_pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step_page(request: HttpRequest, pk: int, slug: str, project_pk: int | None = None) -> HttpResponse:
    """Show a step, or save what is right in it and go where the button says."""
    candidacy = dossier_or_404(request, pk)
    step = step_or_404(candidacy, slug)
    project = _project_or_404(candidacy, step, project_pk)
    if not may_write(request, candidacy, step, project):
        if request.method == "POST":
            messages.error(
                request,
                "Cette page ne peut plus être modifiée : votre dernière saisie n’est pas enregistrée.",
            )
        return redirect("applications:summary", pk)
    if request.method != "POST":
        step.load(candidacy.projects.all())
        return _show(request, candidacy, project, step, step.open(candidacy, project))
    page = step.open(candidacy, project, request.POST)
    act = request.POST.get("action", "continue")
    acted = isinstance(page, RowsPage) and page.act(act)
    page.save(by=request.user)
    leads_to = _destination(candidacy, step, project, act)
    if leads_to and page.is_valid() and not page.differences:
        return _leave(request, page, act, leads_to)
    page.catch_up()
    candidacy = dossier_or_404(request, pk)
    return _show(request, candidacy, project_of(candidacy, project_pk), step, page, told=not acted)


def _destination(candidacy: Candidacy, step: Step, project: SchoolProject, act: str) -> str:
    """Where a button leads once the page is saved; empty for the acts that stay on the page."""
    return {
        "continue": neighbours(candidacy, step, project)[1],
        "leave": reverse("applications:paper" if candidacy.is_paper_draft else "applications:list"),
        "choose": step_url(candidacy, step, project),  # between two answers, or to see those of someone else
    }.get(act, "")


def _leave(request: HttpRequest, page: Page, act: str, leads_to: str) -> HttpResponse:
    """Go where the button says, telling what someone else wrote on this page meanwhile."""
    for arrival in page.arrivals:
        messages.info(request, f"{arrival.sentence} Votre page en tient compte.")
    if act == "leave":
        text = "Votre brouillon est enregistré. Vous pouvez le reprendre quand vous voulez."
        messages.success(request, text)
    elif act == "choose" and not page.arrivals:
        messages.success(request, "Votre choix est enregistré.")
    return redirect(leads_to)


def _show(
    request: HttpRequest,
    candidacy: Candidacy,
    project: SchoolProject,
    step: Step,
    page: Page,
    *,
    told: bool = True,
) -> HttpResponse:
    """The page, or for htmx the parts of it that change. `told`: errors are listed on top."""
    before, after = neighbours(candidacy, step, project)
    context: dict[str, Any] = around(candidacy, project, step.slug)
    context |= {
        "step": step,
        "page": page,
        "errors": page.field_errors() if told else [],
        "before": before,
        "after": after,
        "copy_url": copy_url(candidacy, step, project) if context["powers"].whole else "",
        "urls": {act: step_url(candidacy, step, project, act) for act in ("step", "preview", "autosave")},
    }
    return render(request, page.template_name, context)


@require_POST
@login_required
def preview(request: HttpRequest, pk: int, slug: str, project_pk: int | None = None) -> HttpResponse:
    """What is being typed comes to: computed, shown, never written."""
    candidacy = dossier_or_404(request, pk)
    step = step_or_404(candidacy, slug)
    project = _project_or_404(candidacy, step, project_pk)
    if not may_write(request, candidacy, step, project):
        raise Http404
    page = step.open(candidacy, project, request.POST)
    if not page.preview_name:
        raise Http404
    return render(request, page.preview_name, {"page": page, "candidacy": candidacy, "project": project})


@require_POST
@login_required
def autosave(request: HttpRequest, pk: int, slug: str, project_pk: int | None = None) -> HttpResponse:
    """Save what is right while the person types, and say so; the page itself does not move."""
    candidacy = dossier_or_404(request, pk)
    step = step_or_404(candidacy, slug)
    project = _project_or_404(candidacy, step, project_pk)
    if not may_write(request, candidacy, step, project):
        raise Http404
    page = step.open(candidacy, project, request.POST)
    complete = page.is_valid()
    page.save(by=request.user)
    candidacy = dossier_or_404(request, pk)
    context = around(candidacy, project_of(candidacy, project_pk), slug) | {
        "page": page,
        "complete": complete,
    }
    return render(request, "applications/includes/autosaved.html", context)
