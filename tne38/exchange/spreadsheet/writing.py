"""Writing workbooks and CSV files: typed cells, no text taken for a formula, what helps to fill them in."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from . import cells, grids
from .contents import Row
from .layout import LISTS, Column, Kind

LONGEST = 32_767  # signs in a cell
_FILLED = 1000  # rows that the model prepares: formats and lists of values
_INK, _HEAD = "#16262B", "#DFF0ED"


class TooLong(ValueError):
    """A text that no cell can hold: nothing is cut silently."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"Un texte de {len(text)} signes ne tient pas dans une cellule ({LONGEST} au plus) : « {text[:40]}… »."
        )


class Book:
    """A workbook being written; `content()` closes it and gives its bytes."""

    def __init__(self) -> None:
        self._stream = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(self._stream, {"in_memory": True, "strings_to_formulas": False})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._lists: dict[str, str] = {}

    def style(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({"valign": "top", **properties})
        return self._formats[key]

    def content(self) -> bytes:
        self.workbook.close()
        return self._stream.getvalue()

    def header(self, sheet: Worksheet, titles: Sequence[str], widths: Sequence[int], row: int = 0) -> None:
        style = self.style(bold=True, bg_color=_HEAD, font_color=_INK, text_wrap=True, bottom=1)
        for place, (title, width) in enumerate(zip(titles, widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(row, place, title, style)
        sheet.freeze_panes(row + 1, 1)

    def write(self, sheet: Worksheet, row: int, place: int, value: Any, **style: Any) -> None:
        """One value as what it is: a number, a date, a yes or no in words, else a text."""
        if value is None or value == "":
            if style:
                sheet.write_blank(row, place, None, self.style(**style))
        elif isinstance(value, bool):
            sheet.write_string(row, place, "oui" if value else "non", self.style(**style))
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, self.style(**{"num_format": "dd/mm/yyyy", **style}))
        elif isinstance(value, int | float | Decimal):
            sheet.write_number(row, place, float(value), self.style(**style))
        else:
            text = cells.shown(value)
            if len(text) > LONGEST:
                raise TooLong(text)
            sheet.write_string(row, place, text, self.style(**style))

    def choices(self, name: str, values: Iterable[str]) -> str:
        """The range of the hidden sheet that holds a list of values, for a cell that offers them."""
        if name not in self._lists:
            sheet = self.workbook.get_worksheet_by_name(LISTS) or self.workbook.add_worksheet(LISTS)
            place, values = len(self._lists), list(values)
            sheet.write_column(0, place, [name, *values])
            sheet.hide()
            letter = xlsxwriter.utility.xl_col_to_name(place)
            self._lists[name] = f"={LISTS}!${letter}$2:${letter}${len(values) + 1}"
        return self._lists[name]


@dataclass(frozen=True)
class Help:
    """What a prepared sheet offers in its columns: the values to choose from, by column name."""

    values: dict[str, Sequence[str]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()  # the columns that take no other value


def typed(value: Any, column: Column) -> Any:
    """A value of the JSON as a cell holds it: amounts are numbers, dates are dates."""
    if column.kind == Kind.AMOUNT and isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    if column.kind == Kind.DAY and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def number_format(column: Column) -> dict[str, str]:
    """How a column shows its cells; identifiers are texts, so that their zeros stay."""
    formats = {Kind.AMOUNT: "#,##0.00", Kind.DAY: "dd/mm/yyyy", Kind.CODE: "@", Kind.TEXT: "@"}
    return {"num_format": formats[column.kind]} if column.kind in formats else {}


def prepare(book: Book, sheet: Worksheet, columns: Sequence[tuple[str, str, Column]], help_: Help) -> None:
    """Formats, help and lists of values for the rows that people will fill in."""
    for place, (_name, label, column) in enumerate(columns):
        sheet.set_column(place, place, column.width, book.style(text_wrap=True, **number_format(column)))
        values = help_.values.get(column.name)
        rule: dict[str, Any] = {"validate": "any"}
        if values:
            closed = column.name in help_.closed
            rule = {
                "validate": "list",
                "source": book.choices(column.name, values),
                "error_type": "stop" if closed else "information",
                "error_title": "Valeur à vérifier",
                "error_message": "Choisissez dans la liste."
                if closed
                else "Cette valeur n’est pas dans la liste.",
            }
        elif column.kind == Kind.YES_NO:
            rule = {"validate": "list", "source": ["oui", "non"], "error_message": "Écrivez oui ou non."}
        if column.help:
            rule |= {"input_title": label[:32], "input_message": column.help[:255]}
        if column.help or rule["validate"] != "any":
            sheet.data_validation(1, place, _FILLED, place, rule)


def fill(
    book: Book,
    sheet: Worksheet,
    columns: Sequence[tuple[str, str, Column]],
    rows: Iterable[Row],
    **style: Any,
) -> None:
    """The rows of a sheet, under its header."""
    for height, row in enumerate(rows, start=1):
        for place, (name, _label, column) in enumerate(columns):
            value = typed(row.get(name), column)
            if value is not None:
                book.write(sheet, height, place, value, **{**number_format(column), **style})


def csv_bytes(columns: Sequence[tuple[str, str, Column]], rows: Iterable[Row]) -> bytes:
    """A CSV file as a French spreadsheet opens it: semicolons, a mark, decimal commas, days first."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(name for name, _, _ in columns)
    for row in rows:
        writer.writerow(_csv_cell(row.get(name), column) for name, _, column in columns)
    return stream.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any, column: Column) -> str:
    value = typed(value, column)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return grids.quoted(cells.shown(value))


def copied(value: Any) -> Any:
    """A cell that was read, to be written again as it was; a formula becomes its own text."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, cells.Unusable):
        return value.typed
    return value
