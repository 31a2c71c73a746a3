"""« Répondre à la demande » : the places asked for, each on its page; the answer is sent as a whole."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tne38.core.errors import DomainError

from ..corrections import answers_of, open_page, review, step_of
from ..domain import corrections
from ..domain.correction_pieces import ASKED_PIECES, join_pieces
from ..domain.editing import Place
from ..forms.corrections import Typed, answered, typed_on
from ..forms.page import Page
from ..forms.questions import PiecesForm, sent_files
from ..forms.rows import RowsPage
from ..forms.together import SEEN
from ..models import Candidacy, CorrectionPlace, CorrectionRequest
from ..rejection import rejection_of
from ..rules import is_member
from ..status import clock, correction_status, title_of
from ..summary import projects_to_read
from .access import dossier_or_404


def _request_or_none(request: HttpRequest, pk: int) -> tuple[Candidacy, CorrectionRequest | None]:
    """The dossier and its open request; 404 for whoever does not act for the porteur."""
    candidacy = dossier_or_404(request, pk)
    answers = request.user.has_perm("applications.answer_corrections", candidacy)
    if not (answers or is_member(request.user, candidacy)):
        raise Http404  # what is typed and not sent is the porteur's alone
    asked = candidacy.open_correction
    if asked is not None:
        asked.candidacy = candidacy
    projects_to_read(candidacy)
    return candidacy, asked


def _no_longer_open(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    messages.info(request, "Aucune demande de correction n’est en cours pour ce dossier.")
    return redirect("applications:detail", candidacy.pk)


def may_fill_in(user: Any, candidacy: Candidacy, place: CorrectionPlace) -> bool:
    """Whether the person may answer for this place."""
    here = Place(candidacy, place.step, place.project, frozenset(place.writes))
    return user.has_perm("applications.edit_place", here)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked for and what is answered so far; the one button sends it all."""
    candidacy, asked = _request_or_none(request, pk)
    if asked is None:
        return _no_longer_open(request, candidacy)
    message, error = request.POST.get("message", "").strip()[:3000], ""
    may_send = request.user.has_perm("applications.answer_corrections", candidacy)
    if request.method == "POST":
        try:
            corrections.answer(asked, answers=answers_of, message=message, by=request.user, at=timezone.now())
        except DomainError as refusal:
            error = refusal.message
        else:
            messages.success(request, "Votre réponse est envoyée : l’instruction du dossier reprend.")
            return redirect("applications:detail", pk)
    places = review(asked)
    context = {
        **_around(candidacy, asked),
        "places": [(place, may_fill_in(request.user, candidacy, place.place)) for place in places],
        "untouched": any(place.place.typed is None for place in places),
        "wrong": [place for place in places if place.errors],
        "may_send": may_send,
        "message": message,
        "error": error,
    }
    return render(request, "applications/answer.html", context)


def _around(candidacy: Candidacy, asked: CorrectionRequest) -> dict[str, Any]:
    return {
        "candidacy": candidacy,
        "call": candidacy.call,
        "title": title_of(candidacy),
        "asked": asked,
        "status": correction_status(asked),
        "rejection": rejection_of(candidacy),
    }


def _place_or_404(
    request: HttpRequest, candidacy: Candidacy, asked: CorrectionRequest | None, place_pk: int
) -> CorrectionPlace:
    """A place that the person may answer for; the candidacy given is theirs to see."""
    if asked is None:
        raise Http404
    place = get_object_or_404(asked.places.select_related("project"), pk=place_pk)
    if not may_fill_in(request.user, candidacy, place):
        raise Http404
    return place


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def place_page(request: HttpRequest, pk: int, place_pk: int) -> HttpResponse:
    """The fields asked for on one page, and nothing else; what is typed is kept on the request."""
    candidacy, asked = _request_or_none(request, pk)
    if asked is None:
        return _no_longer_open(request, candidacy)
    place = _place_or_404(request, candidacy, asked, place_pk)
    if place.step == ASKED_PIECES:
        return _pieces(request, candidacy, asked, place)
    if request.method != "POST":
        return _show(request, candidacy, place, open_page(candidacy, place))
    page = open_page(candidacy, place, _answers(request))
    acted = isinstance(page, RowsPage) and page.act(request.POST.get("action", ""))
    try:
        place = _keep(request, place, typed_on(page, request.POST))
    except DomainError as refusal:
        place.refresh_from_db()
        return _show(request, candidacy, place, page, refusal=refusal.message)
    if page.is_valid() and request.POST.get("action", "continue") == "continue":
        return redirect("applications:answer", pk)
    return _show(request, candidacy, place, page, told=not acted)


