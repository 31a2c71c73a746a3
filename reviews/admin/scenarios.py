"""The scenarios of the calls: trying, fixing amounts, comparing."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from applications.models import Call
from tne38.core.admin_pages import ReadOnlyAdmin

from .. import amounts_page, scenario_page
from ..domain import scenarios
from ..forms.scenarios import AmountsForm, ScenarioForm, values_of
from ..models import Scenario
from ..pages import Pages, carried_out, told

ASKS = require_http_methods(["GET", "HEAD", "POST"])
Crumbs = list[tuple[str, str]]


@admin.register(Scenario)
class ScenarioAdmin(Pages, ReadOnlyAdmin):
    """Django's own pages of the model, drawn by the portal."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("appel/<slug:slug>/", view(self.of_call), name="reviews_scenario_of_call"),
            path("appel/<slug:slug>/creer/", view(self.create), name="reviews_scenario_create"),
            path("<int:pk>/reglages/", view(self.settings), name="reviews_scenario_settings"),
            path("<int:pk>/montants/", view(self.amounts), name="reviews_scenario_amounts"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Scenario]:
        return super().get_queryset(request).filter(call__in=Call.objects.visible_to(request.user))

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The calls, each with its scenarios."""
        self.require(request, "reviews.view_scenario")
        rows = Scenario.objects.order_by("created_at", "pk")
        calls = Call.objects.visible_to(request.user).prefetch_related(Prefetch("scenarios", rows))
        return self.page(request, "admin/reviews/scenario/list.html", title="Scénarios", calls=calls)

    @method_decorator(require_safe)
    def of_call(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The scenarios of a call at a glance, with the settings of the call."""
        self.require(request, "reviews.view_scenario")
        call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
        return self.page(
            request,
            "admin/reviews/scenario/of_call.html",
            title="Scénarios",
            call=call,
            rows=scenario_page.glance(call),
            may_change=request.user.has_perm(scenarios.CHANGE),
        )

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A scenario beside reality, or beside another one."""
        scenario = self._scenario(request, object_id)
        asked = request.GET
        return self.page(
            request,
            "admin/reviews/scenario/page.html",
            title=scenario.name,
            page=scenario_page.read(
                scenario,
                request.user,
                against=asked.get("avec", ""),
                shown=asked.get("montrer", ""),
                number=asked.get("page"),
            ),
            shown=scenario_page.SHOWN,
            may_change=request.user.has_perm(scenarios.CHANGE),
        )

    @method_decorator(ASKS)
    def create(self, request: HttpRequest, slug: str) -> HttpResponse:
        """A new scenario; `depuis` names the one whose settings and amounts it starts from."""
        self.require(request, scenarios.CHANGE)
        call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
        start = request.GET.get("depuis", "")
        like = Scenario.objects.filter(call=call, pk=start).first() if start.isdigit() else None
        initial = {**values_of(like), "name": f"{like.name} (variante)"[:80]} if like else None
        form = ScenarioForm(request.POST or None, initial=initial, call=call)
        made: list[Scenario] = []
        if request.method == "POST" and form.is_valid():

            def act() -> str:
                made.append(scenarios.create(call, form.values(), by=request.user, like=like))
                return "Le scénario est enregistré. Il ne change rien aux dossiers ni aux décisions."

            if carried_out(request, form, act):
                return redirect("admin:reviews_scenario_change", made[0].pk)
        back = reverse("admin:reviews_scenario_of_call", args=[slug])
        return self._ask(
            request, form, "Nouveau scénario", "Enregistrer le scénario", back, [(back, call.title)]
        )

    @method_decorator(ASKS)
    def settings(self, request: HttpRequest, pk: int) -> HttpResponse:
        scenario = self._scenario(request, str(pk))
        self.require(request, scenarios.CHANGE)
        form = ScenarioForm(request.POST or None, initial=values_of(scenario), call=scenario.call)
        if request.method == "POST" and form.is_valid():

            def act() -> str:
                scenarios.change(scenario, form.values(), by=request.user)
                return "Les réglages du scénario sont enregistrés."

            if carried_out(request, form, act):
                return redirect("admin:reviews_scenario_change", scenario.pk)
        return self._ask_about(request, scenario, form, "Modifier les réglages", "Enregistrer les réglages")

    @method_decorator(ASKS)
    def amounts(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The amounts of the dossiers, sixty at a time."""
        scenario = self._scenario(request, str(pk))
        self.require(request, scenarios.CHANGE)
        rows, pages = amounts_page.read(scenario, request.GET.get("page"))
        form = AmountsForm(
            request.POST or None,
            labels=[(row.key, f"dossier {row.number}") for row in rows],
            initial={str(row.key): row.fixed for row in rows},
        )
        if request.method == "POST" and form.is_valid():

            def act() -> str:
                scenarios.fix_amounts(scenario, form.amounts(), by=request.user)
                return "Les montants de cette page sont enregistrés."

            if carried_out(request, form, act):
                return redirect("admin:reviews_scenario_change", scenario.pk)
        return self.page(
            request,
            "admin/reviews/scenario/amounts.html",
            title="Fixer des montants",
            scenario=scenario,
            form=form,
            rows=[(row, form[str(row.key)]) for row in rows],
            pages=pages,
        )

    @method_decorator(ASKS)
    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask again, then delete."""
        scenario = self._scenario(request, object_id)
        self.require(request, scenarios.CHANGE)
        if request.method == "POST":

            def act() -> str:
                scenarios.delete(scenario, by=request.user)
                return f"Le scénario « {scenario.name} » est supprimé."

            told(request, act)
            return redirect("admin:reviews_scenario_of_call", scenario.call.slug)
        return self._ask_about(
            request,
            scenario,
            forms.Form(),
            "Supprimer le scénario",
            "Supprimer le scénario",
            hint=f"Les réglages et les montants du scénario « {scenario.name} » seront perdus. "
            "Les dossiers, le classement et les décisions ne changent pas.",
            danger=True,
        )

    def _scenario(self, request: HttpRequest, key: str) -> Scenario:
        self.require(request, "reviews.view_scenario")
        rows = self.get_queryset(request).select_related("call").prefetch_related("lines", "weights")
        found = rows.filter(pk=key).first() if key.isdigit() else None
        if found is None:
            raise Http404
        return found

    def _ask_about(
        self, request: HttpRequest, scenario: Scenario, form: Any, title: str, submit: str, **more: Any
    ) -> HttpResponse:
        back = reverse("admin:reviews_scenario_change", args=[scenario.pk])
        above = reverse("admin:reviews_scenario_of_call", args=[scenario.call.slug])
        crumbs = [(above, scenario.call.title), (back, scenario.name)]
        return self._ask(request, form, title, submit, back, crumbs, **more)

    def _ask(
        self,
        request: HttpRequest,
        form: Any,
        title: str,
        submit: str,
        back: str,
        crumbs: Crumbs,
        **more: Any,
    ) -> HttpResponse:
        first = (reverse("admin:reviews_scenario_changelist"), "Scénarios")
        context = {"form": form, "title": title, "submit": submit, "back": back, "crumbs": [first, *crumbs]}
        return self.page(request, "admin/reviews/ask.html", **context, **more)
