"""The actions that a dossier chose besides its equipment, school by school, and where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import prefetch_related_objects

from applications.enums import Sector
from applications.models import Candidacy, SchoolProject

from .enums import Accompaniment
from .models import AccompanimentStep, DataAgreement


@dataclass(frozen=True)
class Action:
    """A training or a parentalité action of a school; its label is the one chosen in the form."""

    project_id: int
    kind: str
    label: str

    @property
    def kind_label(self) -> str:
        """« Formation (Réseau Canopé) »."""
        return Accompaniment(self.kind).label

    @property
    def key(self) -> str:
        """As a form names it: the label is free text."""
        return f"{self.project_id}-{self.kind}-{sha256(self.label.encode()).hexdigest()[:10]}"


def actions_of(projects: Iterable[SchoolProject]) -> list[Action]:
    """Every action of these projects, training first."""
    return [
        Action(project.pk, kind, label)
        for project in projects
        for kind, labels in (
            (Accompaniment.TRAINING, project.training),
            (Accompaniment.FAMILY, project.family_actions),
        )
        for label in dict.fromkeys(labels)
    ]


def steps_of(candidacy: Candidacy) -> dict[Action, AccompanimentStep | None]:
    """The actions of a dossier with what is known of each; one query, none when it is loaded."""
    prefetch_related_objects([candidacy], "projects__school", "projects__accompaniment")
    projects = list(candidacy.projects.all())
    rows = {
        Action(row.project_id, row.kind, row.label): row
        for project in projects
        for row in project.accompaniment.all()
    }
    return {action: rows.get(action) for action in actions_of(projects)}


def needs_agreement(project: SchoolProject) -> bool:
    """The DASEN answers for the data of public écoles alone; elsewhere the chef d'établissement does."""
    return project.school.sector == Sector.PUBLIC


def agreements_of(candidacy: Candidacy) -> list[tuple[SchoolProject, DataAgreement | None]]:
    """The public écoles of a dossier, with where their ENT stands; one query, none when it is loaded."""
    prefetch_related_objects([candidacy], "projects__school", "projects__data_agreement")
    return [
        (project, getattr(project, "data_agreement", None))
        for project in candidacy.projects.all()
        if needs_agreement(project)
    ]
