"""The pages of the guide and the search in it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .guide import STAGES, beside, stage_of
from .guide_search import LONGEST_QUERY, search


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Every question of the guide, or those that answer what is looked for."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    results = search(query, contact_email=settings.CONTACT_EMAIL)
    return render(request, "pages/guide/index.html", {"stages": STAGES, "q": query, "results": results})


@require_safe
def guide_stage(request: HttpRequest, slug: str) -> HttpResponse:
    """One stage of the guide: its questions and their answers."""
    stage = stage_of(slug)
    if stage is None:
        raise Http404
    before, after = beside(stage)
    context = {"stage": stage, "before": before, "after": after, "q": ""}
    return render(request, "pages/guide/stage.html", context)
