"""Giving up: deleting a draft, withdrawing a deposited dossier. Each asks first, and says what is lost."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tne38.core.errors import DomainError

from ..domain.drafts import delete_draft
from ..domain.review import withdraw as withdraw_dossier
from ..enums import Origin
from ..status import title_of
from .access import dossier_or_404, may_edit
from .followup import may_withdraw


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft once confirmed."""
    candidacy = dossier_or_404(request, pk)
    if not may_edit(request, candidacy):
        raise Http404
    if request.method != "POST":
        context = {"candidacy": candidacy, "title": title_of(candidacy)}
        return render(request, "applications/delete.html", context)
    try:
        delete_draft(candidacy, by=request.user)
    except DomainError as error:  # deposited meanwhile by another member
        messages.error(request, error.message)
        return redirect("applications:detail", pk)
    messages.success(request, "Le brouillon est supprimé.")
    return redirect("applications:paper" if candidacy.origin == Origin.PAPER else "applications:list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a deposited dossier once confirmed."""
    candidacy = dossier_or_404(request, pk)
    if not may_withdraw(request, candidacy):
        raise Http404
    if request.method != "POST":
        return render(request, "applications/withdraw.html", {"candidacy": candidacy})
    try:
        withdraw_dossier(candidacy, by=request.user, reason=request.POST.get("reason", "").strip()[:3000])
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Le dossier {candidacy.number} est retiré.")
    return redirect("applications:detail", pk)
