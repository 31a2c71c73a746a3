"""The pieces of a draft: sending several files at once, changing one, taking one out."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tne38.core.errors import DomainError
from tne38.core.file_types import ACCEPTED
from tne38.core.text import in_bytes

from ..domain.attachments import (
    STEP,
    Filing,
    Sent,
    add_attachment,
    file_attachment,
    remove_attachment,
    replace_attachment,
)
from ..forms.pieces import ENDINGS, WHOLE, PieceForm, SendForm, writable
from ..models import Attachment, Candidacy, SchoolProject
from ..pieces import rows_of, wanted
from ..summary import projects_to_read
from .access import dossier_or_404, may_edit
from .addresses import neighbours
from .journey import around, project_of
from .steps import step_or_404


def pieces_url(candidacy: Candidacy) -> str:
    return reverse("applications:pieces", args=[candidacy.pk])


def _places(request: HttpRequest, candidacy: Candidacy) -> list[SchoolProject | None]:
    """What the person may add pieces to; empty where they may only read."""
    return writable(request.user, candidacy, projects_to_read(candidacy))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The pieces joined and those that the call names; what is sent is kept file by file."""
    candidacy = dossier_or_404(request, pk)
    places = _places(request, candidacy)
    if not places:
        return redirect("applications:summary", pk)
    if request.method != "POST":
        initial = {name: request.GET.get(name, "") for name in ("nature", "ecole")}
        return _show(request, candidacy, SendForm(candidacy, places, initial=initial))
    form = SendForm(candidacy, places, request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, candidacy, form, ["Choisissez la nature et l’école dans les listes."])
    added, refusals = _add(candidacy, form.sent(), form.filing(), by=request.user)
    if request.accepts("text/html"):
        return _answer(request, candidacy, form, added, refusals)
    return JsonResponse({"added": [piece.file.name for piece in added], "errors": refusals})


def _add(
    candidacy: Candidacy, files: Sequence[Sent], filing: Filing, *, by: Any
) -> tuple[list[Attachment], list[str]]:
    """Keep every file that can be; say of each other one why not."""
    added, refusals = [], []
    for sent in files[: settings.PIECES_PER_SENDING]:
        try:
            added.append(add_attachment(candidacy, sent, filing, by=by))
        except DomainError as error:
            refusals.append(error.message)
    if left := files[settings.PIECES_PER_SENDING :]:
        names = ", ".join(sent.name for sent in left)
        refusals.append(
            f"{settings.PIECES_PER_SENDING} fichiers au plus à la fois. Envoyez maintenant : {names}"
        )
    return added, refusals


def _answer(
    request: HttpRequest,
    candidacy: Candidacy,
    form: SendForm,
    added: list[Attachment],
    refusals: list[str],
) -> HttpResponse:
    """The next page, or this one with what was kept and what was not."""
    going_on = request.POST.get("action") == "continue"
    if not added and not refusals and not going_on:
        refusals = ["Choisissez au moins un fichier sur votre ordinateur, puis envoyez-le."]
    if added:
        count = len(added)
        messages.success(request, f"{count} pièces ajoutées." if count > 1 else "1 pièce ajoutée.")
    if refusals:
        return _refused(request, candidacy, form, refusals)
    if going_on:
        step = step_or_404(candidacy, STEP)
        return redirect(neighbours(candidacy, step, project_of(candidacy))[1])
    chosen = {name: form.cleaned_data[name] for name in ("nature", "ecole") if form.cleaned_data.get(name)}
    return redirect(f"{pieces_url(candidacy)}?{urlencode(chosen)}")


def _refused(request: HttpRequest, candidacy: Candidacy, form: SendForm, refusals: list[str]) -> HttpResponse:
    # Read again: what was kept is in the list.
    return _show(request, dossier_or_404(request, candidacy.pk), form, refusals)


def _show(
    request: HttpRequest, candidacy: Candidacy, form: SendForm, refusals: Sequence[str] = ()
) -> HttpResponse:
    step = step_or_404(candidacy, STEP)
    project = project_of(candidacy)
    projects = list(candidacy.projects.all())
    context = around(candidacy, project, STEP) | {
        "step": step,
        "form": form,
        "refusals": refusals,
        "wanted": wanted(candidacy, projects),
        "rows": rows_of(candidacy, projects),
        "several": len(projects) > 1,
        "before": neighbours(candidacy, step, project)[0] if may_edit(request, candidacy) else "",
        "endings": ENDINGS,
        "limits": limits(),
    }
    return render(request, "applications/pieces.html", context)


def limits() -> dict[str, Any]:
    """What is said before a file is chosen."""
    *first, last = [kind.label for kind in ACCEPTED]
    return {
        "types": f"{', '.join(first)} ou {last}",
        "bytes": settings.PIECE_MAXIMUM_BYTES,
        "size": in_bytes(settings.PIECE_MAXIMUM_BYTES),
        "count": settings.PIECES_PER_SENDING,
    }


def _piece_or_404(
    request: HttpRequest, pk: int, piece_pk: int
) -> tuple[Candidacy, list[SchoolProject | None], Attachment]:
    """A piece that the person may change, its dossier, and where it may be put."""
    candidacy = dossier_or_404(request, pk)
    places = _places(request, candidacy)
    piece = get_object_or_404(candidacy.attachments.with_file(), pk=piece_pk)
    if piece.project_id not in {project.pk if project else None for project in places}:
        raise Http404
    return candidacy, places, piece


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def piece(request: HttpRequest, pk: int, piece_pk: int) -> HttpResponse:
    """Say otherwise what a piece is, or put another file in its place."""
    candidacy, places, found = _piece_or_404(request, pk, piece_pk)
    form = PieceForm(
        candidacy,
        places,
        request.POST or None,
        request.FILES or None,
        initial={"nature": found.kind_id or "autre", "ecole": found.project_id or WHOLE},
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = file_attachment(found, form.filing(), by=request.user)
            if sent := form.sent():
                changed = replace_attachment(changed, sent, by=request.user)
        except DomainError as error:
            form.add_error("fichier", error.message)
        else:
            messages.success(request, f"« {changed.file.name} » est enregistrée.")
            return redirect(pieces_url(candidacy))
    context = around(candidacy, project_of(candidacy), STEP)
    context |= {"piece": found, "form": form, "endings": ENDINGS, "limits": limits()}
    return render(request, "applications/piece.html", context)


@require_POST
@login_required
def remove(request: HttpRequest, pk: int, piece_pk: int) -> HttpResponse:
    """Take a piece out of the draft."""
    candidacy, _where, found = _piece_or_404(request, pk, piece_pk)
    name = found.file.name
    try:
        remove_attachment(found, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"« {name} » n’est plus dans le dossier.")
    return redirect(pieces_url(candidacy))
