"""The terms of a dossier: what its amounts depend on, read from the call and frozen at the deposit."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tne38.core.money import plain


@dataclass(frozen=True)
class Terms:
    """Rates between 0 and 1, thresholds in euros, bandwidth in Mb/s."""

    version: int
    rate: Decimal
    tne_share: Decimal
    price_basis: str  # HT or TTC
    cap_basis: str  # HT, TTC or tel_quel: how the caps of the catalogue are read
    priority_threshold: Decimal | None
    standard_threshold: Decimal | None
    minimum_bandwidth: Decimal
    ent_minimum_years: int
    ent_subsidised_years: int
    closes_at: datetime

    def as_data(self) -> dict[str, Any]:
        """The JSON that a deposited dossier keeps."""
        return {
            "version": self.version,
            "taux": str(self.rate.normalize()),
            "part_tne": str(self.tne_share.normalize()),
            "prix": self.price_basis,
            "plafonds": self.cap_basis,
            "seuil_prioritaire": _text(self.priority_threshold),
            "seuil_standard": _text(self.standard_threshold),
            "debit_minimal": str(self.minimum_bandwidth),
            "ent_annees": self.ent_minimum_years,
            "ent_annees_subventionnees": self.ent_subsidised_years,
            "cloture": self.closes_at.isoformat(),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Terms":
        """The terms that a deposited dossier kept."""
        return _read(tuple(data.items()))


# The dossiers of a call kept the same terms, and a list asks for them line by line.
@lru_cache(maxsize=256)
def _read(items: tuple[tuple[str, Any], ...]) -> Terms:
    data = dict(items)
    return Terms(
        version=data["version"],
        rate=Decimal(data["taux"]),
        tne_share=Decimal(data["part_tne"]),
        price_basis=data["prix"],
        # Dossiers deposited before it was a setting had their caps taken as written.
        cap_basis=data.get("plafonds", "tel_quel"),
        priority_threshold=_amount(data["seuil_prioritaire"]),
        standard_threshold=_amount(data["seuil_standard"]),
        minimum_bandwidth=Decimal(data["debit_minimal"]),
        ent_minimum_years=data["ent_annees"],
        ent_subsidised_years=data["ent_annees_subventionnees"],
        closes_at=datetime.fromisoformat(data["cloture"]),
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
