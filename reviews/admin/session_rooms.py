"""Around a session: who comes, what is examined."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from .. import session_page
from ..domain import agenda, attendance
from ..forms.sessions import AgendaForm, GuestForm, PresenceForm
from ..models import Session
from ..pages import Pages, carried_out


class RoomPages(Pages):
    """Views; `sessions.py` gives them their addresses, `session()` and `too_late()`."""

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def attendance(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Role and presence of everyone invited, and one more person at a time."""
        session = self.session(request, pk)
        self.require(request, "reviews.change_session")
        if session.is_closed:
            return self.too_late(request, session)
        data = request.POST or None
        rows = [PresenceForm(data, attendance=row) for row in attendance.everyone(session)]
        form = GuestForm(data)
        if request.method == "POST" and all([form.is_valid(), *(row.is_valid() for row in rows)]):
            values = {
                row.attendance.pk: (row.cleaned_data["role"], row.cleaned_data["presence"]) for row in rows
            }

            def record() -> str:
                quorum = attendance.record(session, values, by=request.user, guests=form.guests())
                return f"Présences enregistrées : {quorum.present} pour un quorum de {quorum.needed}."

            if carried_out(request, form, record):
                return redirect("admin:reviews_session_change", pk)
        return self.page(
            request,
            "admin/reviews/session/attendance.html",
            title="Membres et présences",
            session=session,
            rows=rows,
            form=form,
        )

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def agenda(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Which dossiers the session examines."""
        session = self.session(request, pk)
        self.require(request, "reviews.change_session")
        if session.is_closed:
            return self.too_late(request, session)
        candidates = agenda.candidates(session).select_related("organisation")
        chosen = list(session.items.values_list("candidacy", flat=True))
        form = AgendaForm(
            request.POST or None,
            labels=_labels(session, candidates),
            candidates=candidates,
            initial={"dossiers": chosen},
        )
        if request.method == "POST" and form.is_valid():

            def arrange() -> str:
                items = agenda.set_agenda(session, form.cleaned_data["dossiers"], by=request.user)
                count = len(items)
                return f"L’ordre du jour compte {count} dossier{'s' if count > 1 else ''}."

            if carried_out(request, form, arrange):
                return redirect("admin:reviews_session_change", pk)
        return self.page(
            request,
            "admin/reviews/session/agenda.html",
            title="Ordre du jour",
            session=session,
            form=form,
            decided=session.decisions.count(),
        )


def _labels(session: Session, candidates) -> dict[int, str]:
    """What each dossier is called in the list: its number, its rank, whether it goes to arbitration."""
    scores = agenda.scores_in_force(session.call)
    labels = {}
    for candidacy in candidates.prefetch_related("projects__school"):
        score = scores.get(candidacy.pk)
        rank = f"rang {score.rank}" if score else "non classé"
        above = ", au-delà du seuil" if score and score.to_arbitrate else ""
        labels[candidacy.pk] = f"{candidacy} – {session_page.title_of(candidacy)} ({rank}{above})"
    return labels
