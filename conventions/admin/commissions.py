"""The meetings of the commission permanente: preparing one, its report, its vote, its conventions."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.pages import Pages, carried_out, told
from tne38.core.admin_pages import ReadOnlyAdmin

from ..commission import page as commission_page
from ..commission.forms import AgendaForm, DatesForm, ResultForm
from ..domain import batch, commissions, report, votes
from ..models import ItemOutcome, PermanentCommission

ASKS = require_http_methods(["GET", "HEAD", "POST"])
_LIST = "admin:conventions_permanentcommission_changelist"
_PAGE = "admin:conventions_permanentcommission_change"
_CHANGE = "conventions.change_permanentcommission"


@admin.register(PermanentCommission)
class PermanentCommissionAdmin(Pages, ReadOnlyAdmin):
    """Django's own pages of the model, drawn by the portal."""

    def get_urls(self):
        acts = {
            "modifier": (self.change_agenda, "agenda"),
            "rapport": (self.freeze, "freeze"),
            "resultat": (self.result, "result"),
            "dates": (self.dates, "dates"),
            "conventions": (self.generate, "generate"),
        }
        view = self.admin_site.admin_view
        return [
            *(
                path(f"<int:pk>/{address}/", view(page), name=f"conventions_permanentcommission_{name}")
                for address, (page, name) in acts.items()
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self.require(request, "conventions.view_permanentcommission")
        rows = (
            PermanentCommission.objects.visible_to(request.user)
            .defer("data")
            .annotate(
                dossiers=Count("items", distinct=True),
                voted=Count("votes", distinct=True),
                made=Count(
                    "votes__candidacy__convention",
                    filter=~Q(votes__candidacy__convention__state="to_generate"),
                    distinct=True,
                ),
            )
            .order_by("-held_on", "-pk")
        )
        return self.page(
            request,
            "admin/conventions/commission/list.html",
            title="Commissions permanentes",
            commissions=Paginator(rows, 60).get_page(request.GET.get("page")),
            waiting=commissions.candidates().count(),
            may_prepare=request.user.has_perm("conventions.add_permanentcommission"),
        )

    @method_decorator(ASKS)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Prepare a meeting: every dossier that waits for a vote is proposed."""
        self.require(request, "conventions.add_permanentcommission")
        proposed = None if request.method == "POST" else list(commissions.candidates())
        form = AgendaForm(request.POST or None, initial={"dossiers": proposed})
        made: list[PermanentCommission] = []
        if request.method == "POST" and form.is_valid():

            def prepare() -> str:
                values = form.cleaned_data
                made.append(
                    commissions.prepare(held_on=values["held_on"], chosen=values["dossiers"], by=request.user)
                )
                return "La séance est préparée : vérifiez les dossiers, puis arrêtez le rapport."

            if carried_out(request, form, prepare):
                return redirect(_PAGE, made[0].pk)
        return self._ask(request, form, "Préparer une commission permanente", "Préparer la séance")

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One meeting: its dossiers and their amounts, what is to be done next."""
        commission = self.commission(request, object_id)
        return self.page(
            request,
            "admin/conventions/commission/page.html",
            title=f"Commission permanente {commission}",
            page=commission_page.read(commission, request.user),
            may_change=request.user.has_perm(_CHANGE),
            may_vote=request.user.has_perm("conventions.record_vote"),
            may_generate=request.user.has_perm("conventions.generate_convention"),
        )

    @method_decorator(ASKS)
    def change_agenda(self, request: HttpRequest, pk: int) -> HttpResponse:
        commission = self.commission(request, pk)
        self.require(request, _CHANGE)
        keys = list(commission.items.values_list("candidacy", flat=True))
        initial = {"held_on": commission.held_on, "dossiers": keys}
        form = AgendaForm(request.POST or None, commission=commission, initial=initial)

        def change() -> str:
            values = form.cleaned_data
            chosen = values["dossiers"]
            commissions.change(commission, held_on=values["held_on"], chosen=chosen, by=request.user)
            return "La séance est modifiée."

        return self._answer(request, commission, form, change, "Choisir les dossiers", "Enregistrer")

    @method_decorator(require_POST)
    def freeze(self, request: HttpRequest, pk: int) -> HttpResponse:
        commission = self.commission(request, pk)
        self.require(request, _CHANGE)

        def arrest() -> str:
            report.freeze(commission, by=request.user)
            return "Le rapport est arrêté : le document et son annexe sont en cours d’établissement."

        told(request, arrest)
        return redirect(_PAGE, pk)

    @method_decorator(ASKS)
    def result(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The act and what became of each dossier."""
        commission = self.commission(request, pk)
        self.require(request, "conventions.record_vote")
        items = list(commission.items.select_related("candidacy__organisation"))
        form = ResultForm(request.POST or None, items=items)

        def record() -> str:
            voted = votes.record_result(commission, form.act(), form.rulings(), by=request.user)
            count = voted.items.filter(outcome=ItemOutcome.ADOPTED).count()
            return (
                f"Le vote est enregistré, acte {voted} : dossiers adoptés, {count}. Générez les conventions."
            )

        title, template = "Enregistrer le résultat", "admin/conventions/commission/result.html"
        return self._answer(request, commission, form, record, title, title, template=template)

    @method_decorator(ASKS)
    def dates(self, request: HttpRequest, pk: int) -> HttpResponse:
        commission = self.commission(request, pk)
        self.require(request, _CHANGE)
        initial = {name: getattr(commission, name) for name in ("transmitted_on", "published_on")}
        form = DatesForm(request.POST or None, initial=initial)

        def record() -> str:
            commissions.record_dates(commission, by=request.user, **form.cleaned_data)
            return "Les dates sont enregistrées."

        return self._answer(request, commission, form, record, "Transmission et publication", "Enregistrer")

    @method_decorator(require_POST)
    def generate(self, request: HttpRequest, pk: int) -> HttpResponse:
        commission = self.commission(request, pk)
        self.require(request, "conventions.generate_convention")

        def ask() -> str:
            asked = len(batch.request_batch(commission, by=request.user))
            return f"Conventions demandées : {asked}. L’avancement s’affiche sur cette page."

        told(request, ask)
        return redirect(_PAGE, pk)

    def commission(self, request: HttpRequest, pk: Any) -> PermanentCommission:
        """The meeting if this person may see it; otherwise it does not exist."""
        self.require(request, "conventions.view_permanentcommission")
        visible = PermanentCommission.objects.visible_to(request.user).select_related("report", "annex")
        found = visible.filter(pk=pk).first() if str(pk).isdigit() else None
        if found is None:
            raise Http404
        return found

    def _answer(
        self,
        request: HttpRequest,
        commission: PermanentCommission,
        form: Any,
        act: Callable[[], str],
        title: str,
        submit: str,
        **options: Any,
    ) -> HttpResponse:
        """Carry the act out and come back to the meeting, or show the form with what is wrong."""
        if request.method == "POST" and form.is_valid() and carried_out(request, form, act):
            return redirect(_PAGE, commission.pk)
        return self._ask(request, form, title, submit, commission=commission, **options)

    def _ask(
        self,
        request: HttpRequest,
        form: Any,
        title: str,
        submit: str,
        *,
        commission: PermanentCommission | None = None,
        template: str = "admin/reviews/ask.html",
    ) -> HttpResponse:
        all_of_them = reverse(_LIST)
        here = reverse(_PAGE, args=[commission.pk]) if commission else all_of_them
        label = f"Séance {commission}"
        crumbs = [(all_of_them, "Commissions permanentes"), *([(here, label)] if commission else [])]
        return self.page(request, template, title=title, crumbs=crumbs, form=form, submit=submit, back=here)
