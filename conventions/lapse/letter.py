"""What the letter that tells a lapse states, as plain values. Amounts are Decimal euros."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tne38.core.money import plain

# Changes with the text of templates/documents/lapse.html.
TEMPLATE_VERSION = "2026-1"


@dataclass(frozen=True)
class LapseLetter:
    """The mentions of the letter; `notified_on` and `term` are None for a convention never notified."""

    number: str
    convention: str
    call: str
    porteur: str
    address: tuple[str, ...]
    representative: str
    notified_on: date | None
    term: date | None
    pronounced_on: date
    granted: Decimal
    paid: Decimal
    given_back: Decimal
    reason: str
    contact_email: str

    def as_data(self) -> dict[str, Any]:
        """The JSON document that the PDF carries."""
        return {
            "modele": TEMPLATE_VERSION,
            "dossier": self.number,
            "convention": self.convention,
            "appel": self.call,
            "beneficiaire": self.porteur,
            "notifiee_le": self.notified_on.isoformat() if self.notified_on else None,
            "echeance": self.term.isoformat() if self.term else None,
            "constatee_le": self.pronounced_on.isoformat(),
            "accorde": plain(self.granted),
            "verse": plain(self.paid),
            "rendu": plain(self.given_back),
            "motif": self.reason,
        }
