"""From the sheets of a file to records: the headers are recognised, each value keeps the cell it was read in."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from tne38.core.text import fold

from . import cells
from .archive import Unreadable
from .grids import Grid
from .layout import (
    CLASSES,
    DOSSIERS,
    EQUIPMENT,
    ERRORS,
    FLAT,
    LISTS,
    README,
    SHEETS,
    Column,
    Sheet,
    is_example,
)

# An export tells the state of each dossier: those that were given up have no place in another portal.
STATE = Column("etat", "État", "etat")


@dataclass(frozen=True)
class Place:
    """One cell of the file: its sheet, its row and its column from 1, the title of the column, what it holds."""

    sheet: str
    row: int
    column: int
    title: str = ""
    typed: str = ""

    @property
    def address(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True)
class Problem:
    """Something wrong in the file itself, which keeps all of it from being imported."""

    message: str
    place: Place | None = None


@dataclass
class Record:
    """One row: the values of its columns that are not empty, and the cell of each column there is."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A key as one compares it; empty when the cell holds no text."""
        value = self.values.get(name, "")
        return "" if isinstance(value, cells.Unusable) else str(value).strip()

    def has_any(self, columns: Iterable[Column]) -> bool:
        return any(name in self.values for column in columns for name in names_in(self, column))


@dataclass
class Table:
    """The records of one sheet."""

    sheet: Sheet
    name: str
    records: list[Record]


@dataclass
class Tables:
    """What was recognised in a file: its tables by name, what prevents any import, what was passed over."""

    tables: dict[str, Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    examples: int = 0

    @property
    def flat(self) -> Table | None:
        return self.tables.get(FLAT.name)

    def records(self, sheet: Sheet) -> list[Record]:
        table = self.tables.get(sheet.name)
        return table.records if table else []


def names_in(record: Record, column: Column) -> Iterator[str]:
    """The names under which a column was found in a record, in the order of the file; a repeated one has many."""
    if not column.repeated:
        return iter([column.name] if column.name in record.places else [])
    return (name for name in record.places if re.fullmatch(rf"{column.name}_\d+", name))


def recognise(grids: list[Grid]) -> Tables:
    """The tables of a file. Raises Unreadable when it has none of them."""
    found = Tables()
    known = {fold(sheet.name): sheet for sheet in SHEETS}
    ours = [(grid, known[fold(grid.name)]) for grid in grids if fold(grid.name) in known]
    if len(grids) == 1 and not ours:
        ours = [(grids[0], FLAT)]
    elif len(ours) == 1 and _is_flat(ours[0][0]):
        ours = [(ours[0][0], FLAT)]
    if not any(sheet in {DOSSIERS, FLAT} for _, sheet in ours):
        raise Unreadable("La feuille « Dossiers » est absente : partez du modèle de l’appel.")
    for grid in grids:
        if not any(grid is taken for taken, _ in ours) and fold(grid.name) not in {fold(README), fold(LISTS)}:
            found.notes.append(f"La feuille « {grid.name} » n’a pas été lue.")
    for grid, sheet in ours:
        _recognise_one(grid, sheet, found)
    return found


def _is_flat(grid: Grid) -> bool:
    names = {column.name for sheet in (CLASSES, EQUIPMENT) for column in sheet.columns}
    titles = {fold(cells.shown(value)) for value in (grid.rows[0].cells if grid.rows else ())}
    return not titles.isdisjoint(names)


def _recognise_one(grid: Grid, sheet: Sheet, found: Tables) -> None:
    if grid.hidden:
        found.problems.append(
            Problem(f"La feuille « {grid.name} » est masquée : affichez-la et relisez-la, ou supprimez-la.")
        )
    for merged in grid.merged:
        message = f"Les cellules {merged} de la feuille « {grid.name} » sont fusionnées : défusionnez-les et écrivez la valeur dans chacune."
        found.problems.append(Problem(message))
    columns = _header(grid, sheet, found)
    records = []
    for row in grid.rows[1:]:
        record = _record(grid, row, columns)
        if is_example(record.text("reference")):
            found.examples += 1
        elif record.values:
            records.append(record)
    found.tables[sheet.name] = Table(sheet, grid.name, records)


def _header(grid: Grid, sheet: Sheet, found: Tables) -> dict[int, tuple[str, Column, str]]:
    """The column of each place: (name in the record, column, title as typed)."""
    known = _titles(sheet)
    columns: dict[int, tuple[str, Column, str]] = {}
    if not grid.rows:
        found.problems.append(Problem(f"La feuille « {grid.name} » n’a pas de ligne de titres."))
        return columns
    header = grid.rows[0]
    if header.number > 1 and sheet is not FLAT:
        found.notes.append(f"Feuille « {grid.name} » : les titres ont été lus à la ligne {header.number}.")
    for place, value in enumerate(header.cells, start=1):
        title = cells.shown(value).strip()
        if sheet is DOSSIERS and fold(title) == STATE.name:
            columns[place] = (STATE.name, STATE, title)
            continue
        if not title or _passed_over(title, sheet):
            continue
        where = Place(grid.name, header.number, place, title, title)
        name, column = known.get(fold(title), (None, None))
        if name is None or column is None:
            found.problems.append(Problem(_unknown(title, known), where))
        elif any(name == taken for taken, _, _ in columns.values()):
            found.problems.append(Problem(f"La colonne « {title} » est deux fois dans la feuille.", where))
        else:
            columns[place] = (name, column, title)
    present = {name for name, _, _ in columns.values()}
    found.problems += [
        Problem(f"Il manque la colonne « {key.label} » ({key.name}) dans la feuille « {grid.name} ».")
        for key in sheet.keys
        if key.name not in present
    ]
    return columns


def _titles(sheet: Sheet) -> dict[str, tuple[str, Column]]:
    """Each title that is recognised, folded: the stable names and the titles of the model."""
    known = {}
    for column in sheet.all_columns:
        for name, label in column.names(99 if column.repeated else 0):
            known[fold(name)] = known[fold(label)] = (name, column)
    return known


def _passed_over(title: str, sheet: Sheet) -> bool:
    """A column for the agent alone (« # Remarques »), of ours (« Erreurs »), or that an export adds."""
    return title.startswith("#") or fold(title) == fold(ERRORS) or fold(title) in sheet.exported


def _unknown(title: str, known: dict[str, tuple[str, Column]]) -> str:
    near = difflib.get_close_matches(fold(title), known, n=1, cutoff=0.6)
    meant = ""
    if near:
        name, column = known[near[0]]
        label = dict(column.names(99 if column.repeated else 0))[name]
        meant = f" Vouliez-vous dire « {label} » ({name}) ?"
    return (
        f"La colonne « {title} » n’existe pas dans le modèle.{meant} Renommez-la, supprimez-la, "
        "ou faites commencer son titre par « # » pour la garder sans l’importer."
    )


def _record(grid: Grid, row: Any, columns: dict[int, tuple[str, Column, str]]) -> Record:
    record = Record(row.number)
    for place, (name, column, title) in columns.items():
        value = row.at(place)
        record.places[name] = Place(grid.name, row.number, place, title, cells.shown(value))
        if not cells.is_empty(value):
            record.values[name] = cells.read(value, column)
    return record