def _pieces(
    request: HttpRequest, candidacy: Candidacy, asked: CorrectionRequest, place: CorrectionPlace
) -> HttpResponse:
    """Pieces join the dossier at once."""
    form = PiecesForm(request.POST, request.FILES) if request.method == "POST" else PiecesForm()
    if request.method == "POST" and form.is_valid():
        try:
            join_pieces(place, sent_files(form.cleaned_data), by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error("fichiers", refusal.message)
        else:
            return redirect("applications:answer", candidacy.pk)
    context = {**_around(candidacy, asked), "place": place, "form": form}
    return render(request, "applications/answer_pieces.html", context)


def _answers(request: HttpRequest) -> QueryDict:
    """What was typed, without the version of the place: the pages of the form read their own under this name."""
    data = request.POST.copy()
    data.pop(SEEN, None)
    return data


def _keep(request: HttpRequest, place: CorrectionPlace, typed: Typed) -> CorrectionPlace:
    seen = request.POST.get(SEEN, "")
    return corrections.keep_answer(
        place, typed, seen=int(seen) if seen.isdigit() else -1, by=request.user, at=timezone.now()
    )


def _show(
    request: HttpRequest,
    candidacy: Candidacy,
    place: CorrectionPlace,
    page: Page,
    *,
    told: bool = True,
    refusal: str = "",
) -> HttpResponse:
    page.is_valid()
    urls = {
        act: reverse(f"applications:{name}", args=[candidacy.pk, place.pk])
        for act, name in {
            "step": "answer_place",
            "autosave": "answer_autosave",
            "preview": "answer_preview",
        }.items()
    }
    asked = place.request
    asked.candidacy = candidacy
    project = next(one for one in candidacy.projects.all() if place.project_id in (None, one.pk))
    context = {
        **_around(candidacy, asked),
        "place": place,
        "step": step_of(candidacy, place),
        "project": project,
        "school_project": project if place.project_id else None,
        "page": page,
        "form_template": page.template_name,
        "errors": page.field_errors() if told and place.typed is not None else [],
        "refusal": refusal,
        "urls": urls,
        "before": "",
        "copy_url": "",
        "saved": saved_sentence(place),
        "others": _written_by_others(candidacy, place) if refusal else [],
    }
    return render(request, "applications/answer_place.html", context)


def _written_by_others(candidacy: Candidacy, place: CorrectionPlace) -> list[tuple[str, str]]:
    """What is kept for this place, to be read before it is replaced."""
    told = answered(open_page(candidacy, place)) if place.typed is not None else {}
    return [(field["label"], told[field["name"]]) for field in place.asked if field["name"] in told]


def saved_sentence(place: CorrectionPlace) -> str:
    """« Réponse enregistrée à 14 h 32, pas encore envoyée »."""
    if place.typed_at is None:
        return ""
    return f"Réponse enregistrée à {clock(timezone.localtime(place.typed_at))}, pas encore envoyée"


@require_POST
@login_required
def autosave(request: HttpRequest, pk: int, place_pk: int) -> HttpResponse:
    """Keep what is being typed, and say so."""
    candidacy, asked = _request_or_none(request, pk)
    place = _place_or_404(request, candidacy, asked, place_pk)
    if place.step == ASKED_PIECES:
        raise Http404
    page = open_page(candidacy, place, _answers(request))
    complete = page.is_valid()
    try:
        place = _keep(request, place, typed_on(page, request.POST))
    except DomainError as refusal:
        context = {"place": place, "saved": refusal.message, "complete": True}
    else:
        context = {"place": place, "saved": saved_sentence(place), "complete": complete}
    return render(request, "applications/includes/answer_saved.html", context)


@require_POST
@login_required
def preview(request: HttpRequest, pk: int, place_pk: int) -> HttpResponse:
    """What is being typed comes to: computed, shown, never written."""
    candidacy, asked = _request_or_none(request, pk)
    place = _place_or_404(request, candidacy, asked, place_pk)
    if place.step == ASKED_PIECES:
        raise Http404
    page = open_page(candidacy, place, _answers(request))
    if not page.preview_name:
        raise Http404
    context = {"page": page, "candidacy": candidacy, "project": page.project}
    return render(request, page.preview_name, context)
