"""The compte rendu financier: its table, and the line that tells it on other pages."""

from typing import Any

from django import template
from django.utils import timezone

from applications.models import Candidacy

from ..financial_report.table import Table
from ..financial_report.workflow import FILE, OWED

register = template.Library()


@register.inclusion_tag("conventions/includes/report_side.html")
def report_side(table: Table, side: str, title: str) -> dict[str, Any]:
    return {"title": title, "rows": table.of(side), "sum": table.sum_of(side)}


@register.inclusion_tag("conventions/includes/report_told.html", takes_context=True)
def report_panel(context: dict[str, Any], candidacy: Candidacy) -> dict[str, Any]:
    """What is owed, on the follow-up page; nothing before the first payment."""
    report = getattr(getattr(candidacy, "convention", None), "financial_report", None)
    if report is None:
        return {"report": None}
    owed = report.state in OWED
    return {
        "candidacy": candidacy,
        "report": report,
        "is_late": owed and report.due_on < timezone.localdate(),
        "may_file": owed and context["request"].user.has_perm(FILE, report),
    }
