"""Beginning a dossier: find the collège or the porteur in the directory; for a collège, confirm and begin."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tne38.core.errors import DomainError

from ..directory import SHOWN, eligible_schools, search, territories
from ..domain.drafts import start_for_college
from ..models import Call
from ..status import moment


def call_or_refusal(request: HttpRequest, slug: str) -> Call:
    """The call, for whoever may begin a dossier. Raises PermissionDenied, Http404."""
    if not request.user.has_perm("applications.start_candidacy"):
        raise PermissionDenied
    return get_object_or_404(Call, slug=slug)


def refused(request: HttpRequest, call: Call) -> HttpResponse | None:
    """Back to the list, with the reason, when nothing can be begun on line now."""
    if call.is_open(timezone.now()):
        return None
    messages.error(
        request,
        f"« {call.title} » reçoit les dossiers du {moment(call.opens_at)} au {moment(call.closes_at)}.",
    )
    return redirect("applications:list")


@require_safe
@login_required
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """What the directory holds that matches what is typed: a collège, or a porteur; the list alone for htmx."""
    call = call_or_refusal(request, slug)
    if answer := refused(request, call):
        return answer
    text = request.GET.get("q", "").strip()[:100]
    found = search(call, text) if call.is_for_college else territories(call, text)
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    part = request.htmx and not request.htmx.history_restore_request
    name = "schools" if call.is_for_college else "territories"
    template = f"applications/includes/{name}.html" if part else f"applications/start_{name}.html"
    return render(
        request, template, {"call": call, "q": text, "page": page, "query": f"&{urlencode({'q': text})}"}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm_school(request: HttpRequest, slug: str, uai: str) -> HttpResponse:
    """Show the school as the directory knows it, and begin the dossier once confirmed."""
    call = call_or_refusal(request, slug)
    if answer := refused(request, call):
        return answer
    if not call.is_for_college:
        raise Http404
    school = get_object_or_404(eligible_schools(call), uai=uai)
    if request.method != "POST":
        return render(request, "applications/confirm_school.html", {"call": call, "school": school})
    try:
        candidacy = start_for_college(call, school, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("applications:list")
    return redirect("applications:detail", candidacy.pk)
