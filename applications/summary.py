"""A dossier as one reads it on paper: made from the forms themselves, for the page and for the documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from .forms.answers import Answer, Table
from .models import Candidacy, SchoolProject
from .schools import school_names
from .steps import Step, steps_of


@dataclass(frozen=True)
class Section:
    """What one step of the dossier says. `school` names the school it is about where there are several."""

    slug: str
    title: str
    answers: tuple[Answer, ...]
    table: Table | None = None
    school: str = ""
    project_id: int | None = None  # None: said once for the whole dossier


def projects_to_read(candidacy: Candidacy) -> list[SchoolProject]:
    """The projects of a dossier with their school and classes, in order, kept on the dossier."""
    projects = SchoolProject.objects.select_related("school__commune").prefetch_related("classes")
    prefetch_related_objects([candidacy], Prefetch("projects", projects))
    return list(candidacy.projects.all())


def summary(candidacy: Candidacy, projects: Sequence[SchoolProject] | None = None) -> list[Section]:
    """Every answer of a dossier: school by school, then the porteur. An empty value: nothing was answered.

    A constant number of queries whatever the number of schools.
    """
    projects = projects_to_read(candidacy) if projects is None else projects
    prefetch_related_objects([candidacy.call], "training_themes", "family_actions", "ent_products")
    steps = steps_of(candidacy.call)
    for step in steps:
        step.load(projects)
    found, names = [], school_names(projects)
    for project in projects:
        school = names.get(project.pk, "")
        found += [_section(candidacy, project, step, school) for step in steps if step.of_school]
    if projects:
        found += [_section(candidacy, projects[0], step, "") for step in steps if not step.of_school]
    return found


def _section(candidacy: Candidacy, project: SchoolProject, step: Step, school: str) -> Section:
    page = step.open(candidacy, project)
    return Section(
        step.slug,
        step.title,
        tuple(page.answers()),
        page.table(),
        school,
        project.pk if step.of_school else None,
    )
