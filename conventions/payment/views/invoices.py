"""Typing the invoices of a request: adding one, correcting it, taking it out, computing without keeping."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from applications.views.pieces import limits
from equipment.views.common import Confirmation, confirmed

from ...domain import invoices as domain
from ...domain.accounts import open_claim
from ...models import Convention, Invoice
from ...prospect import Prospect, prospect_of
from ..claim_forms import InvoiceForm
from ..justification import articles_of, invoices_of
from .access import writable_or_404


def _form(request: HttpRequest, convention: Convention, invoice: Invoice | None = None) -> InvoiceForm:
    articles = articles_of(convention.candidacy)
    if request.method == "POST":
        return InvoiceForm(articles, request.POST, request.FILES, invoice=invoice)
    return InvoiceForm(articles, invoice=invoice)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One invoice more."""
    convention = writable_or_404(request, pk)
    return _answer(request, convention, _form(request, convention))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, pk: int, invoice_pk: int) -> HttpResponse:
    """Correct an invoice of the request being prepared."""
    convention, invoice = _invoice_or_404(request, pk, invoice_pk)
    return _answer(request, convention, _form(request, convention, invoice))


def _answer(request: HttpRequest, convention: Convention, form: InvoiceForm) -> HttpResponse:
    """Keep the invoice, or show the page; « calculer » only computes, for who has no JavaScript."""
    if request.method != "POST":
        return _show(request, convention, form)
    if request.POST.get("action") == "calculer":
        form.is_valid()
        return _show(request, convention, form, _prospect(convention, form), told=False)
    if form.carried_out(lambda: _keep(request, convention, form)):
        if request.POST.get("action") == "autre":
            return redirect("conventions:add_invoice", convention.candidacy_id)
        return redirect("conventions:claim", convention.candidacy_id)
    return _show(request, convention, form, _prospect(convention, form))


def _keep(request: HttpRequest, convention: Convention, form: InvoiceForm) -> None:
    sent = form.sent("file")
    if form.invoice is not None:
        invoice = domain.change_invoice(form.invoice, form.value(), sent, by=request.user)
    else:
        assert sent is not None
        invoice = domain.add_invoice(convention, form.value(), sent, by=request.user)
    messages.success(request, f"La {invoice} est enregistrée.")


@require_POST
@login_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What is being typed comes to: computed, shown, never kept."""
    convention = writable_or_404(request, pk)
    known = request.POST.get("facture", "")
    invoice = convention.invoices.filter(pk=known).first() if known.isdigit() else None
    form = _form(request, convention, invoice)
    form.is_valid()
    context = {"prospect": _prospect(convention, form), "basis": convention.candidacy.terms.price_basis}
    return render(request, "conventions/includes/prospect.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, pk: int, invoice_pk: int) -> HttpResponse:
    """Take an invoice out of the request being prepared."""
    convention, invoice = _invoice_or_404(request, pk, invoice_pk)
    words = Confirmation(
        heading=f"Retirer la {invoice} ?",
        text="Elle ne sera plus dans cette demande, et son fichier sera effacé. Vous pourrez la saisir de nouveau.",
        button="Retirer cette facture",
        keep="Garder cette facture",
        told=f"La {invoice} n’est plus dans la demande.",
        parent="Versement",
        back="conventions:claim",
    )
    candidacy = convention.candidacy
    return confirmed(request, candidacy, lambda: domain.remove_invoice(invoice, by=request.user), words)


def _invoice_or_404(request: HttpRequest, pk: int, invoice_pk: int) -> tuple[Convention, Invoice]:
    """An invoice of the request that this person may change."""
    convention = writable_or_404(request, pk)
    found = invoices_of(convention).filter(claim=open_claim(convention))
    return convention, get_object_or_404(found, pk=invoice_pk)


def _prospect(convention: Convention, form: InvoiceForm) -> Prospect:
    instead_of = form.invoice.pk if form.invoice is not None else None
    typed = form.bill(convention.candidacy.terms.price_basis)
    return prospect_of(convention, typed, instead_of=instead_of)


def _show(
    request: HttpRequest,
    convention: Convention,
    form: InvoiceForm,
    prospect: Prospect | None = None,
    *,
    told: bool = True,
) -> HttpResponse:
    candidacy = convention.candidacy
    wrong = bool(prospect) and bool(form.errors) and told
    context: dict[str, Any] = {
        "convention": convention,
        "candidacy": candidacy,
        "basis": candidacy.terms.price_basis,
        "form": form,
        "told": wrong,
        "prospect": prospect or prospect_of(convention),
        "limits": limits(),
    }
    return render(request, "conventions/invoice.html", context, status=422 if wrong else 200)
