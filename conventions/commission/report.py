"""What the report to the commission permanente states, as plain values: frozen once, printed from them alone.

Amounts are Decimal euros; as data they are text, with French keys.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tne38.core.money import plain, total

# Changes with the text of templates/documents/report.html.
TEMPLATE_VERSION = "2026-1"


@dataclass(frozen=True)
class Row:
    """One beneficiary: its eligible expense after the quotes and the subsidy proposed."""

    dossier: str
    beneficiary: str
    identifier: str
    is_private: bool
    schools: str
    basis: str  # HT or TTC, that of the porteur
    expense: Decimal
    rate: Decimal
    amount: Decimal
    department_share: Decimal
    tne_share: Decimal

    def as_data(self) -> dict[str, Any]:
        return {
            "dossier": self.dossier,
            "beneficiaire": self.beneficiary,
            "identifiant": self.identifier,
            "prive": self.is_private,
            "etablissements": self.schools,
            "prix": self.basis,
            "depense_eligible": plain(self.expense),
            "taux": f"{self.rate.normalize():f}",
            "montant": plain(self.amount),
            "part_departement": plain(self.department_share),
            "part_tne": plain(self.tne_share),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Row":
        names = ("depense_eligible", "taux", "montant", "part_departement", "part_tne")
        texts = ("dossier", "beneficiaire", "identifiant", "prive", "etablissements", "prix")
        return cls(*(data[name] for name in texts), *(Decimal(data[name]) for name in names))


class Summed:
    """What has rows, and their totals."""

    def listed(self) -> Iterable[Row]:
        raise NotImplementedError

    @property
    def expense(self) -> Decimal:
        return total(row.expense for row in self.listed())

    @property
    def amount(self) -> Decimal:
        return total(row.amount for row in self.listed())

    @property
    def department_share(self) -> Decimal:
        return total(row.department_share for row in self.listed())

    @property
    def tne_share(self) -> Decimal:
        return total(row.tne_share for row in self.listed())


@dataclass(frozen=True)
class CallPart(Summed):
    """The beneficiaries of one call."""

    call: str
    rows: tuple[Row, ...]

    def listed(self) -> Iterable[Row]:
        return self.rows

    def as_data(self) -> dict[str, Any]:
        return {"appel": self.call, "beneficiaires": [row.as_data() for row in self.rows]}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "CallPart":
        return cls(data["appel"], tuple(Row.from_data(row) for row in data["beneficiaires"]))


@dataclass(frozen=True)
class Report(Summed):
    """The whole report: one part a call, in the order of their titles."""

    held_on: date
    parts: tuple[CallPart, ...]

    @property
    def rows(self) -> list[Row]:
        return [row for part in self.parts for row in part.rows]

    def listed(self) -> Iterable[Row]:
        return self.rows

    @property
    def has_private(self) -> bool:
        return any(row.is_private for row in self.rows)

    @property
    def has_public(self) -> bool:
        return any(not row.is_private for row in self.rows)

    def as_data(self) -> dict[str, Any]:
        return {
            "modele": TEMPLATE_VERSION,
            "seance": self.held_on.isoformat(),
            "appels": [part.as_data() for part in self.parts],
            "montant": plain(self.amount),
            "part_departement": plain(self.department_share),
            "part_tne": plain(self.tne_share),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Report":
        parts = tuple(CallPart.from_data(part) for part in data["appels"])
        return cls(date.fromisoformat(data["seance"]), parts)
