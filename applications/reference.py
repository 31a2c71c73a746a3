"""The open data packaged with the portal (applications/data/README.md), read into plain values."""

import csv
from collections.abc import Iterator
from pathlib import Path

from .domain.directory import CommuneValue, EpciValue, SchoolValue
from .enums import SchoolKind, Sector

DATA = Path(__file__).resolve().parent / "data"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def whole(text: str) -> int | None:
    """A whole number, or None when the source leaves it blank."""
    return int(text) if text.strip() else None


def sector_of(status: str, contract: str) -> Sector:
    """« Public » or « Privé », and the wording of the contract: what the sources call a sector."""
    if status == "Public":
        return Sector.PUBLIC
    wording = contract.upper()
    without = "CONTRAT" not in wording or wording.startswith(("HORS", "SANS"))
    return Sector.PRIVATE_WITHOUT_CONTRACT if without else Sector.PRIVATE_UNDER_CONTRACT


def epcis() -> list[EpciValue]:
    """The 18 EPCI with at least one member in Isère."""
    return [EpciValue(row["siren"], row["nom"], row["type"]) for row in _rows("epci_isere.csv")]


def communes() -> list[CommuneValue]:
    """The 512 communes of Isère."""
    return [
        CommuneValue(
            insee=row["code_insee"],
            name=row["nom"],
            siren=row["siren"],
            postal_codes=tuple(row["codes_postaux"].split("|")),
            population=whole(row["population"]),
            epci=row["epci_siren"],
        )
        for row in _rows("communes_isere.csv")
    ]


def schools() -> list[SchoolValue]:
    """Écoles, collèges and lycées, in that order."""
    return [*_ecoles(), *_colleges(), *_lycees()]


_ECOLE_KINDS = {
    "maternelle": SchoolKind.MATERNELLE,
    "élémentaire": SchoolKind.ELEMENTAIRE,
    "primaire": SchoolKind.PRIMAIRE,
}


def _ecoles() -> Iterator[SchoolValue]:
    for row in _rows("ecoles_isere.csv"):
        yield SchoolValue(
            uai=row["uai"],
            name=row["nom_etablissement"],
            kind=_ECOLE_KINDS[row["type_etablissement"]],
            sector=sector_of(row["statut_public_prive"], row["type_contrat_prive"]),
            contract=row["type_contrat_prive"],
            insee=row["code_commune"],
            postal_code=row["code_postal"],
            pupils=whole(row["nombre_total_eleves"]),
            divisions=whole(row["nombre_total_classes"]),
            figures_year=whole(row["rentree_scolaire_effectifs"]),
        )


def _colleges() -> Iterator[SchoolValue]:
    for row in _rows("colleges_isere.csv"):
        # One vintage for all where it exists; the latest row found otherwise.
        uniform = whole(row["effectifs_ips_2022_2023"])
        yield SchoolValue(
            uai=row["uai"],
            name=row["nom_etablissement"],
            kind=SchoolKind.COLLEGE,
            sector=sector_of(row["statut_public_prive"], row["type_contrat_prive"]),
            contract=row["type_contrat_prive"],
            insee=row["code_commune"],
            address=row["adresse"],
            postal_code=row["code_postal"],
            pupils=uniform or whole(row["nombre_eleves_total"]),
            figures_year=2022 if uniform else whole(row["rentree_scolaire_effectifs"]),
            suggested_lycee=row["lycee_associe_nom"].replace("|", " ; "),
            is_open=row["present_2025_10"] == "1",
        )


def _lycees() -> Iterator[SchoolValue]:
    for row in _rows("lycees_isere.csv"):
        yield SchoolValue(
            uai=row["identifiant_de_l_etablissement"],
            name=row["nom_etablissement"],
            kind=SchoolKind.LYCEE,
            sector=sector_of(row["statut_public_prive"], row["type_contrat_prive"]),
            contract=row["type_contrat_prive"],
            insee=row["code_commune"],
            address=row["adresse_1"],
            postal_code=row["code_postal"],
            siret=row["siren_siret"],
            pupils=whole(row["nombre_d_eleves"]),
        )
