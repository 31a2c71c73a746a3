"""The subsidies to publish, loaded for `scdl.py`."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from applications.enums import CandidacyState as State
from applications.models import Call, SchoolProject

from .domain.dates import claims_until
from .granting import granted
from .models import Convention, Payment
from .scdl import COLUMNS, THRESHOLD, Subsidy, row
from .workflow import ConventionState

# What lapsed before anything was paid is no longer granted.
_PAID = Payment.objects.filter(convention=OuterRef("pk"), amount__gt=0).order_by()
GIVEN_BACK = Q(~Exists(_PAID), candidacy__state=State.LAPSED)
NOTIFIED = Q(state=ConventionState.NOTIFIED)
LARGE = Q(candidacy__vote_result__amount__gt=THRESHOLD)


@dataclass(frozen=True)
class Export:
    """A file to publish; `without_siret` are the dossiers whose beneficiary is told by its SIREN."""

    content: str
    count: int
    without_siret: list[str]


def export(call: Call | None = None, *, everything: bool = False) -> Export:
    """The notified conventions of more than 23 000 €, or all of them; of one call or of all."""
    conventions = list(_with_what_is_told(published(call, everything=everything)))
    rows = [row(_subsidy(convention)) for convention in conventions]
    missing = [
        convention.candidacy.number or ""
        for convention in conventions
        if not convention.candidacy.organisation.siret
    ]
    return Export(_csv(rows), len(rows), missing)


def _csv(rows: Iterable[list[str]]) -> str:
    """RFC 4180: comma, quotes where they are needed."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return target.getvalue()


def published(call: Call | None, *, everything: bool) -> QuerySet[Convention]:
    """The conventions that the file tells."""
    found = of_call(call).filter(NOTIFIED & ~GIVEN_BACK)
    return found if everything else found.filter(LARGE)


def of_call(call: Call | None) -> QuerySet[Convention]:
    """The conventions of one call, or of all."""
    return Convention.objects.all() if call is None else Convention.objects.filter(candidacy__call=call)


def _with_what_is_told(conventions: QuerySet[Convention]) -> QuerySet[Convention]:
    projects = SchoolProject.objects.select_related("school__commune").order_by("position")
    related = "candidacy__call", "candidacy__organisation", "candidacy__vote_result__commission"
    return (
        conventions.annotate(amount_granted=granted("amount", "candidacy__"))
        .select_related(*related)
        .prefetch_related(
            Prefetch("candidacy__projects", projects),
            Prefetch("payments", Payment.objects.order_by(F("paid_on").asc(nulls_last=True), "pk")),
            "claims",
        )
        .order_by("notified_on", "number")
    )


def _subsidy(convention: Convention) -> Subsidy:
    candidacy, department = convention.candidacy, settings.DEPARTMENT
    assert convention.notified_on is not None
    return Subsidy(
        funder=department["name"],
        funder_siret=department["siret"],
        notified_on=convention.notified_on,
        act=candidacy.vote_result.commission.number,
        beneficiary=candidacy.organisation.name,
        beneficiary_siret=candidacy.organisation.siret or candidacy.organisation.siren,
        purpose=_purpose(convention),
        amount=convention.amount_granted,  # type: ignore[attr-defined]  # _with_what_is_told
        until=claims_until(convention),
        paid_on=_days(convention),
        in_parts=len(convention.payments.all()) > 1
        or any(not claim.final for claim in convention.claims.all()),
    )


def _days(convention: Convention) -> list[date]:
    return [payment.paid_on for payment in convention.payments.all() if payment.paid_on is not None]


def _purpose(convention: Convention) -> str:
    schools = [project.school.name for project in convention.candidacy.projects.all()]
    return f"{convention.candidacy.call.title} : équipements et ressources numériques, {', '.join(schools)}"
