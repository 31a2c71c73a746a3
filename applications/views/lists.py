"""The person's dossiers, and the calls for which one may be begun."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..enums import CandidacyState as State
from ..models import Call, Candidacy
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
    mine = (
        Candidacy.objects.visible_to(request.user)
        .filter(organisation__in=request.user.memberships.values("organisation"))
        .select_related("call", "organisation")
        .prefetch_related("projects__school__commune")
        .order_by(
            Case(
                When(state=State.DRAFT, call__closes_at__lt=now, then=1),
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
        "rows": [(candidacy, title_of(candidacy), *_next(candidacy, now)) for candidacy in page],
        "calls": [(call, f"{moment(call.closes_at)} ({remaining(call, at=now)})") for call in calls],
    }
    return render(request, "applications/list.html", context)


def _next(candidacy: Candidacy, now: Any) -> tuple[str, str]:
    """What happens next and by when; a draft of a closed call has no next act."""
    if candidacy.state != "draft":
        expected = candidacy.call.validation_period if candidacy.state in WAITING_FOR_AN_ANSWER else ""
        return candidacy.for_applicant.next_act, f"Réponse attendue : {expected}" if expected else ""
    if not candidacy.call.is_open(now):
        return "L’appel est clos : ce brouillon ne peut plus être déposé.", ""
    return candidacy.for_applicant.next_act, f"Avant le {moment(candidacy.call.closes_at)}"
