"""The quotes of a dossier: reading what counts of them, adding one, changing it, replacing it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications.models import Candidacy

from ..domain import quotes
from ..enums import QuoteState
from ..forms.quotes import ChangedQuoteForm, QuoteForm
from ..models import Quote
from ..quote_rows import rows_of
from .common import Confirmation, around, confirmed, deposited_or_404, require, submitted


def may_file(request: HttpRequest, candidacy: Candidacy) -> bool:
    return candidacy.state in quotes.OPEN and request.user.has_perm("equipment.file_quote", candidacy)


@require_safe
@login_required
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every quote with what counts of it, and what the quotes come to."""
    candidacy = deposited_or_404(request, pk)
    context = around(candidacy) | {"may_file": may_file(request, candidacy), "told": rows_of(candidacy)}
    return render(request, "equipment/quotes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    candidacy = deposited_or_404(request, pk)
    require(request, "equipment.file_quote", candidacy, quotes.OPEN)
    form = QuoteForm(candidacy, request.POST or None, request.FILES or None)
    return _file(request, candidacy, form, heading="Ajouter un devis")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def replace(request: HttpRequest, pk: int, quote_pk: int) -> HttpResponse:
    """Another quote in the place of one, filled in with what the former said."""
    candidacy, former = _quote_or_404(request, pk, quote_pk)
    if former.state not in {QuoteState.FILED, QuoteState.TO_REPLACE}:
        return redirect("equipment:quotes", pk)
    form = QuoteForm(candidacy, request.POST or None, request.FILES or None, quote=former)
    return _file(request, candidacy, form, heading="Remplacer un devis", former=former)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, pk: int, quote_pk: int) -> HttpResponse:
    """The lines of a quote that is still to be checked, and what identifies it; its file stays."""
    candidacy, quote = _quote_or_404(request, pk, quote_pk)
    if quote.state != QuoteState.FILED:
        return redirect("equipment:quotes", pk)
    form = ChangedQuoteForm(candidacy, request.POST or None, quote=quote)
    if submitted(
        request,
        form,
        lambda: quotes.change_quote(quote, form.value(), form.lines(), by=request.user),
        "Le devis est enregistré.",
    ):
        return redirect("equipment:quotes", pk)
    context = {"heading": "Les lignes du devis", "quote": quote}
    return _show(request, candidacy, form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, pk: int, quote_pk: int) -> HttpResponse:
    candidacy, quote = _quote_or_404(request, pk, quote_pk)
    words = Confirmation(
        heading=f"Retirer le devis {quote} ?",
        text="Il reste dans le dossier avec son fichier, mais ne compte plus. Pour en envoyer un autre à sa place, "
        "revenez aux devis et choisissez « Remplacer ».",
        button="Retirer ce devis",
        keep="Garder ce devis",
        told=f"Le devis « {quote} » ne compte plus.",
        parent="Devis",
        back="equipment:quotes",
    )
    return confirmed(request, candidacy, lambda: quotes.withdraw_quote(quote, by=request.user), words)


def _file(
    request: HttpRequest, candidacy: Candidacy, form: QuoteForm, *, heading: str, former: Quote | None = None
) -> HttpResponse:
    if submitted(
        request,
        form,
        lambda: _filed(request, candidacy, form, former),
        "Le devis est envoyé au Département, qui le vérifie.",
    ):
        return redirect("equipment:quotes", candidacy.pk)
    return _show(request, candidacy, form, {"heading": heading, "former": former})


def _filed(request: HttpRequest, candidacy: Candidacy, form: QuoteForm, former: Quote | None) -> Quote:
    return quotes.file_quote(
        candidacy, form.value(), form.sent(), form.lines(), by=request.user, replaces=former
    )


def _show(
    request: HttpRequest, candidacy: Candidacy, form: QuoteForm, context: dict[str, Any]
) -> HttpResponse:
    return render(request, "equipment/quote.html", around(candidacy) | {"form": form} | context)


def _quote_or_404(request: HttpRequest, pk: int, quote_pk: int) -> tuple[Candidacy, Quote]:
    """A quote that the person may change, and its dossier."""
    candidacy = deposited_or_404(request, pk)
    require(request, "equipment.file_quote", candidacy, quotes.OPEN)
    found = candidacy.quotes.select_related("attachment__file", "candidacy")
    return candidacy, get_object_or_404(found, pk=quote_pk)
