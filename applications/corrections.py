"""A dossier seen by a request for corrections: what may be asked, the pages of the answer, what they would change."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import prefetch_related_objects

from . import checks
from .checks import Finding
from .domain.attachments import STEP as PIECES
from .domain.correction_pieces import ASKED_PIECES
from .domain.corrections import AskedField, PlaceValue
from .forms.answers import Table
from .forms.corrections import Askable, answered, as_data, askable, lines, narrow, typed_table, writes
from .forms.page import FieldError, Page
from .forms.rows import RowsPage
from .models import Candidacy, CorrectionPlace, CorrectionRequest, SchoolProject
from .steps import Step, steps_of
from .summary import projects_to_read, school_names

# A step, a school (0: the whole dossier) and a field of the form.
Key = tuple[str, int, str]


@dataclass(frozen=True)
class AskablePage:
    """A page of the form with the fields that may be asked for; `school` names it among several."""

    step: Step
    project: SchoolProject | None
    school: str
    page: Page
    fields: list[Askable]

    def key(self, name: str) -> Key:
        return self.step.slug, self.project.pk if self.project else 0, name


def _steps(candidacy: Candidacy) -> list[Step]:
    """The steps as a request names them: the pieces asked for are not those that were deposited."""
    return [
        replace(step, slug=ASKED_PIECES) if step.slug == PIECES else step for step in steps_of(candidacy.call)
    ]


def askable_pages(candidacy: Candidacy) -> list[AskablePage]:
    """Every field of a dossier, school by school, then once for all; a constant number of queries."""
    projects = projects_to_read(candidacy)
    names, steps = school_names(projects), _steps(candidacy)
    prefetch_related_objects([candidacy.call], "training_themes", "family_actions", "ent_products")
    for step in steps:
        step.load(projects)
    found = [
        _askable_page(candidacy, project, step, names.get(project.pk, ""))
        for project in projects
        for step in steps
        if step.of_school
    ]
    return found + [_askable_page(candidacy, projects[0], step, "") for step in steps if not step.of_school]


def _askable_page(candidacy: Candidacy, project: SchoolProject, step: Step, school: str) -> AskablePage:
    page = step.open(candidacy, project)
    place = project if step.of_school else None
    return AskablePage(step, place, school, page, askable(page, step.title))


# What later apps make of the findings before they become remarks.
_revisions: list[Callable[[Candidacy, list[Finding]], list[Finding]]] = []


def revise_suggestions(
    revision: Callable[[Candidacy, list[Finding]], list[Finding]],
) -> Callable[[Candidacy, list[Finding]], list[Finding]]:
    """Register what takes findings away from the remarks suggested, or adds some."""
    _revisions.append(revision)
    return revision


def suggested(candidacy: Candidacy, pages: Iterable[AskablePage]) -> dict[Key, str]:
    """A remark for each field in which the checks find something to mend."""
    keys = dict.fromkeys(page.key(asked.name) for page in pages for asked in page.fields)
    remarks: dict[Key, list[str]] = {}
    found = [*checks.findings(candidacy), *checks.findings_of_pages(candidacy)]
    for revision in _revisions:
        found = revision(candidacy, found)
    for finding in checks.blocking(found):
        if key := _nearest(finding, keys):
            remarks.setdefault(key, []).append(finding.message)
    return {key: "\n".join(messages) for key, messages in remarks.items()}


def _nearest(finding: Finding, keys: Mapping[Key, None]) -> Key | None:
    """The field that a finding is about, or its page; for a remark on no field, the first one of the page."""
    step = ASKED_PIECES if finding.step == PIECES else finding.step
    of_school = finding.project_id or 0
    nearest = [(step, place, name) for place in (of_school, 0) for name in (finding.field, "")]
    first = [] if finding.field or finding.project_id else [key for key in keys if key[0] == step][:1]
    return next((key for key in [*nearest, *first] if key in keys), None)


def chosen(pages: Iterable[AskablePage], remarks: Mapping[Key, str]) -> list[PlaceValue]:
    """The pages where something is asked, with their fields that have a remark."""
    found = []
    for page in pages:
        fields = [
            AskedField(asked.name, asked.label, remarks[page.key(asked.name)])
            for asked in page.fields
            if remarks.get(page.key(asked.name))
        ]
        if fields:
            opened = writes(page.page, [asked.name for asked in fields])
            found.append(PlaceValue(page.step.slug, page.project, fields, opened))
    return found


# --- Answering ------------------------------------------------------------------------------------------


def step_of(candidacy: Candidacy, place: CorrectionPlace) -> Step:
    return next(step for step in _steps(candidacy) if step.slug == place.step)


def open_page(candidacy: Candidacy, place: CorrectionPlace, data: Any = None) -> Page:
    """The page of a place with the fields asked for alone, filled in with `data` or with what was typed there."""
    projects = projects_to_read(candidacy)
    project = next((one for one in projects if one.pk == place.project_id), projects[0])
    step = step_of(candidacy, place)
    step.load(projects)
    if data is None and place.typed is not None:
        data = as_data(place.typed)
    return narrow(step.open(candidacy, project, data), place.names)


def answers_of(request: CorrectionRequest) -> list[tuple[CorrectionPlace, Page]]:
    """Every place with its page as it is filled in."""
    candidacy = request.candidacy
    return [(place, open_page(candidacy, place)) for place in request.places.select_related("project")]


@dataclass(frozen=True)
class FieldReview:
    """A field asked for: the remark, what was deposited, what the answer says; `changed` when they differ."""

    label: str
    remark: str
    before: str
    after: str
    changed: bool
    table: Table | None = None


@dataclass(frozen=True)
class PlaceReview:
    """A place as the porteur reads it before sending the answer."""

    place: CorrectionPlace
    title: str
    school: str
    fields: list[FieldReview]
    errors: list[FieldError] = field(default_factory=list)

    @property
    def state(self) -> tuple[str, str]:
        """The tone and the word of its tag."""
        if self.errors:
            return "stop", "à corriger"
        if self.place.typed is None:
            return "todo", "à faire"
        return ("done", "modifié") if any(one.changed for one in self.fields) else ("info", "inchangé")


def review(request: CorrectionRequest) -> list[PlaceReview]:
    """The places of a request, with what each field said and would say."""
    candidacy = request.candidacy
    names = school_names(projects_to_read(candidacy))
    found = []
    for place, page in answers_of(request):
        page.is_valid()
        errors = page.field_errors() if place.typed is not None else []
        title, school = step_of(candidacy, place).title, names.get(place.project_id or 0, "")
        found.append(PlaceReview(place, title, school, list(_fields(place, page)), errors))
    return found


def _fields(place: CorrectionPlace, page: Page) -> Iterable[FieldReview]:
    told = answered(page) if place.typed is not None else {}
    if place.step == ASKED_PIECES:
        told[""] = "\n".join((place.typed or {}).get("pieces", []))
    stored = {asked.name: asked.value for asked in askable(page, "")}
    for asked in place.asked:
        name = asked["name"]
        table, after = None, told.get(name, "")
        if isinstance(page, RowsPage) and place.typed is not None:
            table = typed_table(page)
            after = lines(len(table.rows))
        before = stored.get(name, "")
        changed = after != before if table is None else table.rows != _stored_rows(page)
        yield FieldReview(asked["label"], asked["remark"], before, after, bool(after) and changed, table)


def _stored_rows(page: RowsPage) -> tuple[tuple[str, ...], ...]:
    """The rows of the database, as they would be typed."""
    return typed_table(type(page)(page.candidacy, page.project)).rows
