"""The page where a beneficiary reads why money is claimed back, answers, and follows what is decided."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from applications.views.access import dossier_or_404
from applications.views.pieces import limits

from ..domain import recoveries
from ..models import Recovery
from .forms import AnswerForm
from .workflow import ANSWER_RECOVERY, RecoveryState


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def recovery(request: HttpRequest, pk: int, recovery_pk: int) -> HttpResponse:
    """The recovery, and its answer while it may be given; a refusal keeps what was typed."""
    candidacy = dossier_or_404(request, pk)
    related = "convention__candidacy", "notice", "decision", "answer_file"
    rows = Recovery.objects.select_related(*related).defer("convention__data")
    found = get_object_or_404(rows, pk=recovery_pk, convention__candidacy=candidacy)
    may_answer = found.state == RecoveryState.OPENED and request.user.has_perm(ANSWER_RECOVERY, candidacy)
    if request.method == "POST":
        if not may_answer:
            raise Http404
        return _answered(request, found)
    return _show(request, found, AnswerForm(), may_answer=may_answer)


def _answered(request: HttpRequest, found: Recovery) -> HttpResponse:
    form = AnswerForm(request.POST, request.FILES)

    def send() -> None:
        values = form.cleaned_data
        recoveries.answer(
            found,
            text=values["text"],
            sent=form.sent("file"),
            hearing_asked=values["hearing_asked"],
            by=request.user,
        )

    if form.carried_out(send):
        messages.success(request, "Vos observations sont envoyées au Département.")
        return redirect("conventions:recovery", found.candidacy.pk, found.pk)
    return _show(request, found, form, may_answer=True, status=422)


def _show(
    request: HttpRequest, found: Recovery, form: AnswerForm, *, may_answer: bool, status: int = 200
) -> HttpResponse:
    context = {
        "candidacy": found.candidacy,
        "convention": found.convention,
        "recovery": found,
        "awaits_answer": found.awaits_answer(),
        "may_answer": may_answer,
        "form": form,
        "limits": limits(),
    }
    return render(request, "conventions/recovery.html", context, status=status)
