"""What the pages of quotes and of the deployment have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from applications.forms.refusals import carried_out
from applications.models import Candidacy
from applications.status import status_of, title_of
from applications.summary import projects_to_read
from applications.views.access import dossier_or_404
from tne38.core.errors import DomainError


def deposited_or_404(request: HttpRequest, pk: int) -> Candidacy:
    """A dossier that the person sees, once deposited."""
    candidacy = dossier_or_404(request, pk)
    if candidacy.state == "draft":
        raise Http404
    return candidacy


def around(candidacy: Candidacy) -> dict[str, Any]:
    """What every page of a dossier shows around its own content."""
    projects_to_read(candidacy)
    return {
        "candidacy": candidacy,
        "call": candidacy.call,
        "title": title_of(candidacy),
        "status": status_of(candidacy, at=timezone.now()),
        "basis": candidacy.terms.price_basis,
    }


def submitted(request: HttpRequest, form: forms.Form, act: Callable[[], object], told: str) -> bool:
    """Whether the form was sent, is right and was carried out; the person is then told."""
    sent = request.method == "POST" and form.is_valid() and carried_out(form, act)
    if sent:
        messages.success(request, told)
    return sent


@dataclass(frozen=True)
class Confirmation:
    """What is said before something is taken back, and after; `back` is the page it leads to, named `parent`."""

    heading: str
    text: str
    button: str
    keep: str
    told: str
    parent: str
    back: str


def confirmed(
    request: HttpRequest, candidacy: Candidacy, act: Callable[[], object], words: Confirmation
) -> HttpResponse:
    """Ask before taking something back, without JavaScript; then do it and tell what happened."""
    if request.method != "POST":
        return render(request, "equipment/confirm.html", around(candidacy) | vars(words))
    try:
        act()
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, words.told)
    return redirect(words.back, candidacy.pk)


def require(request: HttpRequest, permission: str, candidacy: Candidacy, states: frozenset[str]) -> None:
    """404 where the person may not act, or not now."""
    if candidacy.state not in states or not request.user.has_perm(permission, candidacy):
        raise Http404
