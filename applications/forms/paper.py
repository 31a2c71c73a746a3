"""The fields of a page as one fills them in by hand: read from the form itself, so that the two never differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django import forms

from tne38.core.money_fields import MoneyFormField

from .fields import RateField, WholeNumberField

LONGEST_IN_BOXES = 14  # signs: a SIRET
SHORT_LINE = 100  # signs: half the width of the sheet
SHORT_CHOICE = 56  # signs: half the width of the sheet, too
LINES_PER_ROW = 1.25  # one writes larger by hand than one types
FEW_CHOICES = 3


class Hand(StrEnum):
    """How a field is filled in by hand."""

    LINE = "line"
    SHORT = "short"
    TEXT = "text"  # several lines
    SIGNS = "signs"  # one box a sign
    NUMBER = "number"
    AMOUNT = "amount"
    ONE = "one"  # tick one box
    SEVERAL = "several"  # tick the boxes that fit
    ACCEPT = "accept"  # one box to tick


@dataclass(frozen=True)
class Blank:
    """One field. `size`: lines to write on, or boxes for signs; `choices`: what is ticked."""

    label: str
    hand: Hand
    help: str = ""
    optional: bool = False
    choices: tuple[str, ...] = ()
    size: int = 0

    @property
    def places(self) -> range:
        return range(self.size)

    @property
    def layout(self) -> str:
        """How the boxes to tick stand: one after the other, by two, or one under the other."""
        if len(self.choices) <= 2:
            return "inline"
        return "paired" if max(map(len, self.choices)) <= SHORT_CHOICE else "stacked"


@dataclass(frozen=True)
class BlankGroup:
    """Rows under one heading; a row that is named beforehand leaves its other cells to fill in."""

    title: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class BlankTable:
    """Rows to fill in. `columns` are the headers with the boxes that their cells hold, if any."""

    columns: tuple[tuple[str, tuple[str, ...]], ...]
    groups: tuple[BlankGroup, ...]
    spare: int  # rows in which nothing is written beforehand
    noun: str

    @property
    def across(self) -> int:
        """How many rows stand side by side: narrow ones go by two."""
        return 2 if len(self.columns) == 2 and not self.groups else 1

    @property
    def spare_rows(self) -> range:
        return range(self.spare // self.across)

    @property
    def headers(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return self.columns * self.across


@dataclass(frozen=True)
class BlankPage:
    """A page of the form, on paper."""

    fields: tuple[Blank, ...] = ()
    table: BlankTable | None = None


def blanks_of(
    form: forms.BaseForm, *, optional: Iterable[str], helps: Mapping[str, str], signs: Mapping[str, int]
) -> BlankPage:
    """The fields of a form. `helps` replaces what is only true on line; `signs` counts those of identifiers."""
    return BlankPage(
        tuple(
            Blank(
                label=str(field.label),
                hand=(hand := _hand(field, signs.get(name, 0))),
                help=helps.get(name, str(field.help_text)),
                optional=name in optional,
                choices=choices_of(field),
                size=_size(field, hand, signs.get(name, 0)),
            )
            for name, field in form.fields.items()
        )
    )


def choices_of(field: forms.Field) -> tuple[str, ...]:
    """The labels one chooses from, without the « choose one » of a list."""
    flat = (row for group in groups_of(field) for row in group.rows)
    return tuple(flat)


def groups_of(field: forms.Field) -> tuple[BlankGroup, ...]:
    """The labels one chooses from, by heading; those without heading come together."""
    groups: list[BlankGroup] = []
    alone: list[str] = []
    for key, label in getattr(field, "choices", ()):
        if isinstance(label, list | tuple):
            groups.append(BlankGroup(str(key), tuple(str(inner) for _, inner in label)))
        elif key not in ("", None):
            alone.append(str(label))
    return (*((BlankGroup("", tuple(alone)),) if alone else ()), *groups)


def table_of(row: forms.BaseForm, *, spare: int, noun: str) -> BlankTable:
    """The rows of a page: those of a long list are named beforehand, a short list is ticked in its cell."""
    fields = [bound.field for bound in row.visible_fields()]
    named = groups_of(fields[0]) if len(choices_of(fields[0])) > FEW_CHOICES else ()
    columns = tuple(
        (str(field.label), choices_of(field) if 0 < len(choices_of(field)) <= FEW_CHOICES else ())
        for field in fields
    )
    return BlankTable(columns, named, spare, noun)


# The first kind of field that fits says how it is filled in; a kind stands before those it derives from.
_HANDS: tuple[tuple[type[forms.Field], Hand], ...] = (
    (forms.MultipleChoiceField, Hand.SEVERAL),
    (forms.ChoiceField, Hand.ONE),
    (forms.BooleanField, Hand.ACCEPT),
    (MoneyFormField, Hand.AMOUNT),
    (WholeNumberField, Hand.NUMBER),
    (RateField, Hand.NUMBER),
)


def _hand(field: forms.Field, signs: int) -> Hand:
    for kind, hand in _HANDS:
        if isinstance(field, kind):
            return hand
    if isinstance(field.widget, forms.Textarea):
        return Hand.TEXT
    if 0 < signs <= LONGEST_IN_BOXES:
        return Hand.SIGNS
    return Hand.SHORT if 0 < signs <= SHORT_LINE else Hand.LINE


def _size(field: forms.Field, hand: Hand, signs: int) -> int:
    if hand == Hand.TEXT:
        rows = int(field.widget.attrs.get("rows", 4))
        return round(rows * LINES_PER_ROW) if rows > 4 else rows
    return signs if hand == Hand.SIGNS else 1
