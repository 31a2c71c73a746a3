"""What every page of a draft shows around its form: status, steps, what remains to be done."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ..checks import Finding
from ..models import Candidacy, SchoolProject
from ..progress import Progress, progress_of
from ..status import saved_at, status_of
from ..steps import SUMMARY


@dataclass(frozen=True)
class Link:
    """A step in the list of steps."""

    title: str
    url: str
    state: str
    state_label: str
    current: bool


@dataclass(frozen=True)
class ToDo:
    """Something to mend, and where."""

    message: str
    url: str


def project_of(candidacy: Candidacy) -> SchoolProject:
    """The school of a collège dossier, with its commune and its classes."""
    return candidacy.projects.select_related("school__commune").prefetch_related("classes").get()


def around(candidacy: Candidacy, project: SchoolProject, current: str) -> dict[str, Any]:
    """The context of every page of a draft; a constant number of queries."""
    now = timezone.now()
    progress = progress_of(candidacy, project)
    links = _links(candidacy, progress, current)
    position = next(rank for rank, link in enumerate(links, start=1) if link.current)
    return {
        "candidacy": candidacy,
        "call": candidacy.call,
        "project": project,
        "title": project.school.name,
        "status": status_of(candidacy, at=now),
        "saved": saved_at(candidacy, at=now),
        "steps": links,
        "position": position,
        "total": len(links),
        "missing": [to_do(candidacy, finding) for finding in _here_first(progress.missing, current)],
        "remarks": [to_do(candidacy, finding) for finding in progress.remarks],
    }


def _here_first(found: list[Finding], current: str) -> list[Finding]:
    """What is mended on this very page comes first."""
    return sorted(found, key=lambda finding: finding.step != current)


def _links(candidacy: Candidacy, progress: Progress, current: str) -> list[Link]:
    links = [
        Link(
            state.step.title,
            reverse("applications:step", args=[candidacy.pk, state.step.slug]),
            state.tone,
            state.label,
            state.step.slug == current,
        )
        for state in progress.steps
    ]
    ready = "à compléter" if progress.missing else "prêt à déposer"
    url = reverse("applications:summary", args=[candidacy.pk])
    return [*links, Link("Vérifier et déposer", url, "", ready, current == SUMMARY)]


def to_do(candidacy: Candidacy, finding: Finding) -> ToDo:
    """A finding with the address of the field where it is mended."""
    url = reverse("applications:step", args=[candidacy.pk, finding.step])
    return ToDo(finding.message, f"{url}#div_id_{finding.field}" if finding.field else url)
