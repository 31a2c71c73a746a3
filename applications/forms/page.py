"""A page of the dossier that holds plain fields of the porteur or of a school's project."""

import copy
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django import forms

from ..domain import drafts
from ..domain.editing import Place
from ..domain.merging import fingerprint
from ..domain.writers import last_writer
from ..models import Candidacy, SchoolProject
from .answers import Answer, Table, displayed
from .paper import BlankPage, blanks_of
from .together import MINE, THEIRS, Arrival, Difference, Together, choice_of, expected_of, told


@dataclass(frozen=True)
class FieldError:
    """What is wrong with a field, and the id of its place on the page."""

    anchor: str
    label: str
    message: str


class Page(Protocol):
    """What the views ask of a page, whatever it holds."""

    template_name: ClassVar[str]
    preview_name: ClassVar[str]  # what follows the typing, computed and never written; empty: nothing
    place: Place  # what of the dossier it writes; given by the step that opens it
    differences: Sequence[Difference]
    arrivals: Sequence[Arrival]
    seen: str  # what the page showed, to be sent back with what is typed

    def catch_up(self) -> None: ...

    def is_valid(self) -> bool: ...

    def save(self, *, by: Any) -> None:
        """Write what is right; what is wrong keeps what was stored before."""

    def field_errors(self) -> list[FieldError]: ...

    def answers(self) -> list[Answer]: ...

    def table(self) -> Table | None: ...

    def blank(self) -> BlankPage:
        """The same fields, to fill in by hand."""


LONGEST_CODE, LONGEST_NUMBER = 5, 30


