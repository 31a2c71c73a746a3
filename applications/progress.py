"""How far a dossier is: each step complete, to complete or not begun; where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from .checks import Finding, Level, blocking, findings, findings_of_pages
from .models import Candidacy, SchoolProject
from .steps import Step, steps_of


@dataclass(frozen=True)
class StepState:
    """A step as the list of steps shows it."""

    step: Step
    tone: str  # done, part, or nothing
    label: str


@dataclass(frozen=True)
class Progress:
    """The steps of a dossier, or of one of its schools, and what is to be done in them."""

    steps: tuple[StepState, ...]
    findings: tuple[Finding, ...]
    paper: bool = False

    @property
    def missing(self) -> list[Finding]:
        """What stops the deposit."""
        return blocking(self.findings, paper=self.paper)

    @property
    def remarks(self) -> list[Finding]:
        """What is to be known, and stops nothing."""
        stopping = self.missing
        return [finding for finding in self.findings if finding not in stopping]

    @property
    def first_incomplete(self) -> str | None:
        """The slug of the first step where something is missing."""
        steps = {finding.step for finding in self.missing}
        return next((state.step.slug for state in self.steps if state.step.slug in steps), None)


def look(candidacy: Candidacy) -> list[Finding]:
    """Everything there is to say of a dossier to its porteur, in the order of its steps."""
    prefetch_related_objects([candidacy.call], "ent_products")
    order = {step.slug: rank for rank, step in enumerate(steps_of(candidacy.call))}
    found = [*findings(candidacy), *findings_of_pages(candidacy)]
    return sorted(found, key=lambda finding: order.get(finding.step, len(order)))


def progress_of(candidacy: Candidacy, project: SchoolProject) -> Progress:
    """Every step as it stands for one school; what is to be done in the whole dossier. Constant queries."""
    found = look(candidacy)
    states = tuple(_state(step, candidacy, project, found) for step in steps_of(candidacy.call))
    return Progress(states, tuple(found), candidacy.is_paper_draft)


def progress_by_school(
    candidacy: Candidacy, projects: Sequence[SchoolProject], found: Sequence[Finding]
) -> list[tuple[SchoolProject, Progress]]:
    """Each school with its own steps and what is to be done in them; no query when all is loaded."""
    steps = [step for step in steps_of(candidacy.call) if step.of_school]
    result = []
    for project in projects:
        own = [finding for finding in found if finding.project_id == project.pk]
        states = tuple(_state(step, candidacy, project, own) for step in steps)
        result.append((project, Progress(states, tuple(own), candidacy.is_paper_draft)))
    return result


def _state(step: Step, candidacy: Candidacy, project: SchoolProject, found: Sequence[Finding]) -> StepState:
    missing = any(
        item.step == step.slug and item.level >= Level.MISSING and item.project_id in (None, project.pk)
        for item in found
    )
    if not step.started(candidacy, project):
        return StepState(step, "", "facultatif" if step.optional and not missing else "pas commencé")
    return StepState(step, "part", "à compléter") if missing else StepState(step, "done", "complet")
