"""A page of rows that one adds, duplicates and removes, with or without JavaScript.

Rows are kept as the text people typed until they are right, so that nothing typed is lost between two
requests: a row that is wrong keeps its text on the page, and what was stored of it in the database.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from ..domain.editing import Place
from ..domain.merging import Verdict, fingerprint, prints, reunited, version
from ..domain.writers import last_writer
from ..models import Candidacy, SchoolProject
from .answers import Answer, Table, labels_of
from .page import FieldError
from .paper import BlankPage, table_of
from .together import BOTH, SEEN, THEIRS, Arrival, Choice, Difference, Together, choice_of, told

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

    def fresh_key(self) -> str:
        """The hidden field of the key, to put in the place of the one of a page that was saved meanwhile."""
        return self["stored"].as_hidden(attrs={"hx-swap-oob": "true"})

    def said(self) -> tuple[str, ...]:
        """What the row says, field by field, as one reads it."""
        return tuple(
            ", ".join(labels_of(field.field, [self.text.get(field.name, "")]))
            for field in self.visible_fields()
        )


class RowsPage(Together):
    """The rows of a project; a subclass says what a row is and how rows are stored."""

    place: Place

    template_name: ClassVar[str]
    preview_name: ClassVar[str]
    prefix: ClassVar[str]
    row_form: ClassVar[type[RowForm]]
    noun: ClassVar[str]  # « équipement »
    journal_name: ClassVar[str]  # what the journal calls these rows
    rows_on_paper: ClassVar[int]  # left blank on the paper form

    def __init__(self, candidacy: Candidacy, project: SchoolProject, data: Any = None) -> None:
        self.candidacy, self.project = candidacy, project
        self.focus: int | None = None  # rank of the row where one expects to be after an act
        self.kept: list[int] = []  # ranks of the rows that the last save stored
        self.is_bound = data is not None
        self.rows = self._posted(data) if self.is_bound else [self.typed(row) for row in self.loaded()]
        self.shown: str | None = data.get(SEEN) if self.is_bound else None
        self.choice = choice_of(data, self.prefix) if self.is_bound else None
        self.verdict = Verdict.SAME

    # --- What a subclass writes ---------------------------------------------------------------------------

    def loaded(self) -> Iterable[Any]:
        """The rows as the page loaded them."""
        raise NotImplementedError

    def stored(self) -> Iterable[Any]:
        """The rows asked again of the database: after a save, what was loaded is of the past."""
        raise NotImplementedError

    def typed(self, row: Any) -> Row:
        """A row of the database, as people would type it."""
        raise NotImplementedError

    def value(self, row: Any) -> Any:
        """The value of a row of the database, or of the cleaned data of a form."""
        raise NotImplementedError

    def replace(self, values: Sequence[Any], *, by: Any, expected: str | None) -> Verdict:
        """Store these values, in order, unless someone else changed the rows."""
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
        self._follow(self.choice)
        values, self.kept = self._values()
        self.verdict = self.replace(values, by=by, expected=self.shown)
        self.differences, self.arrivals = [], []
        if self.verdict in (Verdict.SAME, Verdict.WRITE):
            self.shown = version(values)
            self._refresh_keys()
        elif self.verdict is Verdict.CONFLICT:
            self.differences = [self._difference(by)]
        else:
            self.arrivals = [Arrival(f"{self.noun}s", self._who(by))]

    def _values(self) -> tuple[list[Any], list[int]]:
        """What the page says, with the ranks that say it; a row that is wrong says what was stored of it."""
        stored = {row.pk: self.value(row) for row in self.stored()}
        found = {
            form.rank: self.value(form.cleaned_data) if form.is_right else stored.get(form.key)
            for form in self.forms
            if not form.is_blank
        }
        said = {rank: value for rank, value in found.items() if value is not None}
        return list(said.values()), list(said)

    # --- Someone else wrote meanwhile ---------------------------------------------------------------------------

    @property
    def seen(self) -> str:  # type: ignore[override]
        """The version of the rows that the page showed."""
        return version(self.value(row) for row in self.loaded()) if self.shown is None else self.shown

    def catch_up(self) -> None:
        if self.verdict is Verdict.KEEP:
            self._take(())

    def _follow(self, choice: Choice | None) -> None:
        """Take what was chosen between the stored rows and those of the page."""
        if choice is None:
            return
        if choice.kept == THEIRS:
            self._take(())
        elif choice.kept == BOTH:
            values, ranks = self._values()
            theirs = [fingerprint(self.value(row)) for row in self.stored()]
            mine = [fingerprint(value) for value in values]
            kept, added = reunited(prints(self.shown or "v"), mine, theirs)
            self._take([ranks[rank] for rank in added], kept)
        self.shown = choice.seen

    def _take(self, added: Collection[int], kept: Collection[int] | None = None) -> None:
        """Show the stored rows (the ranks `kept`, or all), then those `added` of the page, and the unfinished ones."""
        stored = list(self.stored())
        unfinished = {form.rank for form in self.forms if not form.is_blank and not form.is_right}
        rows = [self.typed(row) for rank, row in enumerate(stored) if kept is None or rank in kept]
        rows += [{**self.rows[rank], "stored": ""} for rank in sorted({*added, *unfinished})]
        self.shown = version(self.value(row) for row in stored)
        self._show(rows, None)

    def _difference(self, by: Any) -> Difference:
        stored = list(self.stored())
        theirs = [self.row_form(self, rank, self.typed(row)) for rank, row in enumerate(stored)]
        mine = [form for form in self.forms if not form.is_blank]
        headers = tuple(str(field.label) for field in self.row_form(self, 0, {}).visible_fields())
        return Difference(
            self.prefix,
            label=f"Les {self.noun}s",
            anchor="lignes",
            seen=version(self.value(row) for row in stored),
            who=self._who(by),
            their_rows=Table(headers, tuple(form.said() for form in theirs)),
            my_rows=Table(headers, tuple(form.said() for form in mine)),
        )

    def _who(self, by: Any) -> str:
        return told(last_writer(self.place, self.journal_name, reader=by))

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
        label = str(form.fields[name].label)
        return f"{self.noun.capitalize()} {form.number}, {label[:1].lower()}{label[1:]}"

    def answers(self) -> list[Answer]:
        return []

    def table(self) -> Table | None:
        raise NotImplementedError

    def blank(self) -> BlankPage:
        return BlankPage(table=table_of(self.row_form(self, 0, {}), spare=self.rows_on_paper, noun=self.noun))

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
        keys = dict(zip(self.kept, (row.pk for row in self.stored()), strict=True))
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
