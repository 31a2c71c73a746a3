"""The page where a beneficiary answers its convention: the act of its assembly, the signed copy, the date."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from applications.domain.attachments import Sent
from applications.views.access import dossier_or_404
from tne38.core.errors import DomainError

from .answer_forms import AuthorisationForm, ConfirmationForm, CopyForm
from .domain import copies
from .models import Convention, CopyKind, SignedCopy


def _convention_or_404(request: HttpRequest, pk: int, *, to_answer: bool) -> Convention:
    """The convention of a dossier, once made; `to_answer`: by whom manages its beneficiary."""
    candidacy = dossier_or_404(request, pk)
    rows = Convention.objects.select_related("file", "authorisation__file")
    convention = rows.filter(candidacy=candidacy, file__isnull=False).first()
    if convention is None or (to_answer and not request.user.has_perm(copies.ANSWER, candidacy)):
        raise Http404
    convention.candidacy = candidacy
    return convention


@require_safe
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be signed, what was sent back."""
    return _page(request, _convention_or_404(request, pk, to_answer=False))


@require_POST
@login_required
def authorisation(request: HttpRequest, pk: int) -> HttpResponse:
    convention = _convention_or_404(request, pk, to_answer=True)
    is_private = convention.candidacy.organisation.is_private
    form = AuthorisationForm(request.POST, request.FILES, is_private=is_private)

    def keep(values: dict[str, Any]) -> str:
        copies.record_authorisation(
            convention,
            _sent(values),
            number=values.get("number", ""),
            adopted_on=values["adopted_on"],
            received_on=values.get("received_on"),
            by=request.user,
        )
        return "L’acte est enregistré. Déposez maintenant la convention signée."

    return _answered(request, convention, form, keep, authorisation=form)


@require_POST
@login_required
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    convention = _convention_or_404(request, pk, to_answer=True)
    form = CopyForm(request.POST, request.FILES)

    def keep(values: dict[str, Any]) -> str:
        if copies.add_copy(convention, _sent(values), by=request.user).is_complete:
            return "La convention signée est déposée. Relisez-la, puis confirmez la date de signature."
        return "Le document est déposé, mais toutes ses pages ne sont pas reconnues : voyez ci-dessous quoi faire."

    return _answered(request, convention, form, keep, copy=form)


@require_POST
@login_required
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    convention = _convention_or_404(request, pk, to_answer=True)
    form = ConfirmationForm(request.POST)
    latest = _latest(convention)
    if latest is None:
        raise Http404

    def keep(values: dict[str, Any]) -> str:
        copies.confirm_copy(latest, signed_on=values["signed_on"], by=request.user)
        return "La convention est transmise au Département, qui la signe à son tour puis vous la notifie."

    return _answered(request, convention, form, keep, confirmation=form)


def _sent(values: dict[str, Any]) -> Sent:
    return Sent(values["fichiers"].name, values["fichiers"])


def _latest(convention: Convention) -> SignedCopy | None:
    return convention.copies.filter(kind=CopyKind.BENEFICIARY).select_related("file").first()


def _answered(
    request: HttpRequest,
    convention: Convention,
    form: Any,
    act: Callable[[dict[str, Any]], str],
    **shown: Any,
) -> HttpResponse:
    """Carry the act out and come back to the page, or show it again with what is wrong."""
    if form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return redirect("conventions:answer", convention.candidacy_id)
    return _page(request, convention, **shown)


def _page(request: HttpRequest, convention: Convention, **shown: Any) -> HttpResponse:
    candidacy = convention.candidacy
    latest, is_private = _latest(convention), candidacy.organisation.is_private
    form = next(iter(shown.values()), None)
    context = {
        "candidacy": candidacy,
        "convention": convention,
        "given": getattr(convention, "authorisation", None),
        "latest": latest,
        "is_private": is_private,
        "answers": copies.awaits_an_answer(convention) and request.user.has_perm(copies.ANSWER, candidacy),
        "form": form,  # the one that holds errors, for the summary
        "authorisation_form": shown.get("authorisation") or AuthorisationForm(is_private=is_private),
        "copy_form": shown.get("copy") or CopyForm(),
        "confirmation_form": shown.get("confirmation") or ConfirmationForm(),
    }
    return render(request, "conventions/answer.html", context)
