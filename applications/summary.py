"""A dossier as one reads it on paper: made from the forms themselves, for the page and for the documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from .forms.answers import Answer, Table
from .models import Candidacy, SchoolProject
from .steps import Step, steps_of


@dataclass(frozen=True)
class Section:
    """What one step of the dossier says. `school` names the school it is about where there are several."""

    slug: str
    title: str
    answers: tuple[Answer, ...]
    table: Table | None = None
    school: str = ""


def projects_to_read(candidacy: Candidacy) -> list[SchoolProject]:
    """The projects of a dossier with their school, in order."""
    return list(candidacy.projects.select_related("school__commune"))


def summary(candidacy: Candidacy, projects: Sequence[SchoolProject] | None = None) -> list[Section]:
    """Every answer of a dossier: school by school, then the porteur. An empty value: nothing was answered."""
    projects = projects_to_read(candidacy) if projects is None else projects
    steps = steps_of(candidacy.call)
    found = []
    for project in projects:
        school = project.school.name if len(projects) > 1 else ""
        found += [_section(candidacy, project, step, school) for step in steps if step.of_school]
    if projects:
        found += [_section(candidacy, projects[0], step, "") for step in steps if not step.of_school]
    return found


def _section(candidacy: Candidacy, project: SchoolProject, step: Step, school: str) -> Section:
    page = step.open(candidacy, project)
    return Section(step.slug, step.title, tuple(page.answers()), page.table(), school)
