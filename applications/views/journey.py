"""What every page of a draft shows around its form: status, steps, what remains to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from ..checks import Finding
from ..models import Candidacy, SchoolProject
from ..powers import Powers, powers_of
from ..progress import Progress, progress_of
from ..schools import school_names
from ..status import saved_at, status_of, title_of
from ..steps import SUMMARY
from ..summary import projects_to_read
from .addresses import has_school_in_address, place_of, schools_url, step_url, summary_url

SCHOOLS, LETTER = "ecoles", "courrier"


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
    """Something to mend, where, and for which school of several."""

    message: str
    url: str
    school: str = ""


def project_of(candidacy: Candidacy, pk: int | None = None) -> SchoolProject:
    """The school of this key, or the first one, with its commune and its classes. Raises Http404."""
    for project in projects_to_read(candidacy):
        if pk in (None, project.pk):
            return project
    raise Http404


def around(candidacy: Candidacy, project: SchoolProject, current: str) -> dict[str, Any]:
    """The context of every page of a draft; a constant number of queries."""
    now = timezone.now()
    progress = progress_of(candidacy, project)
    here = next((state.step for state in progress.steps if state.step.slug == current), None)
    of_school = here is not None and here.of_school
    powers = powers_of(candidacy, candidacy.seen_by)
    links = _links(candidacy, project, progress, current, powers, of_school=of_school)
    position = next(rank for rank, link in enumerate(links, start=1) if link.current)
    school = project if of_school else None
    concerned = [finding for finding in progress.missing if powers.concerns(finding)]
    missing = _in_order(candidacy, concerned, school, current)
    remarks = [finding for finding in progress.remarks if powers.concerns(finding)]
    return {
        "candidacy": candidacy,
        "call": candidacy.call,
        "project": project,
        "school_project": school,  # the one that the page is about, on the pages of a school
        "title": title_of(candidacy),
        "status": status_of(candidacy, at=now, asker=powers.asker),
        "powers": powers,
        "saved": saved_at(candidacy, at=now),
        "steps": links,
        "position": position,
        "total": len(links),
        "found": progress.findings,
        "missing": to_dos(candidacy, missing, powers, here=school),
        "remarks": to_dos(candidacy, remarks, powers, here=school),
    }


def _in_order(
    candidacy: Candidacy, found: list[Finding], school: SchoolProject | None, current: str
) -> list[Finding]:
    """School by school, then the dossier; but first what is mended on this very page, or on this school's."""
    ranks = {project.pk: rank for rank, project in enumerate(candidacy.projects.all())}
    reading = current in (SCHOOLS, SUMMARY)
    ranks |= {school.pk: -2} if school else {}

    def place(finding: Finding) -> tuple[int, bool]:
        of_dossier = len(ranks) if reading else -1
        return ranks.get(finding.project_id or 0, of_dossier), finding.step != current

    return sorted(found, key=place)


def _links(
    candidacy: Candidacy,
    project: SchoolProject,
    progress: Progress,
    current: str,
    powers: Powers,
    *,
    of_school: bool,
) -> list[Link]:
    """A collège: every step. Several écoles: the overview, the steps of the school shown, those of the dossier.

    Of these, what the person fills in; the rest is read on the recapitulation.
    """
    shown = [
        state
        for state in progress.steps
        if (of_school or not has_school_in_address(candidacy, state.step))
        and (powers.writes(state.step, project) or state.step.slug == current)
    ]
    links = [
        Link(
            state.step.title,
            step_url(candidacy, state.step, project),
            state.tone,
            state.label,
            state.step.slug == current,
        )
        for state in shown
    ]
    if not candidacy.call.is_for_college:
        count = len({item.project_id for item in progress.missing} - {None})
        label = f"{count} à compléter" if count else "complet"
        links.insert(
            0,
            Link(
                "Les écoles", schools_url(candidacy), "part" if count else "done", label, current == SCHOOLS
            ),
        )
    return [*_letter(candidacy, current), *links, _last(candidacy, progress, powers, current)]


def _letter(candidacy: Candidacy, current: str) -> list[Link]:
    """The envelope of a paper dossier: its dates and the scan."""
    if not candidacy.is_paper_draft or candidacy.postmark_on is None:
        return []
    url = reverse("applications:paper_letter", args=[candidacy.pk])
    label = f"cachet du {candidacy.postmark_on:%d/%m/%Y}"
    return [Link("Le courrier reçu", url, "done", label, current == LETTER)]


def _last(candidacy: Candidacy, progress: Progress, powers: Powers, current: str) -> Link:
    title = "Vérifier et déposer" if powers.deposits else "Relire le dossier"
    ready = "prêt à déposer"
    if candidacy.is_paper_draft:
        title, ready = ("Vérifier et enregistrer", "prêt à enregistrer")
    label = "à compléter" if progress.missing else ready
    return Link(title, summary_url(candidacy), "", label, current == SUMMARY)


def to_dos(
    candidacy: Candidacy, found: Iterable[Finding], powers: Powers, *, here: SchoolProject | None = None
) -> list[ToDo]:
    """Findings with the address of the field where each is mended, and its school unless it is the one shown.

    What is not theirs to mend has no address.
    """
    names = school_names(projects_to_read(candidacy))
    if here is not None:
        names.pop(here.pk, None)
    return [
        _to_do(candidacy, finding, names.get(finding.project_id or 0, ""), theirs=powers.mends(finding))
        for finding in found
    ]


def _to_do(candidacy: Candidacy, finding: Finding, school: str, *, theirs: bool) -> ToDo:
    if not theirs:
        return ToDo(finding.message, "", school)
    url = place_of(candidacy, finding.step, finding.project_id)
    return ToDo(finding.message, f"{url}#div_id_{finding.field}" if finding.field else url, school)
