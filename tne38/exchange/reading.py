"""Opening the dossier file: what is wrong here is a wrong use of the command, not a refused dossier."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any


class UnreadableFile(ValueError):
    """The file is missing, is not JSON, or is not a dossier file."""


def read(path: Path, *, call: str) -> list[Any]:
    """The dossiers of the file, still unchecked; numbers are exact. Raises UnreadableFile."""
    try:
        content = json.loads(
            path.read_text(encoding="utf-8-sig"), parse_float=Decimal, parse_constant=_refuse
        )
    except OSError as error:
        raise UnreadableFile(f"Fichier illisible : {error}") from None
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


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} n’est pas un nombre.")
