"""The page of the payment of a dossier: what is granted, what is asked for, what is paid, what is due when."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from applications.views.pieces import limits

from ...domain import claims as domain
from ...domain.accounts import open_claim
from ...domain.dates import claims_until
from ...models import Claim, Convention
from ...prospect import prospect_of
from ..claim_forms import ClaimForm
from .access import convention_or_404, may_prepare, writable_or_404


@require_safe
@login_required
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The requests and their payments; the one that is being prepared, and its invoices."""
    convention = convention_or_404(request, pk)
    return _show(request, convention, _form(convention))


@require_POST
@login_required
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """File the request with its proof; a refusal keeps the invoices."""
    convention = writable_or_404(request, pk)
    form = _form(convention, request.POST, request.FILES)

    def file() -> None:
        proof = form.sent("proof")
        assert proof is not None
        domain.file_claim(
            convention.candidacy,
            filed_on=timezone.localdate(),
            proof=proof,
            final=form.final,
            by=request.user,
        )

    if form.carried_out(file):
        messages.success(request, "Votre demande est envoyée. Le Département vérifie vos factures.")
        return redirect("conventions:claim", pk)
    return _show(request, convention_or_404(request, pk), form, status=422)


def _form(convention: Convention, *posted: Any) -> ClaimForm:
    closing = domain.only_the_balance_is_left(convention) and not prospect_of(convention).may_be_asked
    return ClaimForm(convention.candidacy, *posted, closing=closing)


def _show(
    request: HttpRequest, convention: Convention, form: ClaimForm, *, status: int = 200
) -> HttpResponse:
    candidacy, claim = convention.candidacy, open_claim(convention)
    rows = Claim.objects.select_related("proof", "liquidation__payment").prefetch_related("invoices__file")
    asked = list(rows.filter(convention=convention).order_by("pk"))
    context = {
        "convention": convention,
        "candidacy": candidacy,
        "basis": candidacy.terms.price_basis,
        "rate": candidacy.terms.rate,
        "until": claims_until(convention),
        "claims": asked,
        "balance_asked": any(one.final for one in asked),
        "claim": claim,
        "prospect": prospect_of(convention, claim=claim),
        "closing": form.closing and claim is None,
        "may_prepare": may_prepare(request, candidacy, claim),
        "form": form,
        "limits": limits(),
    }
    return render(request, "conventions/claim.html", context, status=status)
