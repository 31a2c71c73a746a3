"""How far a dossier is: each step complete, to complete or not begun; where to go on."""

from collections.abc import Iterable
from dataclasses import dataclass

from .checks import Finding, Level, findings
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
    """The steps of a dossier and what is to be done in them."""

    steps: tuple[StepState, ...]
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> list[Finding]:
        """What stops a deposit on line."""
        return [finding for finding in self.findings if finding.level >= Level.MISSING]

    @property
    def remarks(self) -> list[Finding]:
        """What is to be known, and stops nothing."""
        return [finding for finding in self.findings if finding.level < Level.MISSING]

    @property
    def first_incomplete(self) -> str | None:
        """The slug of the first step where something is missing."""
        steps = {finding.step for finding in self.missing}
        return next((state.step.slug for state in self.steps if state.step.slug in steps), None)


def progress_of(candidacy: Candidacy, project: SchoolProject) -> Progress:
    """Look at every step of a dossier; a constant number of queries."""
    steps = steps_of(candidacy.call)
    order = {step.slug: rank for rank, step in enumerate(steps)}
    found = sorted(findings(candidacy), key=lambda finding: order.get(finding.step, len(order)))
    states = tuple(_state(step, candidacy, project, found) for step in steps)
    return Progress(states, tuple(found))


def _state(step: Step, candidacy: Candidacy, project: SchoolProject, found: Iterable[Finding]) -> StepState:
    missing = any(item.step == step.slug and item.level >= Level.MISSING for item in found)
    if not step.started(candidacy, project):
        return StepState(step, "", "pas commencé")
    return StepState(step, "part", "à compléter") if missing else StepState(step, "done", "complet")
