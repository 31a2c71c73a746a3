"""What agents read of a dossier: its findings, its schools, its history."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.urls import reverse

from tne38.core.models import JournalEntry

from .. import agent_pages, bulk
from ..checks import Finding, Level
from ..domain.saved_views import filters_of
from ..enums import CandidacyState, SocleDomain
from ..models import Candidacy, SchoolProject
from ..pieces import rows_of

register = template.Library()

_LEVELS = {
    Level.REMARK: ("info", "à noter"),
    Level.MISSING: ("todo", "à compléter"),
    Level.REFUSAL: ("stop", "irrecevable"),
}


def told(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """Findings worst first: the tone and the word of their tag, the message."""
    worst_first = sorted(findings, key=lambda finding: -finding.level)
    return [(*_LEVELS[finding.level], finding.message) for finding in worst_first]


@register.inclusion_tag("admin/applications/candidacy/_corrections.html")
def corrections_review(candidacy: Candidacy) -> dict[str, Any]:
    """The requests for corrections, the last one first; no query of its own."""
    return {
        "requests": list(candidacy.correction_requests.all())[::-1],
        "several": len(candidacy.projects.all()) > 1,
    }


@register.inclusion_tag("admin/applications/candidacy/_project.html")
def project_review(candidacy: Candidacy, project: SchoolProject) -> dict[str, Any]:
    """One school: its figures, its project, training, families, ENT and rates; no query of its own."""
    minimum = candidacy.terms.minimum_bandwidth
    labels = dict(SocleDomain.choices)
    return {
        "project": project,
        "call": candidacy.call,
        "socle": [labels[number] for number in project.socle_domains if number in labels],
        "classes": [(group, group.mbps >= minimum) for group in project.classes.all()],
    }


@register.inclusion_tag("admin/applications/candidacy/_pieces.html")
def pieces_review(candidacy: Candidacy) -> dict[str, Any]:
    """The pieces of the dossier, to open; no query of its own."""
    projects = list(candidacy.projects.all())
    return {"rows": rows_of(candidacy, projects), "several": len(projects) > 1}


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
        rows.append((candidacy.pk, f"{base}{candidacy.pk}/change/", candidacy.number, cells))
    numeric = {column.name for column, _ in added if column.numeric}
    headers = list(result_headers(cl))
    for name, header in zip(cl.list_display, headers, strict=True):
        header["numeric"] = getattr(name, "__name__", name) in numeric
    return {"headers": headers, "rows": rows, "choose": bool(cl.bulk_acts)}


@register.inclusion_tag("admin/applications/candidacy/_bulk.html")
def bulk_acts(cl: Any) -> dict[str, Any]:
    """What may be done to several dossiers of the list at once."""
    query = cl.get_query_string(remove=["p"]).removeprefix("?")
    return {"acts": cl.bulk_acts, "query": query, "count": cl.result_count, "maximum": bulk.MAXIMUM}


@register.inclusion_tag("admin/applications/candidacy/_views.html", takes_context=True)
def saved_views(context: dict[str, Any], cl: Any) -> dict[str, Any]:
    """The agent's own views of the list, and keeping this one."""
    query = filters_of(cl.get_query_string().removeprefix("?"))
    return {
        "views": [(view, view.query == query) for view in cl.saved_views],
        "query": query,
        "has_filters": bool(query),
        "csrf_token": context.get("csrf_token"),
    }


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
