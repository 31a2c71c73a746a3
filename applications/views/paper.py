"""A dossier received on paper, typed by an agent: what is being typed, beginning, the dates and the scan."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tne38.core.errors import DomainError

from .. import already
from ..directory import SHOWN, eligible_schools, search, territories
from ..domain import paper
from ..domain.attachments import Filing, add_attachment
from ..domain.organisations import known_organisation
from ..enums import AttachmentSource
from ..forms.paper_entry import CollegePostForm, PostForm
from ..models import Call, Candidacy, Commune, Epci
from ..status import title_of
from .access import dossier_or_404, may_edit
from .choice import chosen_schools, chosen_uai, groups
from .journey import LETTER, around, project_of

PER_PAGE = 20
agents_only = permission_required(paper.ENTER, raise_exception=True)


@require_safe
@login_required
@agents_only
def drafts(request: HttpRequest) -> HttpResponse:
    """The paper dossiers being typed, the oldest first, and the calls for which one may be begun."""
    found = Candidacy.objects.visible_to(request.user).paper_drafts().select_related("call", "organisation")
    found = (
        found.select_related("created_by").prefetch_related("projects__school").order_by("received_on", "pk")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(candidacy, title_of(candidacy)) for candidacy in page],
        "calls": Call.objects.order_by("-closes_at", "slug"),
    }
    return render(request, "applications/paper_list.html", context)


@require_safe
@login_required
@agents_only
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """The collège or the porteur of the form, in the directory."""
    call = get_object_or_404(Call, slug=slug)
    text = request.GET.get("q", "").strip()[:100]
    found = search(call, text) if call.is_for_college else territories(call, text)
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    part = request.htmx and not request.htmx.history_restore_request
    template = "applications/includes/paper_found.html" if part else "applications/paper_find.html"
    context = {"call": call, "q": text, "page": page, "query": f"&{urlencode({'q': text})}"}
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@agents_only
def college(request: HttpRequest, slug: str, uai: str) -> HttpResponse:
    """The dates, the SIRET and the scan of the form of a collège."""
    call = get_object_or_404(Call, slug=slug)
    if not call.is_for_college:
        raise Http404
    school = get_object_or_404(eligible_schools(call), uai=uai)
    form = CollegePostForm(Candidacy(call=call), request.POST or None, request.FILES or None)
    if form.is_valid():
        begun = _begin(
            form,
            lambda: paper.start_on_paper_for_college(
                call, school, form.cleaned_data["siret"], form.post, by=request.user
            ),
            request.user,
        )
        if begun:
            return redirect("applications:detail", begun.pk)
    context = {"call": call, "school": school, "name": school.name, "form": form}
    return _start_page(request, context, already.for_school(call, school))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@agents_only
def commune(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The dates, the écoles and the scan of the form of a commune."""
    return _territory(request, slug, get_object_or_404(Commune, insee=code, insee__startswith="38"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@agents_only
def epci(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The same, of an EPCI."""
    return _territory(request, slug, get_object_or_404(Epci, siren=code))


def _territory(request: HttpRequest, slug: str, territory: Commune | Epci) -> HttpResponse:
    call = get_object_or_404(Call, slug=slug)
    if call.is_for_college:
        raise Http404
    form = PostForm(Candidacy(call=call), request.POST or None, request.FILES or None)
    if form.is_valid():
        schools = chosen_schools(call, territory, chosen_uai(request))
        begun = _begin(
            form,
            lambda: paper.start_on_paper_for_territory(call, territory, schools, form.post, by=request.user),
            request.user,
        )
        if begun:
            return redirect("applications:detail", begun.pk)
    context = {
        "call": call,
        "name": territory.name,
        "form": form,
        "groups": groups(call, territory, ticked=chosen_uai(request)),
    }
    return _start_page(request, context, already.for_porteur(call, known_organisation(territory)))


def _begin(form: PostForm, start: Any, by: Any) -> Candidacy | None:
    """Open the draft with its scan, both or neither; a refusal is told on the form, which keeps what was typed."""
    try:
        with transaction.atomic():
            candidacy: Candidacy = start()
            _keep_scan(candidacy, form, by)
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
    return candidacy


def _keep_scan(candidacy: Candidacy, form: PostForm, by: Any) -> None:
    if sent := form.cleaned_data["scan"]:
        add_attachment(candidacy, sent, Filing(source=AttachmentSource.SCAN), by=by)


def _start_page(request: HttpRequest, context: dict[str, Any], found: list[already.Already]) -> HttpResponse:
    context |= {"already": found, "stopped": any(item.stops for item in found)}
    return render(request, "applications/paper_start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@agents_only
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The dates and the scan of a draft, to correct or to complete."""
    candidacy = dossier_or_404(request, pk)
    if not (candidacy.is_paper_draft and may_edit(request, candidacy)):
        raise Http404
    initial = {"postmark_on": candidacy.postmark_on, "received_on": candidacy.received_on}
    form = PostForm(candidacy, request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        changed = _begin(form, lambda: paper.change_post(candidacy, form.post, by=request.user), request.user)
        if changed:
            messages.success(request, "Le courrier reçu est enregistré.")
            return redirect("applications:detail", pk)
    scans = candidacy.attachments.filter(source=AttachmentSource.SCAN).select_related("file")
    context = around(candidacy, project_of(candidacy), LETTER) | {"form": form, "scans": scans.order_by("pk")}
    return render(request, "applications/paper_letter.html", context)
