"""The sheets of a file as rows of plain values, whatever the file is: a workbook or a CSV file."""

import csv
import io
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl

from . import archive, cells
from .archive import Unreadable
from .layout import FLAT

MOST_ROWS = 10_000
MOST_COLUMNS = 120
_LAST_ROW = 1_048_576  # of any workbook
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    """A row that is not empty, with its number in the file."""

    number: int
    cells: tuple[Any, ...]

    def at(self, column: int) -> Any:
        """The value in a column, from 1; None beyond the last one."""
        return self.cells[column - 1] if column <= len(self.cells) else None


@dataclass
class Grid:
    """One sheet of a file."""

    name: str
    rows: list[Row]
    hidden: bool = False
    merged: list[str] = field(default_factory=list)

    def add(self, number: int, values: tuple[Any, ...]) -> None:
        if all(cells.is_empty(value) for value in values):
            return
        if len(self.rows) >= MOST_ROWS:
            raise Unreadable(f"La feuille « {self.name} » a trop de lignes : {MOST_ROWS} au plus.")
        self.rows.append(Row(number, values))


def read(content: bytes) -> list[Grid]:
    """The sheets of a file. Raises Unreadable."""
    archive.check(content)
    return _workbook(content) if archive.is_workbook(content) else [_csv(content)]


def _workbook(content: bytes) -> list[Grid]:
    merged = archive.merged_cells(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions of other programs, which are not read
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            try:
                return [_sheet(sheet, merged) for sheet in book.worksheets]
            finally:
                book.close()
    except Unreadable:
        raise
    # A file made by hand breaks a reader in any way: none of them may break the page.
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OSError,
        EOFError,
        zlib.error,
    ) as error:
        raise Unreadable(f"Ce classeur ne peut pas être lu ({type(error).__name__}).") from None
    except SyntaxError:  # what is not well-formed XML
        raise Unreadable("Ce classeur est abîmé : enregistrez-le à nouveau depuis votre tableur.") from None


def _sheet(sheet: Any, merged: dict[str, list[str]]) -> Grid:
    part = sheet._worksheet_path.lstrip("/")  # noqa: SLF001 - no public way to know
    grid = Grid(sheet.title, [], sheet.sheet_state != "visible", merged.get(part, []))
    sheet.reset_dimensions()  # what the file says of its own size is not to be believed
    rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=MOST_COLUMNS)
    for number, row in enumerate(rows, start=1):
        if row:
            grid.add(number, tuple(_value(cell) for cell in row))
    return grid


def _value(cell: Any) -> Any:
    if cell.data_type == "f":
        return cells.formula(str(getattr(cell.value, "text", cell.value)))
    if cell.data_type == "e":
        return cells.failed(str(cell.value))
    return cell.value


def _csv(content: bytes) -> Grid:
    grid = Grid(FLAT.name, [])
    try:
        for number, values in enumerate(_csv_rows(_decoded(content)), start=1):
            grid.add(number, tuple(_unquoted(value) for value in values[:MOST_COLUMNS]))
    except csv.Error:
        raise Unreadable("Ce fichier CSV ne peut pas être lu : guillemets mal fermés ?") from None
    return grid


def _decoded(content: bytes) -> str:
    """The text: UTF-8 (with a mark or not), UTF-16 with its mark, or what Excel writes in France."""
    encoding = "utf-16" if content[:2] in archive.UTF_16 else "utf-8-sig"
    for name in (encoding, "cp1252"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable(archive.NEITHER)


def _csv_rows(text: str) -> Iterator[list[str]]:
    first = text.split("\n", 1)[0]
    declared = first.strip().removeprefix("sep=") if first.startswith("sep=") else ""
    if len(declared) > 1:
        raise Unreadable(f"La première ligne annonce « sep={declared} » : un séparateur est un seul signe.")
    delimiter = declared or max(";,\t", key=first.count)
    for place, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)):
        yield [] if declared and place == 0 else row


def _unquoted(text: str) -> str:
    """Without the apostrophe that keeps a text from being taken for a formula."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(STARTS_A_FORMULA) else text


def quoted(text: str) -> str:
    """A text for a CSV file, which no spreadsheet takes for a formula; `read` takes the apostrophe away."""
    return f"'{text}" if text.lstrip("'").startswith(STARTS_A_FORMULA) else text
