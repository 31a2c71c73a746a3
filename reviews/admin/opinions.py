"""The opinions: what a member has to give, giving one, keeping away; for agents, who is asked."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from applications import agent_pages
from applications.agent_pages import Desk
from applications.models import Call, Candidacy
from tne38.core.admin_pages import ReadOnlyAdmin

from .. import assignment_page
from ..domain import assignment, opinions, recusals
from ..domain.assignment import ASSIGN
from ..domain.opinions import GIVE
from ..domain.recusals import DECLARE, anyone_away
from ..forms.opinions import OpinionForm, RecusalForm, SpreadForm
from ..models import Opinion, Recusal
from ..models.opinions import UNDECIDED
from ..opinion_page import ASKED
from ..pages import Pages, carried_out
from ..session_page import title_of

ASKS = require_http_methods(["GET", "HEAD", "POST"])
GIVEN_SHOWN = 30


@admin.register(Opinion)
class OpinionAdmin(Pages, ReadOnlyAdmin):
    """Django's own pages of the model, drawn by the portal."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Opinion]:
        return Opinion.objects.visible_to(request.user)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("dossiers/<int:dossier>/", view(self.give), name="reviews_opinion_give"),
            path("dossiers/<int:dossier>/deport/", view(self.recuse), name="reviews_opinion_recuse"),
            path("<slug:slug>/repartir/", view(self.spread), name="reviews_opinion_spread"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To a member, what is asked of them; to an agent, how far each call is."""
        self.require(request, "reviews.view_opinion")
        member, may_assign = request.user.has_perm(GIVE), request.user.has_perm(ASSIGN)
        given = assignment_page.given(request.user, GIVEN_SHOWN) if member else []
        return self.page(
            request,
            "admin/reviews/opinion/list.html",
            title="Avis de la commission",
            member=member,
            awaited=assignment_page.awaited(request.user) if member else [],
            given=given,
            more=len(given) == GIVEN_SHOWN,
            may_assign=may_assign,
            calls=assignment_page.calls() if may_assign else [],
        )

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """An opinion is read on the page of its dossier."""
        self.require(request, "reviews.view_opinion")
        found = self.get_queryset(request).filter(pk=object_id) if object_id.isdigit() else None
        opinion = found.first() if found is not None else None
        if opinion is None:
            raise Http404
        return redirect("admin:applications_candidacy_change", opinion.candidacy_id)

    @method_decorator(ASKS)
    def give(self, request: HttpRequest, dossier: int) -> HttpResponse:
        """Write one's opinion beside the dossier: keep it as a draft, or file it."""
        self.require(request, GIVE)
        candidacy = self._dossier(request, dossier)
        opinion = get_object_or_404(
            Opinion.objects.select_related("member"), member=request.user, candidacy=candidacy
        )
        opinion.candidacy = candidacy
        here = reverse("admin:applications_candidacy_change", args=[candidacy.pk])
        if opinion.filed_at is not None:
            return redirect(here)
        filing = request.POST.get("acte") == "rendre"
        is_draft = request.method == "POST" and not filing
        form = OpinionForm(request.POST or None, opinion=opinion, is_draft=is_draft)
        if request.method == "POST" and form.is_valid():

            def keep() -> str:
                write = opinions.file_opinion if filing else opinions.save_draft
                write(opinion, form.content(), by=request.user)
                return "Votre avis est rendu." if filing else "Votre brouillon est enregistré."

            if carried_out(request, form, keep):
                return redirect(here if filing else request.path)
        return self.page(
            request,
            "admin/reviews/opinion/give.html",
            title="Donner mon avis",
            heading=title_of(candidacy),
            candidacy=candidacy,
            opinion=opinion,
            form=form,
        )

    @method_decorator(ASKS)
    def recuse(self, request: HttpRequest, dossier: int) -> HttpResponse:
        """Ask once more, then shut the dossier to the member."""
        self.require(request, DECLARE)
        candidacy = self._dossier(request, dossier)
        if candidacy.state not in UNDECIDED:
            raise Http404
        form = RecusalForm(request.POST or None)
        if request.method == "POST" and form.is_valid():

            def declare() -> str:
                recusals.declare(candidacy, request.user, by=request.user, reason=form.cleaned_data["reason"])
                return f"Vous vous êtes déporté du dossier {candidacy} : il ne s’ouvre plus pour vous."

            if carried_out(request, form, declare):
                return redirect("admin:reviews_opinion_changelist")
        everything = reverse("admin:reviews_opinion_changelist")
        here = reverse("admin:applications_candidacy_change", args=[candidacy.pk])
        return self.page(
            request,
            "admin/reviews/ask.html",
            title="Me déporter de ce dossier",
            crumbs=[(everything, "Avis"), (here, str(candidacy))],
            form=form,
            submit="Me déporter",
            back=here,
            danger=True,
            hint="Le dossier ne s’ouvrira plus pour vous, votre avis ne comptera pas, et vous ne participerez pas à sa "
            "délibération : le procès-verbal dira que vous vous êtes déporté. Seul un agent peut lever un déport.",
        )

    @method_decorator(ASKS)
    def spread(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Who is asked on each dossier of a call; complete them evenly."""
        self.require(request, ASSIGN)
        call = get_object_or_404(Call, slug=slug)
        form = SpreadForm(request.POST or None)
        if request.method == "POST" and form.is_valid():

            def spread() -> str:
                values = form.cleaned_data
                done = assignment.spread_evenly(call, values["members"], each=values["each"], by=request.user)
                return assignment_page.told(done)

            if carried_out(request, form, spread):
                return redirect(request.path)
        return self.page(
            request,
            "admin/reviews/opinion/spread.html",
            title="Répartir les avis",
            call=call,
            form=form,
            rows=assignment_page.rows(call),
            loads=assignment_page.loads(call),
        )

    def _dossier(self, request: HttpRequest, pk: int) -> Candidacy:
        candidacy = agent_pages.whole(Candidacy.objects.for_programme(request.user), pk)
        if candidacy is None:
            raise Http404
        return candidacy


agent_pages.prefetch_where_there_are(
    "recusals", Recusal.objects.all(), Prefetch("recusals", Recusal.objects.select_related("member"))
)
agent_pages.prefetch_where_there_are("opinions", Opinion.objects.all(), ASKED)
agent_pages.say_with_dossier("has_people_away", anyone_away())
agent_pages.add_desk(
    Desk(
        "Avis à donner",
        "Les dossiers sur lesquels votre avis est demandé, le plus ancien d’abord.",
        GIVE,
        "admin:reviews_opinion_changelist",
        lambda user: Opinion.objects.awaited().filter(member=user).count(),
    )
)
