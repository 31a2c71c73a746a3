"""The schools of a dossier: all of them at a glance, one more, one less."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tne38.core.errors import DomainError

from ..directory import territory_of
from ..domain.copying import parts
from ..domain.territory import add_schools, remove_school
from ..enums import CandidacyState
from ..models import Candidacy, SchoolProject
from ..powers import Powers
from ..progress import Progress, progress_by_school
from ..summary import projects_to_read
from .access import dossier_or_404, may_edit
from .addresses import schools_url, step_url
from .choice import chosen_schools, chosen_uai, groups
from .journey import SCHOOLS, around, project_of


def draft_of_schools_or_404(request: HttpRequest, pk: int) -> Candidacy:
    """A draft that may hold several schools and that the person may change."""
    candidacy = dossier_or_404(request, pk)
    if candidacy.call.is_for_college or not may_edit(request, candidacy):
        raise Http404
    return candidacy


@require_safe
@login_required
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Every school with its steps, what is missing and what it asks for; a constant number of queries."""
    candidacy = dossier_or_404(request, pk)
    if candidacy.call.is_for_college or candidacy.state != CandidacyState.DRAFT:
        return redirect("applications:summary", pk)
    context = around(candidacy, project_of(candidacy), SCHOOLS)
    projects = projects_to_read(candidacy)
    found = progress_by_school(candidacy, projects, context["found"])
    powers: Powers = context["powers"]
    rows = [_row(candidacy, project, progress, powers) for project, progress in found]
    rows.sort(key=lambda row: not row["mine"])  # one's own first; the order of the dossier is kept
    only_missing = request.GET.get("voir") == "a-completer"
    context |= {
        "rows": [row for row in rows if row["missing"]] if only_missing else rows,
        "only_missing": only_missing,
        "complete": sum(not row["missing"] for row in rows),
        "several": len(rows) > 1,
        "count": len(rows),
    }
    return render(request, "applications/schools.html", context)


def _row(candidacy: Candidacy, project: SchoolProject, progress: Progress, powers: Powers) -> dict[str, Any]:
    states = [(state, step_url(candidacy, state.step, project)) for state in progress.steps]
    first = progress.first_incomplete
    return {
        "project": project,
        "school": project.school,
        "mine": project.pk in powers.schools,
        "states": states,
        "missing": len(progress.missing),
        "url": next((url for state, url in states if state.step.slug == first), states[0][1]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick more schools of the porteur's territory."""
    candidacy = draft_of_schools_or_404(request, pk)
    territory = territory_of(candidacy.organisation)
    if territory is None:
        raise Http404
    if request.method == "POST":
        try:
            schools = chosen_schools(candidacy.call, territory, chosen_uai(request))
            added = add_schools(candidacy, schools, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            count = len(added)
            messages.success(request, f"{count} école{'s' if count > 1 else ''} de plus dans le dossier.")
            return redirect(schools_url(candidacy))
    present = set(candidacy.projects.values_list("school", flat=True))
    found = groups(candidacy.call, territory, ticked=chosen_uai(request), present=present)
    context = around(candidacy, project_of(candidacy), SCHOOLS) | {"groups": found, "territory": territory}
    return render(request, "applications/add_schools.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, pk: int, project_pk: int) -> HttpResponse:
    """Take a school out, once what is lost has been said."""
    candidacy = draft_of_schools_or_404(request, pk)
    project = project_of(candidacy, project_pk)
    if request.method == "POST":
        try:
            remove_school(project, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"{project.school.name} n’est plus dans le dossier.")
        return redirect(schools_url(candidacy))
    lost = [part.label for part in parts() if part.is_told(project)]
    context = around(candidacy, project, SCHOOLS) | {"lost": lost}
    return render(request, "applications/remove_school.html", context)
