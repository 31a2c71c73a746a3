"""The screen that runs a session: one dossier, what one needs to decide, the decision, the next."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from applications import agent_pages
from applications.models import Candidacy
from equipment.amounts import amounts_of

from .. import session_page
from ..actions import ReopeningForm
from ..domain.envelope import EXCEED
from ..domain.session_decisions import decide_in_session, reopen
from ..forms.sessions import AS_PROPOSED, SessionDecisionForm
from ..models import Session
from ..pages import Pages, carried_out
from ..session_page import Screen
from ..workflow import RUN


class RunPages(Pages):
    """Views; `sessions.py` gives them their addresses and `session()`."""

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def run(self, request: HttpRequest, pk: int, dossier: int) -> HttpResponse:
        """Read a dossier of the agenda; decide of it while the session is open."""
        session = self.session(request, pk)
        if request.method == "POST":
            self.require(request, RUN)
        screen = self._screen(request, session, dossier)
        may_run = request.user.has_perm(RUN)
        form = None
        if may_run and session.is_open and screen.row.decision is None:
            form = SessionDecisionForm(
                request.POST or None,
                proposal=screen.proposal,
                eligible=screen.eligible,
                may_exceed=request.user.has_perm(EXCEED, screen.candidacy),
                initial={"outcome": AS_PROPOSED if screen.fits else None},
            )
        if request.method == "POST" and form is not None and form.is_valid():

            def decide() -> str:
                made = decide_in_session(session, screen.candidacy, form.choice(), by=request.user)
                return f"Dossier {screen.candidacy} : {made.get_outcome_display().lower()}."

            if carried_out(request, form, decide):
                return redirect(_next(session, screen))
        return self.page(
            request,
            "admin/reviews/session/run.html",
            title=f"Dossier n° {screen.candidacy.number}",
            screen=screen,
            page=screen.page,
            session=session,
            candidacy=screen.candidacy,
            form=form,
            may_run=may_run,
        )

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def reopen(self, request: HttpRequest, pk: int, dossier: int) -> HttpResponse:
        """Ask why, then go back on a decision that has not been notified."""
        session = self.session(request, pk)
        self.require(request, RUN)
        candidacy = self._dossier(request, session, dossier)
        here = reverse("admin:reviews_session_run", args=[pk, dossier])
        form = ReopeningForm(request.POST or None)
        form.fields[
            "reason"
        ].help_text = "Il est inscrit dans l’historique du dossier ; le porteur ne le lit pas."
        if request.method == "POST" and form.is_valid():

            def undo() -> str:
                reopen(candidacy, reason=form.cleaned_data["reason"], by=request.user)
                return (
                    f"La décision sur le dossier {candidacy} est rouverte, l’enveloppe a repris ses crédits."
                )

            if carried_out(request, form, undo):
                return redirect(here)
        session_url = reverse("admin:reviews_session_change", args=[pk])
        all_of_them = reverse("admin:reviews_session_changelist")
        return self.page(
            request,
            "admin/reviews/ask.html",
            title=f"Rouvrir la décision sur le dossier n° {candidacy.number}",
            crumbs=[(all_of_them, "Séances"), (session_url, str(session)), (here, str(candidacy))],
            form=form,
            submit="Rouvrir la décision",
            back=here,
            danger=True,
            hint="La décision est effacée et ses crédits sont rendus à l’enveloppe ; le dossier sera décidé de nouveau.",
        )

    def _screen(self, request: HttpRequest, session: Session, dossier: int) -> Screen:
        candidacy = self._dossier(request, session, dossier)
        eligible = amounts_of(candidacy).amount_eligible
        return session_page.screen(session, candidacy, eligible=eligible, user=request.user)

    def _dossier(self, request: HttpRequest, session: Session, dossier: int) -> Candidacy:
        visible = Candidacy.objects.for_programme(request.user).filter(agenda_items__session=session)
        candidacy = agent_pages.whole(visible, dossier)
        if candidacy is None:
            raise Http404
        return candidacy


def _next(session: Session, screen: Screen) -> str:
    """The next dossier to examine; the session when all are."""
    following = screen.next_to_examine
    if following is None:
        return reverse("admin:reviews_session_change", args=[session.pk])
    return reverse("admin:reviews_session_run", args=[session.pk, following.item.candidacy_id])
