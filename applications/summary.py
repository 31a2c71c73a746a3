"""A dossier as one reads it on paper: made from the forms themselves, for the page and for the documents."""

from dataclasses import dataclass

from .forms.answers import Answer, Table
from .models import Candidacy, SchoolProject
from .steps import steps_of


@dataclass(frozen=True)
class Section:
    """What one step of the dossier says."""

    slug: str
    title: str
    answers: tuple[Answer, ...]
    table: Table | None = None


def summary(candidacy: Candidacy) -> list[Section]:
    """Every answer of a dossier, step by step. An empty value means that nothing was answered."""
    return [
        section
        for project in candidacy.projects.select_related("school__commune").all()
        for section in sections_of(candidacy, project)
    ]


def sections_of(candidacy: Candidacy, project: SchoolProject) -> list[Section]:
    """The sections of one school."""
    found = []
    for step in steps_of(candidacy.call):
        page = step.open(candidacy, project)
        found.append(Section(step.slug, step.title, tuple(page.answers()), page.table()))
    return found
