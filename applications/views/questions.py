"""« Une question ? »: the thread of a deposited dossier, as its porteur reads and writes it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tne38.core.errors import DomainError

from ..domain import questions
from ..forms.questions import MessageForm, sent_files
from ..models import Candidacy
from ..status import title_of
from ..summary import projects_to_read
from .access import dossier_or_404

PER_PAGE = 20


def _deposited_or_404(request: HttpRequest, pk: int) -> Candidacy:
    candidacy = dossier_or_404(request, pk)
    if candidacy.state == "draft":
        raise Http404
    return candidacy


def may_write(request: HttpRequest, candidacy: Candidacy) -> bool:
    """Agents write from their own page of the dossier."""
    user = request.user
    return user.has_perm("applications.write_question", candidacy) and not questions.is_of_department(
        candidacy, user
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """The messages, the last one first, and the form to write one."""
    candidacy = _deposited_or_404(request, pk)
    writes = may_write(request, candidacy)
    form = MessageForm(request.POST, request.FILES) if request.method == "POST" else MessageForm()
    if request.method == "POST":
        if not writes:
            raise Http404
        if form.is_valid() and _sent(request, candidacy, form):
            return redirect("applications:questions", pk)
    found = candidacy.questions.select_related("author").prefetch_related("attachments__file")
    projects_to_read(candidacy)
    context = {
        "candidacy": candidacy,
        "call": candidacy.call,
        "title": title_of(candidacy),
        "form": form,
        "writes": writes,
        "page": Paginator(found.order_by("-sent_at", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "unread": writes and candidacy.questions.unread(from_porteur=False).exists(),
    }
    return render(request, "applications/questions.html", context)


def _sent(request: HttpRequest, candidacy: Candidacy, form: MessageForm) -> bool:
    values = form.cleaned_data
    try:
        questions.write(
            candidacy, values["text"], sent=sent_files(values), by=request.user, at=timezone.now()
        )
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    messages.success(
        request, "Votre message est envoyé au Département : la réponse viendra ici et par courriel."
    )
    return True


@require_POST
@login_required
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that what the Département wrote is read."""
    candidacy = _deposited_or_404(request, pk)
    if not may_write(request, candidacy):
        raise Http404
    questions.mark_read(candidacy, by=request.user, at=timezone.now())
    return redirect("applications:questions", pk)
