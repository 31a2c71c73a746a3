"""What agents read of a dossier: its findings, its schools, its history."""

from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.urls import reverse

from tne38.core.models import JournalEntry

from .. import agent_pages
from ..checks import Finding, Level
from ..enums import CandidacyState, SocleDomain
from ..models import Candidacy, SchoolProject

register = template.Library()

_LEVELS = {
    Level.REMARK: ("info", "à noter"),
    Level.MISSING: ("todo", "à compléter"),
    Level.REFUSAL: ("stop", "irrecevable"),
}


@register.inclusion_tag("admin/applications/candidacy/_findings.html")
def findings_review(findings: list[Finding]) -> dict[str, Any]:
    """What the checks find in the dossier, worst first."""
    worst_first = sorted(findings, key=lambda finding: -finding.level)
    return {"findings": [(*_LEVELS[finding.level], finding.message) for finding in worst_first]}


@register.inclusion_tag("admin/applications/candidacy/_project.html")
def project_review(candidacy: Candidacy, project: SchoolProject) -> dict[str, Any]:
    """One school: its figures, its project, training, families, ENT and rates; no query of its own."""
    minimum = candidacy.call.minimum_bandwidth
    labels = dict(SocleDomain.choices)
    return {
        "project": project,
        "call": candidacy.call,
        "socle": [labels[number] for number in project.socle_domains if number in labels],
        "classes": [(group, group.mbps >= minimum) for group in project.classes.all()],
    }


@register.inclusion_tag("admin/applications/candidacy/_rows.html")
def dossier_rows(cl: Any) -> dict[str, Any]:
    """The rows of a page of dossiers. Django's own tag costs as much as all the rest of the page."""
    page = cl.model_admin
    base = reverse("admin:applications_candidacy_changelist")
    added = [(column, cl.cells[column.name]) for column in agent_pages.columns()]
    rows = []
    for candidacy in cl.result_list:
        cells = [
            ("Porteur", candidacy.organisation.name, ""),
            ("Établissement", page.schools(candidacy), ""),
            ("Commune", page.communes(candidacy), ""),
            ("Appel", candidacy.call.short_title, ""),
            ("État", page.state_tag(candidacy), ""),
            ("Déposé le", page.deposit(candidacy), ""),
            *(
                (column.label.capitalize(), values.get(candidacy.pk, "–"), "num" if column.numeric else "")
                for column, values in added
            ),
        ]
        rows.append((f"{base}{candidacy.pk}/change/", candidacy.number, cells))
    numeric = {column.name for column, _ in added if column.numeric}
    headers = list(result_headers(cl))
    for name, header in zip(cl.list_display, headers, strict=True):
        header["numeric"] = getattr(name, "__name__", name) in numeric
    return {"headers": headers, "rows": rows}


@register.filter
def changes(entry: JournalEntry) -> list[tuple[str, str, str]]:
    """What an entry of the journal changed: name, before, after; states in words."""
    names = dict.fromkeys([*entry.before, *entry.after])
    return [(name, _told(name, entry.before.get(name)), _told(name, entry.after.get(name))) for name in names]


def _told(name: str, value: Any) -> str:
    if value in (None, "", [], {}):
        return "–"
    if name == "etat":
        return dict(CandidacyState.choices).get(value, value)
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
