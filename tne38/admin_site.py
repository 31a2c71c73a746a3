"""The site of the agents and of the commission: Django's admin, in the portal's words."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import path, reverse
from django.utils import timezone

from applications import agent_pages
from applications.models import Call, Candidacy
from conventions.lapse import page as lapse_page
from tne38.accounts.rules import second_factor_ok
from tne38.exchange import subsidies
from tne38.figures import views

# Screens of the site by permission, in the order of the work.
_NAVIGATION = [
    ("applications.view_candidacy", "admin:applications_candidacy_changelist", "Dossiers"),
    ("reviews.view_ranking", "admin:reviews_ranking_changelist", "Classements"),
    ("reviews.view_opinion", "admin:reviews_opinion_changelist", "Avis"),
    ("reviews.view_session", "admin:reviews_session_changelist", "Séances"),
    (
        "conventions.view_permanentcommission",
        "admin:conventions_permanentcommission_changelist",
        "Commissions permanentes",
    ),
    ("conventions.view_convention", "admin:conventions_convention_changelist", "Conventions"),
    ("applications.change_call", "admin:applications_call_changelist", "Appels"),
    ("accounts.view_user", "admin:accounts_user_changelist", "Comptes"),
]
_OURS = {
    "core",
    "accounts",
    "notifications",
    "applications",
    "equipment",
    "reviews",
    "conventions",
    "exchange",
}


class AgentSite(AdminSite):
    site_header = "TNE 38 · Gestion"
    site_title = "TNE 38"
    index_title = "À faire"
    index_template = "admin/agent_index.html"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take the portal's own screens only: groups carry no permission here, and one-time-code secrets
        and failed sign-ins are nobody's reading."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if model._meta.app_label in _OURS]
        super().register(ours, admin_class, **options)

    def get_urls(self) -> list[Any]:
        """The pages that belong to no single model come first: Django's own end with a catch-all."""
        return [
            path("chiffres/<slug:slug>/", self.admin_view(views.of_call), name="figures"),
            path(
                "chiffres/<slug:slug>/enveloppe/", self.admin_view(views.of_envelope), name="envelope_stages"
            ),
            path("chiffres/<slug:slug>/controle/", self.admin_view(views.control), name="control"),
            path("caducites/", self.admin_view(lapse_page.near), name="lapses"),
            path("exporter/dossiers.<str:form>", self.admin_view(views.dossiers), name="export_dossiers"),
            path("exporter/subventions/", self.admin_view(subsidies.of_choice), name="subsidies"),
            path("exporter/subventions.csv", self.admin_view(subsidies.as_csv), name="export_subsidies"),
            *super().get_urls(),
        ]

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and user.is_staff and second_factor_ok(user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The portal has one sign-in page; who is signed in and has no place here is told so."""
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied
        wanted = request.GET.get("next", reverse("admin:index"))
        if self.has_permission(request):
            return redirect("admin:index")
        return redirect_to_login(wanted, resolve_url("accounts:sign_in"))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("accounts:password")

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:
        return redirect("admin:index")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Without the list of every screen, which only the index page shows."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": None,
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "navigation": self._navigation(request),
        }

    def _navigation(self, request: HttpRequest) -> list[dict[str, Any]]:
        entries = [
            (reverse(name), label)
            for permission, name, label in _NAVIGATION
            if request.user.has_perm(permission)
        ]
        return [
            {"url": url, "label": label, "current": request.path.startswith(url)} for url, label in entries
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        work = agent_pages.work_lists(request.user)
        visible = Candidacy.objects.for_programme(request.user)
        counts = visible.aggregate(
            **{f"n{place}": Count("pk", filter=item.condition) for place, item in enumerate(work)}
        )
        of_call = Candidacy.objects.filter(call=OuterRef("pk")).deposited().order_by().values("call")
        deposited = Coalesce(Subquery(of_call.annotate(number=Count("pk")).values("number")), 0)
        address = reverse("admin:applications_candidacy_changelist")
        tasks = [
            (f"{address}?travail={item.slug}", item, counts[f"n{place}"]) for place, item in enumerate(work)
        ]
        tasks += [
            (reverse(desk.url_name), desk, desk.count(request.user))
            for desk in agent_pages.desks(request.user)
        ]
        context = {
            # A task without a number is always there to be done.
            "waiting": [task for task in tasks if task[2] != 0],
            "idle": [task for task in tasks if task[2] == 0],
            "calls": Call.objects.visible_to(request.user)
            .annotate(deposited=deposited)
            .order_by("-closes_at", "slug"),
            "now": timezone.now(),
            **(extra_context or {}),
        }
        return super().index(request, context)
