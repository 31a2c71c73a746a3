"""From records to the dossiers of the dossier file: the same JSON, with the cell of each of its fields."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from applications.enums import CandidacyState
from tne38.core.identifiers import compact

from ..exporting import GIVEN_UP
from . import cells, grids, tables
from .archive import Unreadable
from .layout import CLASSES, DOSSIERS, EQUIPMENT, FLAT, SCHOOLS, Column, Sheet
from .tables import Place, Problem, Record, Tables

MOST_DOSSIERS = 1000
_GIVEN_UP = {CandidacyState(state).label for state in GIVEN_UP}


@dataclass
class SheetDossier:
    """One dossier read in a spreadsheet: `raw` is what the JSON file would hold."""

    reference: str
    place: Place
    raw: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    unusable: dict[str, str] = field(default_factory=dict)  # why a field holds no value, by path
    projects: dict[str, int] = field(default_factory=dict)  # the rank of each school's project, by UAI


@dataclass
class Reading:
    """What a spreadsheet says. Nothing of it is imported while it has problems."""

    grids: list[grids.Grid]
    dossiers: list[SheetDossier]
    problems: list[Problem]
    notes: list[str]


def read(content: bytes) -> Reading:
    """Read a workbook or a CSV file. Raises Unreadable."""
    sheets = grids.read(content)
    found = tables.recognise(sheets)
    builder = _Builder(found)
    if found.flat:
        builder.take_flat(found.flat.records)
    else:
        builder.take_sheets()
    if len(builder.dossiers) > MOST_DOSSIERS:
        raise Unreadable(f"Ce fichier contient trop de dossiers : {MOST_DOSSIERS} au plus à la fois.")
    if found.examples:
        found.notes.append("Les lignes d’exemple du modèle (référence EXEMPLE…) n’ont pas été lues.")
    if builder.given_up:
        found.notes.append("Les dossiers retirés ou caducs de cet export n’ont pas été lus.")
    if not builder.dossiers and not found.problems:
        found.problems.append(Problem("Ce fichier ne contient aucun dossier, hors les exemples du modèle."))
    return Reading(sheets, builder.dossiers, found.problems, found.notes)


class _Builder:
    def __init__(self, found: Tables) -> None:
        self.found = found
        self.dossiers: list[SheetDossier] = []
        self.by_reference: dict[str, SheetDossier] = {}
        self.given_up: set[str] = set()

    def take_sheets(self) -> None:
        for record in self.found.records(DOSSIERS):
            if record.text(tables.STATE.name) in _GIVEN_UP:
                self.given_up.add(record.text("reference"))
                continue
            known = self.by_reference.get(record.text("reference"))
            if known is not None:
                message = f"La référence « {known.reference} » est déjà à la ligne {known.place.row} : chaque dossier a la sienne."
                self._problem(message, record, "reference")
                continue
            self._dossier(record)
        for record in self.found.records(SCHOOLS):
            if dossier := self._owner(record):
                self._project(dossier, record)
        for sheet, name in ((CLASSES, "classes"), (EQUIPMENT, "equipements")):
            for record in self.found.records(sheet):
                if dossier := self._owner(record):
                    self._line(dossier, record, sheet, name)

    def take_flat(self, records: Iterable[Record]) -> None:
        """Each row may say something of its dossier, of its school, one class and one line of equipment."""
        for record in records:
            dossier = self.by_reference.get(record.text("reference"))
            if dossier is None:
                dossier = self._dossier(record)
            else:
                self._require_same(dossier, record, DOSSIERS.columns, dossier.raw, "")
            uai = compact(record.text("uai"))
            if uai and uai in dossier.projects:
                rank = dossier.projects[uai]
                path = f"projets[{rank}]"
                self._require_same(dossier, record, SCHOOLS.columns, dossier.raw["projets"][rank], path)
            elif uai or not dossier.projects or record.has_any(SCHOOLS.columns):
                self._project(dossier, record)
            for sheet, name in ((CLASSES, "classes"), (EQUIPMENT, "equipements")):
                if record.has_any(sheet.columns):
                    self._line(dossier, record, sheet, name)

    def _dossier(self, record: Record) -> SheetDossier:
        reference = record.text("reference")
        where = record.places.get("reference") or Place(FLAT.name, record.row, 1)
        dossier = SheetDossier(reference, where, {"porteur": {"representant": {}}, "projets": []})
        self._fill(dossier, record, DOSSIERS, dossier.raw, "")
        self.dossiers.append(dossier)
        if reference:
            self.by_reference[reference] = dossier
        return dossier

    def _project(self, dossier: SheetDossier, record: Record) -> None:
        rank = len(dossier.raw["projets"])
        project: dict[str, Any] = {"classes": [], "equipements": []}
        dossier.raw["projets"].append(project)
        self._fill(dossier, record, SCHOOLS, project, f"projets[{rank}].")
        dossier.projects.setdefault(compact(record.text("uai")), rank)

    def _line(self, dossier: SheetDossier, record: Record, sheet: Sheet, name: str) -> None:
        """A class or a line of equipment, in the school that its row names, or the only one."""
        uai, ranks = compact(record.text("uai")), dossier.projects
        if not uai and len(ranks) != 1:
            message = f"Le dossier « {dossier.reference} » a plusieurs établissements : indiquez l’UAI sur cette ligne."
            self._problem(message, record, "uai")
            return
        if uai and uai not in ranks:
            message = f"Le dossier « {dossier.reference} » n’a pas d’établissement {uai} dans la feuille « {SCHOOLS.name} »."
            self._problem(message, record, "uai")
            return
        rank = ranks[uai] if uai else next(iter(ranks.values()))
        rows = dossier.raw["projets"][rank][name]
        rows.append({})
        path = f"projets[{rank}].{name}[{len(rows) - 1}]."
        for column in sheet.columns:
            self._fill_column(dossier, record, column, rows[-1], path)

    def _owner(self, record: Record) -> SheetDossier | None:
        reference = record.text("reference")
        dossier = self.by_reference.get(reference)
        if dossier is None and reference not in self.given_up:
            message = (
                f"Aucun dossier ne porte la référence « {reference} » dans la feuille « {DOSSIERS.name} »."
            )
            if not reference:
                message = "Indiquez la référence du dossier auquel appartient cette ligne."
            self._problem(message, record, "reference")
        return dossier

    def _fill(
        self, dossier: SheetDossier, record: Record, sheet: Sheet, part: dict[str, Any], path: str
    ) -> None:
        for column in sheet.all_columns:
            if column.name != "reference" or sheet is DOSSIERS:
                self._fill_column(dossier, record, column, part, path)

    def _fill_column(
        self, dossier: SheetDossier, record: Record, column: Column, part: dict[str, Any], path: str
    ) -> None:
        *parents, last = column.path.split(".")
        names = list(tables.names_in(record, column))
        for rank, name in enumerate(name for name in names if name in record.values):
            where = f"{path}{column.path}[{rank}]" if column.repeated else f"{path}{column.path}"
            value = record.values[name]
            dossier.places[where] = record.places[name]
            if isinstance(value, cells.Unusable):
                dossier.unusable[where] = value.why
            target = part
            for step in parents:
                target = target.setdefault(step, {})
            if column.repeated:
                target.setdefault(last, []).append(value)
            else:
                target[last] = value
        if names:  # where to write what is missing
            dossier.places.setdefault(f"{path}{column.path}", record.places[names[0]])

    def _require_same(
        self,
        dossier: SheetDossier,
        record: Record,
        columns: Iterable[Column],
        part: dict[str, Any],
        path: str,
    ) -> None:
        """In the flat form, a further row repeats what the first one said, or leaves it empty."""
        for column in columns:
            again: dict[str, Any] = {}
            said = SheetDossier("", dossier.place)
            self._fill_column(said, record, column, again, "")
            if again and _at(again, column.path) != _at(part, column.path):
                name = next(name for name in tables.names_in(record, column) if name in record.values)
                first = dossier.places.get(f"{path}.{column.path}" if path else column.path, dossier.place)
                message = f"Cette valeur n’est pas celle de la ligne {first.row} pour le même dossier : laissez la cellule vide ou corrigez l’une des deux."
                self._problem(message, record, name)

    def _problem(self, message: str, record: Record, name: str) -> None:
        self.found.problems.append(Problem(message, record.places.get(name)))


def _at(part: Any, path: str) -> Any:
    for step in path.split("."):
        part = part.get(step) if isinstance(part, dict) else None
    return part
