"""The national file « fr-en-annuaire-education » (semicolon, 72 columns), read into plain values.

Columns are found by their name whatever its case or accents; a row that cannot be read is reported and
left out, it never stops the file.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tne38.core import identifiers
from tne38.core.text import fold

from .domain.directory import SchoolValue
from .enums import SchoolKind
from .reference import sector_of, whole

REQUIRED = ["identifiant_de_l_etablissement", "nom_etablissement", "type_etablissement", "code_departement"]
_ISERE = {"038", "38"}
_KINDS = {"college": SchoolKind.COLLEGE, "lycee": SchoolKind.LYCEE}


@dataclass(frozen=True)
class RefusedRow:
    """A row left out: its line in the file and why."""

    line: int
    uai: str
    message: str


class NotAnAnnuaire(ValueError):
    """The file does not have the columns of the national annuaire."""


def read(path: Path) -> tuple[list[SchoolValue], list[RefusedRow]]:
    """The écoles, collèges and lycées of Isère in the file, and the rows of Isère that could not be read.

    Raises NotAnAnnuaire when a column is missing, OSError when the file cannot be opened.
    """
    lines = _text(path.read_bytes()).splitlines()
    delimiter = ";" if lines and ";" in lines[0] else ","
    header = [fold(name).replace(" ", "_") for name in _cells(lines[0], delimiter)] if lines else []
    if missing := [name for name in REQUIRED if name not in header]:
        raise NotAnAnnuaire(f"Colonnes absentes : {', '.join(missing)}.")
    found: dict[str, SchoolValue] = {}
    refused = []
    # Line by line, so that a quotation mark left open spoils its own line and not the rest of the file.
    for number, line in enumerate(lines[1:], start=2):
        cells = _cells(line, delimiter)
        row = dict(zip(header, cells, strict=False))
        if not _is_in_isere(row):
            continue
        try:
            if len(cells) < len(header):
                raise ValueError("ligne incomplète")
            found |= {value.uai: value for value in _school(row)}
        except ValueError as error:
            refused.append(RefusedRow(number, row.get(REQUIRED[0], ""), str(error)))
    return list(found.values()), refused


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return [cell.strip() for cell in line[:1000].split(delimiter)[:1]]


def _is_in_isere(row: dict[str, str]) -> bool:
    """By its département, or by its UAI where the line stops before."""
    return row.get("code_departement", row.get(REQUIRED[0], "")[:3]) in _ISERE


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _school(row: dict[str, str]) -> Iterator[SchoolValue]:
    """The school of a row, or nothing when the row is not a school (CIO, service…)."""
    kind = _kind(row)
    if kind is None:
        return
    uai = identifiers.compact(row["identifiant_de_l_etablissement"])
    if not identifiers.is_uai(uai):
        raise ValueError("UAI non valable")
    if not row["nom_etablissement"]:
        raise ValueError("nom absent")
    contract, status = row.get("type_contrat_prive", ""), row.get("statut_public_prive", "")
    if fold(status) not in {"public", "prive"}:
        raise ValueError(f"statut inconnu : « {status} »")
    siret = identifiers.compact(row.get("siren_siret", ""))
    pupils = _count(row.get("nombre_d_eleves", ""))
    yield SchoolValue(
        uai=uai,
        name=row["nom_etablissement"][:200],
        kind=kind,
        sector=sector_of("Public" if fold(status) == "public" else "Privé", contract),
        contract=contract[:80],
        insee=row.get("code_commune", ""),
        address=row.get("adresse_1", "")[:200],
        postal_code=row.get("code_postal", "")[:5],
        siret=siret if identifiers.is_siret(siret) else "",
        pupils=pupils,
        figures_year=_year(row) if pupils is not None else None,
        is_open=fold(row.get("etat", "")) in {"", "ouvert", "a fermer"},
    )


def _kind(row: dict[str, str]) -> SchoolKind | None:
    wording = fold(row["type_etablissement"])
    if wording != "ecole":
        return _KINDS.get(wording)
    nursery, elementary = _yes(row.get("ecole_maternelle", "")), _yes(row.get("ecole_elementaire", ""))
    if not (nursery or elementary):
        nature = fold(row.get("libelle_nature", ""))
        nursery, elementary = "maternelle" in nature, "elementaire" in nature or "primaire" in nature
    if nursery and elementary:
        return SchoolKind.PRIMAIRE
    if nursery or elementary:
        return SchoolKind.MATERNELLE if nursery else SchoolKind.ELEMENTAIRE
    raise ValueError("ni maternelle ni élémentaire")


def _yes(text: str) -> bool:
    return fold(text) in {"1", "1.0", "true", "vrai", "oui"}


def _count(text: str) -> int | None:
    try:
        count = whole(text.removesuffix(".0"))
    except ValueError:
        raise ValueError(f"nombre d’élèves non valable : « {text} »") from None
    if count is not None and not 0 <= count < 20_000:
        raise ValueError(f"nombre d’élèves non valable : « {text} »")
    return count


def _year(row: dict[str, str]) -> int | None:
    """The rentrée to which the figures belong: the school year in which the row was updated."""
    date = row.get("date_maj_ligne", "")
    if not (date[:4].isdigit() and date[5:7].isdigit()):
        return None
    return int(date[:4]) - (int(date[5:7]) < 9)
