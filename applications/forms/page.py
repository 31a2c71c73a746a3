"""A page of the dossier that holds plain fields of the porteur or of a school's project."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from django import forms

from ..domain import drafts
from ..models import Candidacy, SchoolProject
from .answers import Answer, Table, displayed


@dataclass(frozen=True)
class FieldError:
    """What is wrong with a field, and the id of its place on the page."""

    anchor: str
    label: str
    message: str


class Page(Protocol):
    """What the views ask of a page, whatever it holds."""

    template_name: ClassVar[str]

    def is_valid(self) -> bool: ...

    def save(self, *, by: Any) -> None:
        """Write what is right; what is wrong keeps what was stored before."""

    def field_errors(self) -> list[FieldError]: ...

    def answers(self) -> list[Answer]: ...

    def table(self) -> Table | None: ...


class AnswerPage(forms.ModelForm):
    """A ModelForm that saves a page half answered: what is missing is told by the checks, not here."""

    template_name: ClassVar[str] = "applications/step.html"
    use_required_attribute = False
    # Fields that a deposit does not ask for: the page says so beside their label.
    optional: frozenset[str] = frozenset()
    # Form field → model field, where the two differ.
    stored_as: ClassVar[dict[str, str]] = {}

    def __init__(self, candidacy: Candidacy, project: SchoolProject, data: Any = None) -> None:
        self.candidacy, self.project = candidacy, project
        # A form writes what it reads on its instance: it gets a copy, so that the page around it does not change.
        super().__init__(data, instance=copy.copy(self.subject()))
        self._mark_required(True)

    def _mark_required(self, required: bool) -> None:
        for name, field in self.fields.items():
            field.required = required and name not in self.optional

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

    def save(self, *, by: Any) -> None:  # type: ignore[override]
        self.is_valid()
        drafts.save_answers(self.candidacy, self.subject(), self.values(), by=by)

    def field_errors(self) -> list[FieldError]:
        return [
            FieldError(f"div_{self[name].auto_id}", str(self.fields[name].label), str(message))
            for name in self.fields
            for message in self.errors.get(name, [])
        ]

    def answers(self) -> list[Answer]:
        """Label and displayed value of each field, as stored."""
        return [Answer(str(field.label), self.shown(name, field)) for name, field in self.fields.items()]

    def shown(self, name: str, field: forms.Field) -> str:
        return displayed(field, getattr(self.subject(), self.stored_as.get(name, name)))

    def table(self) -> Table | None:
        return None


def is_started(subject: Any, names: Iterable[str]) -> bool:
    """Whether one of these model fields holds something."""
    return any(getattr(subject, name) not in (None, "", []) for name in names)
