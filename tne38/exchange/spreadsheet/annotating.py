"""The file that was sent, given back with its errors: each wrong cell coloured, commented, told in words."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from tne38.core.text import fold

from . import cells
from .grids import Grid
from .layout import ERRORS, README, SHEETS
from .locating import CellError
from .writing import Book, copied

_WRONG, _WARNED = "#FBE6E5", "#FDF0DB"


def annotate(grids: list[Grid], errors: Iterable[CellError], remarks: Iterable[CellError]) -> bytes:
    """A workbook with the same cells at the same places. Errors are red, remarks amber, both are in words."""
    by_sheet: dict[str, list[tuple[CellError, str]]] = defaultdict(list)
    for error in errors:
        by_sheet[error.feuille].append((error, _WRONG))
    for remark in remarks:
        by_sheet[remark.feuille].append((remark, _WARNED))
    book = Book()
    ours = {fold(sheet.name) for sheet in SHEETS}
    for grid in grids:
        if len(grids) == 1 or fold(grid.name) in ours:
            _write(book, grid, by_sheet[grid.name])
    _explain(book, by_sheet.get("", []))
    return book.content()


def _write(book: Book, grid: Grid, told: list[tuple[CellError, str]]) -> None:
    sheet = book.workbook.add_worksheet(grid.name[:31])
    if not grid.rows:
        return
    head = grid.rows[0]
    titles = [cells.shown(value) for value in head.cells]
    # A file that was already given back once has its column: it is written anew, at the same place.
    place = titles.index(ERRORS) if ERRORS in titles else len(titles)
    titles = [*titles[:place], ERRORS, *titles[place + 1 :]]
    book.header(sheet, titles, [60 if title == ERRORS else 18 for title in titles], head.number - 1)
    marks: dict[tuple[int, int], tuple[str, list[str]]] = {}
    words: dict[int, list[str]] = defaultdict(list)
    for error, colour in told:
        first_colour, said = marks.setdefault((error.ligne, error.rang), (colour, []))
        said.append(error.message)
        marks[error.ligne, error.rang] = (_WRONG if colour == _WRONG else first_colour, said)
        words[error.ligne].append(f"{error.cellule} ({error.colonne}) : {error.message}")
    for row in grid.rows[1:]:
        for column, value in enumerate(row.cells):
            if column != place:
                book.write(sheet, row.number - 1, column, copied(value), **_text_style(value))
    for (number, column), (colour, said) in marks.items():
        _mark(book, sheet, grid, number, column, colour, said)
    for number, said in words.items():
        text = "\n".join(said)[:32_000]
        sheet.write_string(number - 1, place, text, book.style(text_wrap=True, font_color="#A3242B"))


def _mark(book: Book, sheet: Any, grid: Grid, number: int, column: int, colour: str, said: list[str]) -> None:
    row = next((row for row in grid.rows if row.number == number), None)
    value = copied(row.at(column)) if row else None
    style = {"bg_color": colour, "border": 1, "border_color": "#A3242B", **_text_style(value)}
    book.write(sheet, number - 1, column - 1, value, **style)
    sheet.write_comment(number - 1, column - 1, "\n".join(said)[:32_000], {"x_scale": 2, "author": "TNE 38"})


def _text_style(value: Any) -> dict[str, str]:
    """A number kept as a text stays one when the person edits it: the zeros of a SIRET."""
    return {"num_format": "@"} if isinstance(value, str) and value.strip().isdecimal() else {}


def _explain(book: Book, of_file: list[tuple[CellError, str]]) -> None:
    sheet = book.workbook.add_worksheet(README)
    sheet.set_column(0, 0, 100)
    lines = [
        "Ce classeur reprend votre fichier, avec ce qu’il faut corriger.",
        "Fond rouge : le dossier est refusé tant que la cellule n’est pas corrigée.",
        "Fond orange : le dossier est accepté, la remarque sera examinée à l’instruction.",
        "Chaque cellule en couleur porte un commentaire ; la colonne « Erreurs » dit la même chose en toutes lettres.",
        "Corrigez, enregistrez, envoyez ce classeur à nouveau : les dossiers déjà importés ne le sont pas deux fois.",
        *(error.message for error, _ in of_file),
    ]
    for height, line in enumerate(lines):
        sheet.write_string(height, 0, line, book.style(text_wrap=True, bold=height == 0))
