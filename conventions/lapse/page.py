"""The conventions whose last day to ask for a payment is near, or past: nearest first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.models import Candidacy
from applications.silence import add_months

from ..domain.awaited import awaited, missing_of
from ..models import Convention

VIEW, RECORD = "conventions.view_lapse", "conventions.record_lapse"
_PER_PAGE = 60


@dataclass(frozen=True)
class Row:
    """A convention, how many days are left (negative: past), what is missing."""

    convention: Convention
    days: int
    missing: str

    @property
    def is_past(self) -> bool:
        return self.days < 0

    @property
    def late(self) -> int:
        return -self.days


def near_for(user: Any, *, today: date) -> QuerySet[Convention]:
    """Those of the dossiers that this person sees, to the farthest of the notices."""
    farthest = add_months(today, max(settings.LAPSE_REMINDER_MONTHS, default=0))
    rows = awaited().filter(claims_until__lte=farthest)
    return rows.filter(candidacy__in=Candidacy.objects.for_programme(user).values("pk"))


def count(user: Any) -> int:
    return near_for(user, today=timezone.localdate()).count()


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """The work list."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    today = timezone.localdate()
    rows = near_for(request.user, today=today).order_by("claims_until", "pk").defer("data")
    related = "candidacy__call", "candidacy__organisation", "candidacy__vote_result"
    page = Paginator(rows.select_related(*related), _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": "Caducités proches ou passées",
        "page": page,
        "rows": [Row(item, (item.claims_until - today).days, missing_of(item)) for item in page],
        "may_record": request.user.has_perm(RECORD),
        "months": sorted(settings.LAPSE_REMINDER_MONTHS, reverse=True),
    }
    return TemplateResponse(request, "admin/conventions/lapses.html", context)
