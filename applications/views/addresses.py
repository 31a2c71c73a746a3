"""The addresses of a dossier's pages: what is said once per school of several has the school in its address."""

from django.urls import reverse

from ..models import Candidacy, SchoolProject
from ..steps import SUMMARY, Step, steps_of


def step_url(candidacy: Candidacy, step: Step, project: SchoolProject | int, act: str = "step") -> str:
    """The page of a step; `act` may be « preview » or « autosave »."""
    if has_school_in_address(candidacy, step):
        pk = project if isinstance(project, int) else project.pk
        return reverse(f"applications:school_{act}", args=[candidacy.pk, pk, step.slug])
    return reverse(f"applications:{act}", args=[candidacy.pk, step.slug])


def has_school_in_address(candidacy: Candidacy, step: Step) -> bool:
    """Whether the page of a step is one of several: a dossier of collège has one school only."""
    return step.of_school and not candidacy.call.is_for_college


def summary_url(candidacy: Candidacy) -> str:
    return reverse("applications:summary", args=[candidacy.pk])


def schools_url(candidacy: Candidacy) -> str:
    """The overview of a dossier that may hold several schools."""
    return reverse("applications:schools", args=[candidacy.pk])


def copy_url(candidacy: Candidacy, step: Step, project: SchoolProject) -> str:
    """Where a school takes the answers of another one; empty where there is nothing to copy from."""
    if not has_school_in_address(candidacy, step) or len(candidacy.projects.all()) < 2:
        return ""
    return reverse("applications:copy_school", args=[candidacy.pk, project.pk])


def place_of(candidacy: Candidacy, slug: str, project_id: int | None) -> str:
    """Where a finding is mended: the page of its step for its school, or the overview without either."""
    step = next((step for step in steps_of(candidacy.call) if step.slug == slug), None)
    if step is None or slug == SUMMARY:
        return summary_url(candidacy)
    if has_school_in_address(candidacy, step) and project_id is None:
        return schools_url(candidacy)
    return step_url(candidacy, step, project_id or 0)


def neighbours(candidacy: Candidacy, step: Step, project: SchoolProject) -> tuple[str, str]:
    """The addresses of the page before a step and of the page after it; empty before the first."""
    steps = steps_of(candidacy.call)
    first, last = "", summary_url(candidacy)
    if not candidacy.call.is_for_college:
        steps = [other for other in steps if other.of_school == step.of_school]
        first = schools_url(candidacy)
        last = first if step.of_school else last
    urls = [first, *(step_url(candidacy, other, project) for other in steps), last]
    rank = steps.index(step) + 1
    return urls[rank - 1], urls[rank + 1]
