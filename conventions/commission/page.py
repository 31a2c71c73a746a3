"""What the page of a meeting shows, in a constant number of queries."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from applications.models import Candidacy
from tne38.core.models import Job
from tne38.core.money import total

from ..domain import batch, report
from ..models import CommissionItem, PermanentCommission


@dataclass(frozen=True)
class Page:
    """The meeting, its dossiers, its report being printed, its conventions being made.

    `shut` are the keys of its dossiers that do not open for this person: in the totals, not in the rows.
    """

    commission: PermanentCommission
    items: list[CommissionItem]
    shut: set[int]
    may_read_report: bool
    report_job: Job | None
    progress: batch.Progress | None

    @property
    def rows(self) -> list[CommissionItem]:
        return [item for item in self.items if item.candidacy_id not in self.shut]

    @property
    def amount(self) -> Decimal:
        return total(item.candidacy.decision.amount for item in self.items)

    @property
    def department_share(self) -> Decimal:
        return total(item.candidacy.decision.department_share for item in self.items)

    @property
    def tne_share(self) -> Decimal:
        return total(item.candidacy.decision.tne_share for item in self.items)


def read(commission: PermanentCommission, user: Any) -> Page:
    related = "candidacy__organisation", "candidacy__decision", "candidacy__call"
    items = list(commission.items.select_related(*related))
    job = None
    if commission.is_frozen and commission.report_id is None:
        job = Job.objects.filter(kind=report.JOB, subject=str(commission.pk)).order_by("-pk").first()
    progress = batch.progress_of(commission) if commission.is_voted else None
    on_it = Candidacy.objects.filter(commission_items__commission=commission)
    shut = set(on_it.shut_to(user).values_list("pk", flat=True))
    readable = PermanentCommission.objects.with_report_for(user).filter(pk=commission.pk).exists()
    return Page(commission, items, shut, readable, job, progress)
