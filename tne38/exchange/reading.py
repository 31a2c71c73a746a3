"""Opening the dossier file: what is wrong here is a wrong use of the command, not a refused dossier."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from .spreadsheet import dossiers as spreadsheet
from .spreadsheet.archive import Unreadable, is_workbook


class UnreadableFile(ValueError):
    """The file is missing, is not JSON, or is not a dossier file."""


def read(path: Path, *, call: str) -> list[Any]:
    """The dossiers of the file, JSON or spreadsheet, still unchecked; numbers are exact. Raises UnreadableFile."""
    try:
        written = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"Fichier illisible : {error}") from None
    if is_workbook(written) or path.suffix.lower() in {".xlsx", ".csv"}:
        return _read_spreadsheet(written)
    try:
        content = json.loads(written.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"Ce fichier n’est pas un document JSON : {error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("dossiers"), list):
        raise UnreadableFile("Un objet avec les champs « appel » et « dossiers » est attendu.")
    if unknown := sorted(content.keys() - {"appel", "dossiers"}):
        raise UnreadableFile(f"Champs inconnus en tête du fichier : {', '.join(unknown)}.")
    if content.get("appel") != call:
        raise UnreadableFile(
            f"Le fichier est fait pour l’appel « {content.get('appel')} », la commande pour « {call} »."
        )
    return content["dossiers"]


def _read_spreadsheet(content: bytes) -> list[Any]:
    """The same from a workbook or a CSV file, which does not name its call."""
    try:
        found = spreadsheet.read(content)
    except Unreadable as error:
        raise UnreadableFile(str(error)) from None
    if found.problems:
        where = [
            problem.place and f"{problem.place.sheet}, {problem.place.address} : "
            for problem in found.problems
        ]
        told = [
            f"{place or ''}{problem.message}" for place, problem in zip(where, found.problems, strict=True)
        ]
        raise UnreadableFile("\n".join(told))
    return [dossier.raw for dossier in found.dossiers]


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} n’est pas un nombre.")
