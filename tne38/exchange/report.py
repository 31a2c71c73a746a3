"""The report of a spreadsheet: for each dossier its row, what became of it, what is to mend and in which cell."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from applications.models import Call

from . import importing
from .importing import Outcome
from .spreadsheet import locating
from .spreadsheet.archive import Unreadable
from .spreadsheet.dossiers import Reading, SheetDossier
from .spreadsheet.locating import CellError

ACCEPTED, SKIPPED, REFUSED = "accepte", "ignore", "refuse"
_ISSUES = {"acceptes": ACCEPTED, "ignores": SKIPPED, "refuses": REFUSED}

Report = dict[str, Any]
Progress = Callable[[int, int], None]


def unreadable(error: Unreadable) -> Report:
    """The report of a file that cannot be read at all."""
    problem = CellError("", "", 0, 0, "", "", "fichier", str(error))
    return {"problemes": [problem.as_data()], "notes": [], "dossiers": []}


def examine(call: Call, reading: Reading, *, at: datetime, by: Any, progress: Progress) -> Report:
    """What an import would do; nothing is kept."""
    rows = _rows(call, reading.dossiers, at=at, by=by, dry_run=True, progress=progress)
    return {
        "problemes": [locating.of_problem(problem).as_data() for problem in reading.problems],
        "notes": reading.notes,
        "dossiers": list(rows),
    }


def carry_out(
    call: Call, reading: Reading, examined: Report, *, at: datetime, by: Any, progress: Progress
) -> Report:
    """Import the dossiers that the examination accepted; the report of the others stays.

    Safe to run again: a dossier that an interrupted attempt had time to deposit is found with its number.
    """
    before = {row["ligne"]: row for row in examined["dossiers"]}
    wanted = [dossier for dossier in reading.dossiers if before[dossier.place.row]["issue"] == ACCEPTED]
    for row in _rows(call, wanted, at=at, by=by, dry_run=False, progress=progress):
        known = before[row["ligne"]]
        if row["issue"] == SKIPPED:
            row |= {"issue": ACCEPTED, "constats": known["constats"]}
        before[row["ligne"]] = row
    return {**examined, "dossiers": [before[row["ligne"]] for row in examined["dossiers"]]}


def _rows(
    call: Call,
    dossiers: list[SheetDossier],
    *,
    at: datetime,
    by: Any,
    dry_run: bool,
    progress: Progress,
) -> Iterator[dict[str, Any]]:
    raws = (dossier.raw for dossier in dossiers)
    outcomes = importing.each(call, raws, at=at, by=by, dry_run=dry_run)
    progress(0, len(dossiers))
    for done, (dossier, outcome) in enumerate(zip(dossiers, outcomes, strict=True), start=1):
        yield _row(dossier, outcome)
        progress(done, len(dossiers))


def _row(dossier: SheetDossier, outcome: Outcome) -> dict[str, Any]:
    found = [error.as_data() for error in locating.of_refusals(dossier, outcome.located)]
    name = dossier.raw["porteur"].get("nom")
    refused = outcome.kind == "refuses"
    return {
        "ligne": dossier.place.row,
        "reference": dossier.reference,
        "porteur": name if isinstance(name, str) else "",
        "issue": _ISSUES[outcome.kind],
        "numero": outcome.entry.get("numero"),
        "erreurs": found if refused else [],
        "constats": [] if refused else found,
    }


def errors_of(report: Report) -> list[dict[str, Any]]:
    """Everything that prevents an import, in the order of the file: its own problems first."""
    return [*report.get("problemes", []), *_all(report, "erreurs")]


def remarks_of(report: Report) -> list[dict[str, Any]]:
    """What is noted on the dossiers that are accepted."""
    return list(_all(report, "constats"))


def _all(report: Report, name: str) -> Iterable[dict[str, Any]]:
    return (error for row in report.get("dossiers", []) for error in row[name])
