"""The person's dossiers, and the calls for which one may be begun."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..enums import CandidacyState as State
from ..models import Call, Candidacy, CorrectionRequest
from ..powers import powers_of
from ..status import moment, remaining, title_of
from ..workflow import FOR_APPLICANT

PER_PAGE = 20
WAITING_FOR_AN_ANSWER = {State.DEPOSITED, State.IN_REVIEW, State.CONFORMING}
# The states in which the porteur has something to do: those dossiers come first.
TO_DO = [state for state, told in FOR_APPLICANT.items() if told.who == "porteur"]


@require_safe
@login_required
def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers of the person's organisations, what to do next and by when."""
    now = timezone.now()
    asked = CorrectionRequest.objects.open().filter(candidacy=OuterRef("pk")).order_by()
    mine = (
        Candidacy.objects.visible_to(request.user)
        .filter(organisation__in=request.user.memberships.values("organisation"))
        .select_related("call", "organisation")
        .prefetch_related("projects__school__commune", "correction_requests")
        .annotate(unread=Count("questions", filter=Q(questions__from_porteur=False, questions__read_at=None)))
        .order_by(
            Case(
                When(
                    Q(extended_until=None) | Q(extended_until__lt=now),
                    state=State.DRAFT,
                    call__closes_at__lt=now,
                    then=1,
                ),
                When(Exists(asked), then=0),
                When(state__in=TO_DO, then=0),
                default=1,
            ),
            "-updated_at",
            "-pk",
        )
    )
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    calls: list[Call] = []
    if request.user.has_perm("applications.start_candidacy"):
        calls = list(Call.objects.open_at(now).order_by("closes_at", "slug"))
    context: dict[str, Any] = {
        "page": page,
        "rows": [_row(candidacy, request.user, now) for candidacy in page],
        "calls": [(call, f"{moment(call.closes_at)} ({remaining(call, at=now)})") for call in calls],
    }
    return render(request, "applications/list.html", context)


def _row(candidacy: Candidacy, user: Any, now: Any) -> tuple[Candidacy, str, str, str, str]:
    """The dossier, its name, what happens next, by when, and what its person may do where it is not all."""
    sentence = powers_of(candidacy, user).sentence
    next_act, deadline = _next(candidacy, now)
    if sentence and candidacy.state == State.DRAFT and candidacy.is_open(now):
        next_act, sentence = sentence, ""
    return candidacy, title_of(candidacy), next_act, deadline, sentence


def _next(candidacy: Candidacy, now: Any) -> tuple[str, str]:
    """What happens next and by when; a draft of a closed call has no next act."""
    if asked := candidacy.open_correction:
        return "Répondez à la demande de correction.", f"Avant le {moment(asked.answer_by)}"
    if candidacy.state != "draft":
        expected = candidacy.call.validation_period if candidacy.state in WAITING_FOR_AN_ANSWER else ""
        return candidacy.for_applicant.next_act, f"Réponse attendue : {expected}" if expected else ""
    if not candidacy.is_open(now):
        return "L’appel est clos : ce brouillon ne peut plus être déposé.", ""
    return candidacy.for_applicant.next_act, f"Avant le {moment(candidacy.closes_at)}"