class AnswerPage(Together, forms.ModelForm):
    """A ModelForm that saves a page half answered: what is missing is told by the checks, not here."""

    template_name: ClassVar[str] = "applications/step.html"
    preview_name: ClassVar[str] = ""
    place: Place
    use_required_attribute = False
    # Fields that a deposit does not ask for: the page says so beside their label.
    optional: frozenset[str] = frozenset()
    # Form field → model field, where the two differ.
    stored_as: ClassVar[dict[str, str]] = {}
    # What helps on paper, where the help of the page is only true on line.
    helps_on_paper: ClassVar[dict[str, str]] = {}
    # Answers that go with another one: asking for it to be corrected opens them as well.
    companions: ClassVar[dict[str, tuple[str, ...]]] = {}
    # Answers that the deposit settles, because its terms were frozen with them: none is asked to be corrected.
    settled: ClassVar[frozenset[str]] = frozenset()
    # Fields whose answer may be changed and not emptied, in a dossier already deposited.
    must_stay: frozenset[str] = frozenset()

    def __init__(self, candidacy: Candidacy, project: SchoolProject, data: Any = None) -> None:
        self.candidacy, self.project = candidacy, project
        # A form writes what it reads on its instance: it gets a copy, so that the page around it does not change.
        super().__init__(data, instance=copy.copy(self.subject()))
        self._mark_required(True)
        self._tell_lengths()
        self.expected = expected_of(self.data)
        self._to_show: list[str] = []  # what is stored by someone else, and not yet on this page

    def _mark_required(self, required: bool) -> None:
        for name, field in self.fields.items():
            field.required = name in self.must_stay or (required and name not in self.optional)

    def _tell_lengths(self) -> None:
        """A field is about as wide as what it takes: a code postal is short, a SIRET is not."""
        for field in self.fields.values():
            longest = getattr(field, "max_length", None)
            if longest and longest <= LONGEST_NUMBER and "class" not in field.widget.attrs:
                field.widget.attrs["class"] = "field--short" if longest <= LONGEST_CODE else "field--medium"

    def full_clean(self) -> None:
        """An empty answer is always taken; the fields stay marked as those a deposit asks for."""
        self._mark_required(False)
        super().full_clean()
        self._mark_required(True)

    def subject(self) -> Any:
        """The object whose answers these are."""
        return self.project

    def values(self) -> dict[str, Any]:
        """Model fields and what was rightly answered."""
        names = {name: self.stored_as.get(name, name) for name in self.fields}
        return {
            stored: self.cleaned_data[name] for name, stored in names.items() if name in self.cleaned_data
        }

    def typed(self) -> dict[str, Any]:
        """Model fields and what is being typed, None for what is empty or wrong; nothing on a page just opened."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {self.stored_as.get(name, name): self.cleaned_data.get(name) for name in self.fields}

    def stored_names(self) -> dict[str, tuple[str, ...]]:
        """Each model field that the page writes, with the fields of the page that answer it."""
        return {self.stored_as.get(name, name): (name,) for name in self.fields}

    @property
    def seen(self) -> str:  # type: ignore[override]
        """The prints of what the page shows; what someone else wrote meanwhile keeps the print of what was shown."""
        prints = {name: fingerprint(getattr(self.subject(), name)) for name in self.stored_names()}
        kept = {name: text for name, text in self.expected.items() if name in prints}
        return json.dumps(prints | kept)

    def save(self, *, by: Any) -> None:  # type: ignore[override]
        self.is_valid()
        values, choices = self.values(), {name: choice_of(self.data, name) for name in self.stored_names()}
        taken = [name for name, choice in choices.items() if choice and choice.kept == THEIRS]
        kept = {name: choice.seen for name, choice in choices.items() if choice and choice.kept == MINE}
        typed = {name: value for name, value in values.items() if name not in taken}
        saved = drafts.save_answers(self.place, self.subject(), typed, by=by, expected=self.expected | kept)
        if taken:
            self.subject().refresh_from_db(fields=taken)
        self._to_show = [*saved.arrived, *taken]
        for name in [*typed, *taken]:
            if name not in saved.conflicts and name not in saved.arrived:
                self.expected.pop(name, None)
        self._tell(saved, values, by)

    def _tell(self, saved: drafts.Saved, typed: dict[str, Any], by: Any) -> None:
        """Say what others wrote, where it shows on the page."""
        fields = self.stored_names()
        who = {
            name: told(last_writer(self.place, name, reader=by)) for name in saved.conflicts | saved.arrived
        }
        self.differences = [
            Difference(
                name,
                label=str(self.fields[fields[name][0]].label),
                anchor=f"div_{self[fields[name][0]].auto_id}",
                seen=fingerprint(stored),
                who=who[name],
                theirs=self.told(name, stored),
                mine=self.told(name, typed[name]),
            )
            for name, stored in saved.conflicts.items()
        ]
        self.arrivals = [
            Arrival(str(self.fields[fields[name][0]].label), who[name], self.told(name, stored))
            for name, stored in saved.arrived.items()
        ]

    def catch_up(self) -> None:
        fresh = type(self)(self.candidacy, self.project)
        data = self.data.copy()
        for stored in self._to_show:
            for name in self.stored_names()[stored]:
                value = fresh[name].value()
                shown = value if isinstance(value, list) else [value]
                data.setlist(
                    fresh.add_prefix(name), [str(item) for item in shown if item not in (None, False)]
                )
            self.expected.pop(stored, None)
        self.data, self._to_show = data, []

    def field_errors(self) -> list[FieldError]:
        return [
            FieldError(f"div_{self[name].auto_id}", str(self.fields[name].label), str(message))
            for name in self.fields
            for message in self.errors.get(name, [])
        ]

    def answers(self) -> list[Answer]:
        """Label and displayed value of each answer, as stored."""
        return [
            Answer(str(self.fields[names[0]].label), self.told(stored, getattr(self.subject(), stored)))
            for stored, names in self.stored_names().items()
        ]

    def told(self, stored: str, value: Any) -> str:
        """The value of a model field in words."""
        return displayed(self.fields[self.stored_names()[stored][0]], value)

    def table(self) -> Table | None:
        return None

    def blank(self) -> BlankPage:
        stored = {field.name: field.max_length or 0 for field in self._meta.model._meta.fields}
        signs = {name: stored[name] for name in self.fields if name in self._meta.fields}
        return blanks_of(self, optional=self.optional, helps=self.helps_on_paper, signs=signs)


def is_started(subject: Any, names: Iterable[str]) -> bool:
    """Whether one of these model fields holds something."""
    return any(getattr(subject, name) not in (None, "", []) for name in names)
