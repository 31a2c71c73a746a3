"""A page of rows that one adds, duplicates and removes, with or without JavaScript.

Rows are kept as the text people typed until they are right, so that nothing typed is lost between two
requests: a row that is wrong keeps its text on the page, and what was stored of it in the database.
"""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from ..models import Candidacy, SchoolProject
from .answers import Answer, Table
from .page import FieldError

Row = dict[str, str]
_ACT = re.compile(r"(duplicate|remove)-(\d{1,4})")


class RowForm(forms.Form):
    """One row. `stored` is the key of the row in the database, if it is there."""

    use_required_attribute = False
    stored = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, page: "RowsPage", rank: int, values: Row) -> None:
        self.page, self.rank, self.text = page, rank, values
        prefix = f"{page.prefix}-{rank}"
        # A row in which nothing was typed is there to be filled in: it is neither right nor wrong.
        self.is_blank = not any(value.strip() for name, value in values.items() if name != "stored")
        data = None if self.is_blank else {f"{prefix}-{name}": value for name, value in values.items()}
        super().__init__(data, prefix=prefix)
        self.prepare()

    def prepare(self) -> None:
        """For the choices that depend on the call."""

    @property
    def number(self) -> int:
        return self.rank + 1

    @property
    def is_right(self) -> bool:
        return not self.is_blank and self.is_valid()

    @property
    def key(self) -> int:
        """The primary key of the row as stored before, 0 when it was not."""
        text = self.text.get("stored", "")
        return int(text) if text.isdigit() else 0


class RowsPage:
    """The rows of a project; a subclass says what a row is and how rows are stored."""

    template_name: ClassVar[str]
    preview_name: ClassVar[str]
    prefix: ClassVar[str]
    row_form: ClassVar[type[RowForm]]
    noun: ClassVar[str]  # « équipement »

    def __init__(self, candidacy: Candidacy, project: SchoolProject, data: Any = None) -> None:
        self.candidacy, self.project = candidacy, project
        self.focus: int | None = None  # rank of the row where one expects to be after an act
        self.kept: list[int] = []  # ranks of the rows that the last save stored
        self.rows = self.stored_rows() if data is None else self._posted(data)
        self.is_bound = data is not None

    # --- What a subclass writes ---------------------------------------------------------------------------

    def stored_rows(self) -> list[Row]:
        """The rows of the database, as people would type them."""
        raise NotImplementedError

    def write(self, values: Sequence[dict[str, Any]], *, by: Any) -> None:
        """Store these rows, in order; each is the cleaned data of a form, or a row stored before."""
        raise NotImplementedError

    def stored_values(self) -> dict[int, dict[str, Any]]:
        """The rows of the database by key, in the shape of cleaned data."""
        raise NotImplementedError

    # --- What the views ask of a page -----------------------------------------------------------------------

    @property
    def forms(self) -> list[RowForm]:
        """One form a row; an empty page shows one blank row."""
        if not hasattr(self, "_forms"):
            self._forms = [self.row_form(self, rank, row) for rank, row in enumerate(self.rows or [{}])]
            if self.focus is not None:
                self._forms[self.focus].visible_fields()[0].field.widget.attrs["autofocus"] = True
        return self._forms

    def is_valid(self) -> bool:
        return all(form.is_blank or form.is_right for form in self.forms)

    def save(self, *, by: Any) -> None:
        stored = self.stored_values()
        values, self.kept = [], []
        for form in self.forms:
            value = form.cleaned_data if form.is_right else stored.get(form.key)
            if not form.is_blank and value is not None:
                values.append(value)
                self.kept.append(form.rank)
        self.write(values, by=by)
        self._refresh_keys()

    def field_errors(self) -> list[FieldError]:
        return [
            FieldError(f"div_{form[name].auto_id}", self._place(form, name), str(message))
            for form in self.forms
            if not form.is_blank
            for name, messages in form.errors.items()
            for message in messages
        ]

    def _place(self, form: RowForm, name: str) -> str:
        """« Équipement 2, quantité »."""
        return f"{self.noun.capitalize()} {form.number}, {str(form.fields[name].label).lower()}"

    def answers(self) -> list[Answer]:
        return []

    def table(self) -> Table | None:
        raise NotImplementedError

    # --- Acts on the rows -------------------------------------------------------------------------------------

    def act(self, name: str) -> bool:
        """Add, duplicate or remove a row; False when the act is unknown."""
        rows = self.rows or [{}]
        if name == "add":
            self._show([*rows, {}], len(rows))
            return True
        found = _ACT.fullmatch(name)
        rank = int(found[2]) if found else -1
        if not found or rank >= len(rows):
            return False
        if found[1] == "duplicate":
            twin = {**rows[rank], "stored": ""}
            self._show([*rows[: rank + 1], twin, *rows[rank + 1 :]], rank + 1)
        else:
            left = [*rows[:rank], *rows[rank + 1 :]]
            self._show(left, max(0, min(rank, len(left) - 1)))
        return True

    def _refresh_keys(self) -> None:
        """Give each row the key under which it is now stored."""
        keys = dict(zip(self.kept, self.stored_values(), strict=True))
        rows = [{**form.text, "stored": str(keys.get(form.rank, ""))} for form in self.forms]
        self._show(rows, self.focus)

    def _show(self, rows: list[Row], focus: int | None) -> None:
        self.rows, self.focus = rows, focus
        self.__dict__.pop("_forms", None)

    def _posted(self, data: Any) -> list[Row]:
        names = self.row_form.base_fields
        rows: list[Row] = []
        while f"{self.prefix}-{len(rows)}-stored" in data:
            rank = len(rows)
            rows.append({name: data.get(f"{self.prefix}-{rank}-{name}", "").strip() for name in names})
        return rows
