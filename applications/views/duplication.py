"""« Dupliquer vers un autre appel »: choosing the call, then going on with the new draft."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tne38.core.errors import DomainError

from ..domain.duplication import duplicate, later_calls
from .access import dossier_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The later calls that may take this dossier's answers; what could not be taken over is told at once."""
    candidacy = dossier_or_404(request, pk)
    if not request.user.has_perm("applications.duplicate_candidacy", candidacy):
        raise Http404
    calls = later_calls(candidacy, at=timezone.now()).order_by("closes_at", "slug")
    if request.method == "POST":
        chosen = request.POST.get("call", "")
        call = get_object_or_404(calls, pk=int(chosen) if chosen.isdigit() else 0)
        try:
            made = duplicate(candidacy, call, by=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(
                request,
                f"Un brouillon reprend les réponses du dossier {candidacy.number}. Relisez tout : effectifs, prix "
                "et débits ont pu changer.",
            )
            for text in made.left:
                messages.warning(request, text)
            return redirect("applications:detail", made.candidacy.pk)
    context = {"candidacy": candidacy, "calls": calls}
    return render(request, "applications/duplicate.html", context)
