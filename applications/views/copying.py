"""Copying to a school what another one says; what would be replaced is said first."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tne38.core.errors import DomainError

from ..domain.copying import Part, ToConfirm, copy_answers
from ..forms.copying import CopyForm
from ..models import Candidacy, SchoolProject
from ..summary import projects_to_read
from .addresses import schools_url
from .journey import SCHOOLS, around, project_of
from .schools import draft_of_schools_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def copy(request: HttpRequest, pk: int, project_pk: int) -> HttpResponse:
    """Choose a school and what to take from it; a second time when something would be replaced."""
    candidacy = draft_of_schools_or_404(request, pk)
    target = project_of(candidacy, project_pk)
    projects = projects_to_read(candidacy)
    if len(projects) < 2:
        raise Http404
    form = CopyForm(projects, target, request.POST if request.method == "POST" else None)
    replaced: list[Part] = []
    if form.is_bound and form.is_valid():
        try:
            return _carry_out(request, candidacy, target, form)
        except ToConfirm as refusal:
            replaced = refusal.replaced
        except DomainError as error:
            form.add_error(None, error.message)
    context = around(candidacy, target, SCHOOLS) | {"form": form, "replaced": replaced}
    return render(request, "applications/copy_school.html", context)


def _carry_out(
    request: HttpRequest, candidacy: Candidacy, target: SchoolProject, form: CopyForm
) -> HttpResponse:
    source = form.cleaned_data["source"]
    copied = copy_answers(
        source,
        target,
        form.cleaned_data["parts"],
        by=request.user,
        replacing=request.POST.getlist("replacing"),
    )
    labels = ", ".join(part.label for part in copied)
    messages.success(request, f"{source.school.name} → {target.school.name} : {labels}.")
    return redirect(schools_url(candidacy))
