"""From the path of a refusal, « projets[0].classes[1].debit_mbps », back to the cell it came from."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from ..refusals import Refusal
from .dossiers import SheetDossier
from .layout import CLASSES, SCHOOLS
from .tables import Place, Problem

_MISSING = {
    "projets": f"Aucune ligne de la feuille « {SCHOOLS.name} » ne porte la référence de ce dossier.",
    "classes": f"Ajoutez à la feuille « {CLASSES.name} » au moins une ligne pour cet établissement, avec son débit.",
}


@dataclass(frozen=True)
class CellError:
    """Something to mend in one cell, as the report keeps it and the page shows it."""

    feuille: str
    cellule: str
    ligne: int
    rang: int  # of the column, from 1
    colonne: str
    saisi: str
    code: str
    message: str
    reference: str = ""

    def as_data(self) -> dict[str, str | int]:
        return asdict(self)


def of_problem(problem: Problem) -> CellError:
    return _error(problem.place, "fichier", problem.message, "")


def of_refusals(dossier: SheetDossier, refused: Iterable[Refusal]) -> list[CellError]:
    """The refusals (or findings) of a dossier, each at its cell."""
    return [
        _error(place_of(dossier, item.champ), item.code, _message(dossier, item), dossier.reference)
        for item in refused
    ]


def place_of(dossier: SheetDossier, champ: str) -> Place:
    """The cell of a field; else the first cell inside it; else that of what holds it; else the reference."""
    if champ in dossier.places:
        return dossier.places[champ]
    inside = (f"{champ}.", f"{champ}[")
    for path, place in dossier.places.items():
        if path.startswith(inside) and champ != "projets":
            return place
    while "." in champ or "[" in champ:
        champ = re.sub(r"(\.\w+|\[\d+\])$", "", champ)
        key = f"{champ}.uai" if re.fullmatch(r"projets\[\d+\]", champ) else champ
        if key in dossier.places:
            return dossier.places[key]
    return dossier.place


def _message(dossier: SheetDossier, item: Refusal) -> str:
    """The sentence of the import, or what is more useful to someone who fills cells."""
    if why := dossier.unusable.get(item.champ):
        return why
    typed = place_of(dossier, item.champ).typed
    if item.champ.endswith(("relie_a_un_lycee", "contrat_engagement_republicain")) and typed:
        return "Écrivez « oui » ou « non »." if item.code == "champ_obligatoire" else item.message
    if item.champ in {"cachet_poste", "recu_le"} and typed and item.code == "champ_obligatoire":
        return "Une date est attendue, par exemple 31/03/2025."
    if item.champ == "projets" and not dossier.raw["projets"]:
        return _MISSING["projets"]
    if item.code == "champ_obligatoire" and item.champ.endswith(".classes"):
        return _MISSING["classes"]
    return item.message


def _error(place: Place | None, code: str, message: str, reference: str) -> CellError:
    if place is None:
        return CellError("", "", 0, 0, "", "", code, message, reference)
    typed = place.typed if len(place.typed) <= 200 else f"{place.typed[:199]}…"
    return CellError(
        place.sheet, place.address, place.row, place.column, place.title, typed, code, message, reference
    )
