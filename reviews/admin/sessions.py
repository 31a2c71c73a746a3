"""The sessions: all of them, one of them, preparing, opening and closing it."""

from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tne38.core.admin_pages import ReadOnlyAdmin

from .. import session_page
from ..domain import sessions
from ..domain.letters import request_letters
from ..forms.sessions import NewSessionForm, QuorumForm, SessionForm, last_quorum
from ..models import Session
from ..pages import Pages, carried_out, told
from ..workflow import RUN
from .run import RunPages
from .session_rooms import RoomPages

ASKS = require_http_methods(["GET", "HEAD", "POST"])


@admin.register(Session)
class SessionAdmin(RunPages, RoomPages, Pages, ReadOnlyAdmin):
    """Django's own pages of the model, drawn by the portal."""

    def get_urls(self):
        acts = {
            "modifier": (self.change_session, "change_session"),
            "membres": (self.attendance, "attendance"),
            "ordre-du-jour": (self.agenda, "agenda"),
            "ouvrir": (self.open_session, "open"),
            "clore": (self.close_session, "close"),
            "lettres": (self.letters, "letters"),
        }
        view = self.admin_site.admin_view
        return [
            *(
                path(f"<int:pk>/{address}/", view(page), name=f"reviews_session_{name}")
                for address, (page, name) in acts.items()
            ),
            path("<int:pk>/dossiers/<int:dossier>/", view(self.run), name="reviews_session_run"),
            path(
                "<int:pk>/dossiers/<int:dossier>/rouvrir/", view(self.reopen), name="reviews_session_reopen"
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        return super().get_queryset(request).visible_to(request.user)

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self.require(request, "reviews.view_session")
        rows = (
            Session.objects.visible_to(request.user)
            .select_related("call")
            .annotate(dossiers=Count("items", distinct=True), decided=Count("decisions", distinct=True))
            .order_by("-held_on", "-pk")
        )
        page = Paginator(rows, 60).get_page(request.GET.get("page"))
        return self.page(
            request,
            "admin/reviews/session/list.html",
            title="Séances de la commission",
            sessions=page,
            may_prepare=request.user.has_perm("reviews.add_session"),
        )

    @method_decorator(ASKS)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Prepare a session: the members and the dossiers are proposed at once."""
        self.require(request, "reviews.add_session")
        form = NewSessionForm(request.POST or None, initial={"quorum": last_quorum(None)})
        made: list[Session] = []
        if request.method == "POST" and form.is_valid():
            values = dict(form.cleaned_data)

            def prepare() -> str:
                made.append(sessions.prepare(values.pop("call"), values, by=request.user))
                return "La séance est préparée : vérifiez les membres et l’ordre du jour."

            if carried_out(request, form, prepare):
                return redirect("admin:reviews_session_change", made[0].pk)
        return self._ask(request, form, "Préparer une séance", "Préparer la séance")

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A session on one page."""
        session = self.session(request, object_id)
        return self.page(
            request,
            "admin/reviews/session/page.html",
            title=str(session),
            page=session_page.read(session, request.user),
            may_run=request.user.has_perm(RUN),
            may_notify=request.user.has_perm("reviews.notify_decisions"),
        )

    @method_decorator(ASKS)
    def change_session(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self.session(request, pk)
        self.require(request, "reviews.change_session")
        if session.is_closed:
            return self.too_late(request, session)
        form_class = QuorumForm if session.is_open else SessionForm
        initial = {name: getattr(session, name) for name in sessions.FIELDS}
        form = form_class(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():

            def change() -> str:
                sessions.change(session, form.cleaned_data, by=request.user)
                return "La séance est modifiée."

            if carried_out(request, form, change):
                return redirect("admin:reviews_session_change", pk)
        return self._ask(request, form, "Modifier la séance", "Modifier la séance", session=session)

    @method_decorator(require_POST)
    def open_session(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self.session(request, pk)
        self.require(request, RUN)

        def begin() -> str:
            sessions.open_session(session, by=request.user)
            return "La séance est ouverte : les dossiers au-delà du seuil viennent d’abord."

        told(request, begin)
        return redirect("admin:reviews_session_change", pk)

    @method_decorator(ASKS)
    def close_session(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask once more, saying what is left, then close."""
        session = self.session(request, pk)
        self.require(request, RUN)
        if not session.is_open:
            return self.too_late(request, session)
        if request.method == "POST":

            def end() -> str:
                sessions.close_session(session, by=request.user)
                return "La séance est close ; son procès-verbal est en cours d’établissement."

            told(request, end)
            return redirect("admin:reviews_session_change", pk)
        page = session_page.read(session, request.user)
        return self.page(request, "admin/reviews/session/close.html", title="Clore la séance", page=page)

    @method_decorator(require_POST)
    def letters(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the letters; the worker sends them."""
        session = self.session(request, pk)
        self.require(request, "reviews.notify_decisions")

        def send() -> str:
            request_letters(session, by=request.user)
            return "Les lettres partent : l’avancement s’affiche sur cette page."

        told(request, send)
        return redirect("admin:reviews_session_change", pk)

    def session(self, request: HttpRequest, pk: Any) -> Session:
        """The session if this person may see it; otherwise it does not exist."""
        self.require(request, "reviews.view_session")
        visible = Session.objects.visible_to(request.user).select_related("call")
        session = visible.filter(pk=pk).first() if str(pk).isdigit() else None
        if session is None:
            raise Http404
        return session

    def too_late(self, request: HttpRequest, session: Session) -> HttpResponse:
        """Back to the session, which is no longer, or not yet, at that stage."""
        state = session.get_state_display().lower()
        messages.warning(
            request, f"La séance est {state} : cet acte n’est pas possible. Rien n’a été enregistré."
        )
        return redirect("admin:reviews_session_change", session.pk)

    def _ask(
        self,
        request: HttpRequest,
        form: Any,
        title: str,
        submit: str,
        *,
        session: Session | None = None,
    ) -> HttpResponse:
        all_of_them = reverse("admin:reviews_session_changelist")
        here = reverse("admin:reviews_session_change", args=[session.pk]) if session else all_of_them
        crumbs = [(all_of_them, "Séances"), *([(here, str(session))] if session else [])]
        return self.page(
            request,
            "admin/reviews/ask.html",
            title=title,
            crumbs=crumbs,
            form=form,
            submit=submit,
            back=here,
        )
