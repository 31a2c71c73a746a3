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
from ..models import Candidacy
from ..steps import Step, steps_of
from .access import dossier_or_404, may_edit
from .journey import around, project_of


def step_or_404(candidacy: Candidacy, slug: str) -> tuple[Step, str, str]:
    """The step of this name, with the addresses of the page before it and of the page after it."""
    steps = steps_of(candidacy.call)
    for rank, step in enumerate(steps):
        if step.slug == slug:
            before = reverse("applications:step", args=[candidacy.pk, steps[rank - 1].slug]) if rank else ""
            if rank + 1 < len(steps):
                return step, before, reverse("applications:step", args=[candidacy.pk, steps[rank + 1].slug])
            return step, before, reverse("applications:summary", args=[candidacy.pk])
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step_page(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show a step, or save what is right in it and go where the button says."""
    candidacy = dossier_or_404(request, pk)
    step, _, after = step_or_404(candidacy, slug)
    if not may_edit(request, candidacy):
        return redirect("applications:summary", pk)
    project = project_of(candidacy)
    if request.method != "POST":
        return _show(request, candidacy, step, step.open(candidacy, project))
    page = step.open(candidacy, project, request.POST)
    act = request.POST.get("action", "continue")
    acted = isinstance(page, RowsPage) and page.act(act)
    right = page.is_valid()
    page.save(by=request.user)
    if right and act == "continue":
        return redirect(after)
    if right and act == "leave":
        messages.success(
            request, "Votre brouillon est enregistré. Vous pouvez le reprendre quand vous voulez."
        )
        return redirect("applications:list")
    return _show(request, dossier_or_404(request, pk), step, page, told=not acted)


def _show(
    request: HttpRequest, candidacy: Candidacy, step: Step, page: Page, *, told: bool = True
) -> HttpResponse:
    """The page, or for htmx the parts of it that change. `told`: errors are listed on top."""
    _, before, after = step_or_404(candidacy, step.slug)
    context: dict[str, Any] = around(candidacy, project_of(candidacy), step.slug)
    errors = page.field_errors() if told else []
    context |= {"step": step, "page": page, "errors": errors, "before": before, "after": after}
    return render(request, page.template_name, context)


@require_POST
@login_required
def preview(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What the rows being typed come to: computed, shown, never written."""
    candidacy = dossier_or_404(request, pk)
    step, _, _ = step_or_404(candidacy, slug)
    if not may_edit(request, candidacy):
        raise Http404
    page = step.open(candidacy, project_of(candidacy), request.POST)
    if not isinstance(page, RowsPage):
        raise Http404
    return render(request, page.preview_name, {"page": page, "candidacy": candidacy})


@require_POST
@login_required
def autosave(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Save what is right while the person types, and say so; the page itself does not move."""
    candidacy = dossier_or_404(request, pk)
    step, _, _ = step_or_404(candidacy, slug)
    if not may_edit(request, candidacy):
        raise Http404
    project = project_of(candidacy)
    page = step.open(candidacy, project, request.POST)
    complete = page.is_valid()
    if complete or not isinstance(page, RowsPage):
        page.save(by=request.user)
    candidacy = dossier_or_404(request, pk)
    context = around(candidacy, project_of(candidacy), slug) | {"page": page, "complete": complete}
    return render(request, "applications/includes/autosaved.html", context)
