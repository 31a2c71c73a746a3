"""What an amendment states, as plain values; the template prints them, the portal keeps them with the bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tne38.core.money import plain

from ..completeness import lacking, of_beneficiary, of_department, of_owner
from ..document import Beneficiary, Department, Owner

# Changes with the text of templates/documents/amendment.html.
TEMPLATE_VERSION = "2026-1"


@dataclass(frozen=True)
class Granted:
    """A subsidy and its shares, in euros."""

    amount: Decimal
    department_share: Decimal
    tne_share: Decimal

    def as_data(self) -> dict[str, str]:
        return {
            "montant": plain(self.amount),
            "part_departement": plain(self.department_share),
            "part_tne": plain(self.tne_share),
        }


@dataclass(frozen=True)
class AmendmentData:
    """Everything an amendment states; a change that it does not make has None after it."""

    convention: str
    rank: int
    dossier: str
    call: str
    notified_on: date
    made_on: date
    department: Department
    beneficiary: Beneficiary
    owner: Owner | None
    reason: str
    asked_on: date
    act: str
    until_before: date
    until: date | None
    granted_before: Granted
    granted: Granted | None
    in_words: str  # the new amount, empty when it does not change

    @property
    def number(self) -> str:
        """As its pages name it: « 2025-TNE-042-A1 »."""
        return f"{self.convention}-A{self.rank}"

    @property
    def given_up(self) -> Decimal | None:
        """Euros that go back to the envelope."""
        return self.granted_before.amount - self.granted.amount if self.granted else None

    @property
    def articles(self) -> dict[str, int]:
        """The articles in order, numbered from the second one."""
        names = ["until"] * bool(self.until) + ["granted"] * bool(self.granted) + ["rest", "effect"]
        return {name: rank for rank, name in enumerate(names, start=2)}

    def as_data(self) -> dict[str, Any]:
        """The JSON document that is kept and that the PDF carries."""
        return {
            "modele": TEMPLATE_VERSION,
            "numero": self.number,
            "convention": self.convention,
            "rang": self.rank,
            "dossier": self.dossier,
            "appel": self.call,
            "notifiee_le": self.notified_on.isoformat(),
            "etabli_le": self.made_on.isoformat(),
            "beneficiaire": {
                "nom": self.beneficiary.name,
                "siren": self.beneficiary.siren,
                "representant": self.beneficiary.representative_name,
                "qualite": self.beneficiary.representative_title,
            },
            "proprietaire": self.owner.name if self.owner else None,
            "motif": self.reason,
            "demande_le": self.asked_on.isoformat(),
            "acte": self.act,
            "delai": {
                "avant": self.until_before.isoformat(),
                "apres": self.until.isoformat() if self.until else None,
            },
            "subvention": {
                "avant": self.granted_before.as_data(),
                "apres": self.granted.as_data() if self.granted else None,
            },
        }


def missing(data: AmendmentData) -> list[str]:
    """The French names of the mandatory values that the data lack; empty when the amendment can be made."""
    return lacking(_mandatory(data))


def _mandatory(data: AmendmentData) -> Iterator[tuple[str, object]]:
    yield "numéro de la convention", data.convention
    yield "numéro du dossier", data.dossier
    yield from of_department(data.department)
    yield from of_beneficiary(data.beneficiary)
    if data.owner is not None:
        yield from of_owner(data.owner)
    yield "motif de l’avenant", data.reason
    yield "au moins un changement, de date ou de montant", data.until or data.granted
