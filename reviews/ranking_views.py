"""The pages of the rankings in the admin site: all calls, one call, asking for a new ranking."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from applications.models import Call
from tne38.core.errors import NotAllowed

from . import ranking_page
from .jobs import request_ranking
from .models import Ranking


class RankingPages(admin.ModelAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<slug:slug>/classement/", view(self.of_call), name="reviews_ranking_of_call"),
            path("<slug:slug>/calculer/", view(self.compute), name="reviews_ranking_compute"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The calls, each with its latest ranking."""
        self._require_view(request)
        latest = Ranking.objects.filter(call=OuterRef("pk")).order_by("-created_at", "-pk")
        calls = Call.objects.annotate(
            ranked_at=Subquery(latest.values("created_at")[:1]), totals=Subquery(latest.values("totals")[:1])
        )
        return self._page(request, "list", {"title": "Classements", "calls": calls})

    @method_decorator(require_safe)
    def of_call(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The latest ranking of a call against its envelope."""
        self._require_view(request)
        call = get_object_or_404(Call, slug=slug)
        context = {
            "title": "Classement et enveloppe",
            "page": ranking_page.read(call),
            "may_rank": request.user.has_perm("reviews.rank_call"),
        }
        return self._page(request, "of_call", context)

    @method_decorator(require_POST)
    def compute(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Ask for a new ranking; the worker makes it."""
        call = get_object_or_404(Call, slug=slug)
        try:
            request_ranking(call, by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        messages.success(request, "Le classement est demandé : il s’affichera ici dès qu’il est calculé.")
        return redirect("admin:reviews_ranking_of_call", call.slug)

    def _require_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/reviews/ranking/{name}.html", context)
