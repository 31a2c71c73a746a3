"""The page of the figures, and the list of dossiers as a file."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from applications.models import Call, Candidacy
from conventions.jobs import request_reconciliation
from tne38.core.errors import NotAllowed
from tne38.exchange import download

from . import page, stages

EXPORT = "exchange.export_candidacies"
_PER_PAGE = 60
_FORMS = {
    "xlsx": (download.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (download.as_csv, "text/csv; charset=utf-8"),
}


@require_safe
def of_call(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of a call."""
    if not request.user.has_perm("reviews.view_ranking"):
        raise PermissionDenied
    call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
    context = {
        **admin.site.each_context(request),
        "title": "Chiffres de l’appel",
        "page": page.read(call),
        "may_export": request.user.has_perm(EXPORT),
    }
    return TemplateResponse(request, "admin/figures/of_call.html", context)


@require_safe
def of_envelope(request: HttpRequest, slug: str) -> HttpResponse:
    """The envelope of a call, stage by stage; its gaps, for the agents."""
    if not request.user.has_perm("reviews.view_envelope"):
        raise PermissionDenied
    call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
    may_see_gaps = request.user.has_perm("conventions.view_reconciliation")
    control = stages.control_of(call) if may_see_gaps else None
    context = {
        **admin.site.each_context(request),
        "title": "Enveloppe par étape",
        "page": stages.read(call),
        "control": control,
        "gaps": Paginator(control.gaps if control else [], _PER_PAGE).get_page(request.GET.get("page")),
        "may_control": request.user.has_perm("conventions.run_reconciliation"),
    }
    return TemplateResponse(request, "admin/figures/of_envelope.html", context)


@require_POST
def control(request: HttpRequest, slug: str) -> HttpResponse:
    """Control the accounts once more, then read the page again."""
    call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
    try:
        request_reconciliation(by=request.user)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    messages.success(request, "Le contrôle des comptes est demandé.")
    return redirect("admin:envelope_stages", call.slug)


@require_safe
def dossiers(request: HttpRequest, form: str) -> HttpResponse:
    """The dossiers of the list, filtered as the list is: its address carries its filters, so does this one."""
    if not request.user.has_perm(EXPORT):
        raise PermissionDenied
    if form not in _FORMS:
        raise Http404
    listed = admin.site.get_model_admin(Candidacy).listed(request)
    write, content_type = _FORMS[form]
    name = f"dossiers-{timezone.localdate():%Y-%m-%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    keys = listed.order_by().values("pk")
    return HttpResponse(write(download.read(keys)), content_type=content_type, headers=headers)
