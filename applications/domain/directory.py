"""Keeping the directory up to date: EPCI, communes and schools, in bulk, from open data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from tne38.core import journal
from tne38.core.text import fold

from ..enums import PRIMARY_KINDS, SchoolKind
from ..models import Commune, Epci, School

BATCH = 500


@dataclass(frozen=True)
class EpciValue:
    """An EPCI as the open data describe it."""

    siren: str
    name: str
    kind: str


@dataclass(frozen=True)
class CommuneValue:
    """A commune as the open data describe it; `epci` is the SIREN of its grouping."""

    insee: str
    name: str
    siren: str
    postal_codes: tuple[str, ...]
    population: int | None
    epci: str


@dataclass(frozen=True)
class SchoolValue:
    """A school as a source describes it; what the source does not know is empty or None."""

    uai: str
    name: str
    kind: SchoolKind
    sector: str
    contract: str = ""
    insee: str = ""
    address: str = ""
    postal_code: str = ""
    siret: str = ""
    pupils: int | None = None
    divisions: int | None = None
    figures_year: int | None = None
    suggested_lycee: str = ""
    is_open: bool = True


_SCHOOL_FIELDS = [
    "name",
    "kind",
    "sector",
    "contract",
    "commune_id",
    "address",
    "postal_code",
    "siret",
    "pupils",
    "divisions",
    "figures_year",
    "suggested_lycee",
    "is_open",
]


@transaction.atomic
def load_territories(epcis: Iterable[EpciValue], communes: Iterable[CommuneValue]) -> int:
    """Write the EPCI and the communes as given. Returns how many rows were new or changed."""
    changed = _upsert(
        Epci,
        "siren",
        [Epci(siren=row.siren, name=row.name, kind=row.kind) for row in epcis],
        ["name", "kind"],
    )
    epci_ids = dict(Epci.objects.values_list("siren", "pk"))
    rows = [
        Commune(
            insee=row.insee,
            name=row.name,
            folded_name=fold(row.name),
            siren=row.siren,
            postal_codes=list(row.postal_codes),
            population=row.population,
            epci_id=epci_ids.get(row.epci),
        )
        for row in communes
    ]
    fields = ["name", "folded_name", "siren", "postal_codes", "population", "epci_id"]
    return changed + _upsert(Commune, "insee", rows, fields)


@transaction.atomic
def load_schools(values: Sequence[SchoolValue], *, refresh: bool, by: Any = None) -> int:
    """Add the schools that are missing and complete the others. Returns how many rows were new or changed.

    An empty value never erases a known one. With `refresh` (a source more recent than the directory) the
    values given replace those known; without it they only fill the blanks.
    """
    communes = {commune.insee: commune for commune in Commune.objects.all()}
    known = {school.uai: school for school in School.objects.all()}
    rows = []
    for value in values:
        school = _school(value, communes, known.get(value.uai), refresh=refresh)
        name = school.commune.name if school.commune else ""
        school.search_text = school.folded(name)
        rows.append(school)
    changed = _upsert(School, "uai", rows, [*_SCHOOL_FIELDS, "search_text"])
    if changed:
        isere = School(name="Annuaire des établissements", uai="038")
        journal.record("annuaire mis à jour", isere, by=by, after={"etablissements": changed})
    return changed


def _school(value: SchoolValue, communes: dict, known: School | None, *, refresh: bool) -> School:
    """The row to write: what is known, completed or replaced by what the source says."""
    commune = communes.get(value.insee)
    given = {**vars(value), "commune_id": commune.pk if commune else None}
    school = School(uai=value.uai)
    for field in _SCHOOL_FIELDS:
        current = getattr(known, field) if known is not None else None
        keep = known is not None and current not in ("", None) and (not refresh or given[field] in ("", None))
        setattr(school, field, current if keep else given[field])
    if commune is not None and school.commune_id == commune.pk:
        school.commune = commune
    return school


def _upsert(model: type[models.Model], key: str, rows: Sequence[Any], fields: list[str]) -> int:
    """Insert what is new, update what differs, touch nothing else; queries do not grow with known rows."""
    known = {row[0]: row[1:] for row in model.objects.values_list(key, *fields)}
    changed = [
        row for row in rows if known.get(getattr(row, key)) != tuple(getattr(row, field) for field in fields)
    ]
    model.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=[key],
        update_fields=[field.removesuffix("_id") for field in fields],
    )
    return len(changed)


def counts() -> dict[str, int]:
    """What the directory holds: communes, EPCI, écoles and collèges (the lycées are only suggestions)."""
    return {
        "communes": Commune.objects.count(),
        "epci": Epci.objects.count(),
        "ecoles": School.objects.filter(kind__in=PRIMARY_KINDS).count(),
        "colleges": School.objects.filter(kind=SchoolKind.COLLEGE).count(),
    }
