"""The pages of the rankings in the admin site: all calls, one call, asking for a new ranking."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from applications.models import Call
from tne38.core.admin_pages import ReadOnlyAdmin
from tne38.core.errors import NotAllowed

from .. import ranking_page
from ..domain import envelope
from ..jobs import request_ranking
from ..models import Ranking
from .waiting import WaitingListPages


@admin.register(Ranking)
class RankingAdmin(WaitingListPages, ReadOnlyAdmin):
    """Every ranking made stays; the page of a call shows the latest."""

    def get_urls(self):
        view = self.admin_site.admin_view
        waiting = view(self.waiting_list)
        return [
            path("<slug:slug>/liste-attente/", waiting, name="reviews_waiting_list"),
            path("liste-attente/<int:pk>/retenir/", view(self.promote), name="reviews_waiting_promote"),
            path("<slug:slug>/classement/", view(self.of_call), name="reviews_ranking_of_call"),
            path("<slug:slug>/calculer/", view(self.compute), name="reviews_ranking_compute"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ranking]:
        return super().get_queryset(request).filter(call__in=Call.objects.visible_to(request.user))

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The calls, each with its latest ranking."""
        self.require(request, "reviews.view_ranking")
        latest = Ranking.objects.filter(call=OuterRef("pk")).order_by("-created_at", "-pk")
        calls = Call.objects.visible_to(request.user).annotate(
            ranked_at=Subquery(latest.values("created_at")[:1]), totals=Subquery(latest.values("totals")[:1])
        )
        return self.page(request, "admin/reviews/ranking/list.html", title="Classements", calls=calls)

    @method_decorator(require_safe)
    def of_call(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The latest ranking of a call against its envelope."""
        self.require(request, "reviews.view_ranking")
        call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
        return self.page(
            request,
            "admin/reviews/ranking/of_call.html",
            title="Classement et enveloppe",
            page=ranking_page.read(call, request.user, request.GET.get("page")),
            states=envelope.states_of(call),
            may_rank=request.user.has_perm("reviews.rank_call"),
        )

    @method_decorator(require_POST)
    def compute(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Ask for a new ranking; the worker makes it."""
        call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
        try:
            request_ranking(call, by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        messages.success(request, "Le classement est demandé : il s’affichera ici dès qu’il est calculé.")
        return redirect("admin:reviews_ranking_of_call", call.slug)
