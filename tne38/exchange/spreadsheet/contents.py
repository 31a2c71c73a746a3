"""From dossiers of the dossier file to the rows of the sheets: what the model, an export and the tests write."""

from collections.abc import Iterable
from typing import Any

from .layout import CLASSES, DOSSIERS, EQUIPMENT, SCHOOLS, SHEETS, Column, Sheet

# A row: the value of each column by its name in the file. Values are those of the JSON.
Row = dict[str, Any]


def rows_of(dossiers: Iterable[dict[str, Any]]) -> dict[str, list[Row]]:
    """The rows of each sheet, by its name."""
    rows: dict[str, list[Row]] = {sheet.name: [] for sheet in SHEETS}
    for dossier in dossiers:
        rows[DOSSIERS.name].append(_row(DOSSIERS.all_columns, dossier))
        for project in dossier["projets"]:
            keys = {"reference": dossier["reference"], "uai": project.get("uai")}
            rows[SCHOOLS.name].append(keys | _row(SCHOOLS.columns, project))
            for sheet, name in ((CLASSES, "classes"), (EQUIPMENT, "equipements")):
                rows[sheet.name] += [keys | _row(sheet.columns, line) for line in project.get(name, [])]
    return rows


def flat_rows_of(dossiers: Iterable[dict[str, Any]]) -> list[Row]:
    """The rows of the flat form: the first one of a school says all, the others only add classes and lines."""
    rows: list[Row] = []
    for dossier in dossiers:
        first = _row(DOSSIERS.columns, dossier)
        for project in dossier["projets"] or [{}]:
            said = first | _row(SCHOOLS.columns, project)
            classes, lines = project.get("classes", []), project.get("equipements", [])
            for rank in range(max(len(classes), len(lines), 1)):
                keys = {"reference": dossier["reference"], "uai": project.get("uai")}
                group = _row(CLASSES.columns, classes[rank]) if rank < len(classes) else {}
                line = _row(EQUIPMENT.columns, lines[rank]) if rank < len(lines) else {}
                rows.append(keys | said | group | line)
                first = said = {}
    return rows


def headers(sheet: Sheet, rows: list[Row], *, audience: str | None = None) -> list[tuple[str, str, Column]]:
    """The columns of a sheet, (name, title, column): as many repeated ones as the rows need.

    Those that only the other audience fills are left out, unless a row fills them.
    """
    used = {name for row in rows for name, value in row.items() if value is not None}
    found = []
    for column in sheet.all_columns:
        names = list(column.names(_most(column, used)))
        if audience and column.only not in {None, audience} and used.isdisjoint(name for name, _ in names):
            continue
        found += [(name, label, column) for name, label in names]
    return found


def _most(column: Column, used: Iterable[str]) -> int:
    """The highest rank of a repeated column among the names used."""
    if not column.repeated:
        return 0
    start = f"{column.name}_"
    ranks = [name.removeprefix(start) for name in used if name.startswith(start)]
    return max((int(rank) for rank in ranks if rank.isdecimal()), default=0)


def _row(columns: Iterable[Column], part: dict[str, Any]) -> Row:
    row: Row = {}
    for column in columns:
        value: Any = part
        for step in column.path.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if column.repeated:
            row |= {f"{column.name}_{rank}": item for rank, item in enumerate(value or [], start=1)}
        else:
            row[column.name] = value
    return row
