"""The page where a beneficiary reads what an amendment changes, signs it and follows it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from applications.views.access import dossier_or_404
from applications.views.pieces import limits

from ..domain import amendment_signatures
from ..domain.amendments import AMENDABLE
from ..models import Amendment
from .forms import SignedAmendmentForm
from .workflow import SIGN_AMENDMENT, AmendmentState


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def amendment(request: HttpRequest, pk: int, amendment_pk: int) -> HttpResponse:
    """The amendment, and its signature while it is awaited."""
    candidacy = dossier_or_404(request, pk)
    related = "convention__candidacy__organisation", "file", "signed_copy", "final_copy", "authorisation"
    rows = Amendment.objects.select_related(*related).defer("convention__data")
    found = get_object_or_404(rows, pk=amendment_pk, convention__candidacy=candidacy)
    to_sign = found.state == AmendmentState.TO_SIGN and candidacy.state in AMENDABLE
    may_sign = to_sign and request.user.has_perm(SIGN_AMENDMENT, candidacy)
    if request.method == "POST":
        if not may_sign:
            raise Http404
        return _signed(request, found)
    return _show(request, found, SignedAmendmentForm(), may_sign=may_sign)


def _signed(request: HttpRequest, found: Amendment) -> HttpResponse:
    form = SignedAmendmentForm(request.POST, request.FILES)
    if form.carried_out(lambda: amendment_signatures.sign(found, **form.signature(), by=request.user)):
        messages.success(request, "L’avenant signé est transmis au Département, qui le signe à son tour.")
        return redirect("conventions:amendment", found.candidacy.pk, found.pk)
    return _show(request, found, form, may_sign=True, status=422)


def _show(
    request: HttpRequest, found: Amendment, form: SignedAmendmentForm, *, may_sign: bool, status: int = 200
) -> HttpResponse:
    context = {
        "candidacy": found.candidacy,
        "convention": found.convention,
        "amendment": found,
        "may_sign": may_sign,
        "form": form,
        "limits": limits(),
    }
    return render(request, "conventions/amendment.html", context, status=status)
