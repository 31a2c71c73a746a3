"""What the letter that notifies a decision states, as plain values. Amounts are Decimal euros."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tne38.core.money import plain

# Changes with the text of templates/documents/decision_letter.html.
TEMPLATE_VERSION = "2026-1"

SELECTED, WAITING_LIST, REJECTED = "selected", "waiting_list", "rejected"


@dataclass(frozen=True)
class DecisionLetter:
    """The mentions of a letter; `commission` is empty for a decision taken outside a session."""

    number: str
    call: str
    porteur: str
    address: tuple[str, ...]
    representative: str
    schools: tuple[str, ...]
    commission: str
    decided_on: date
    made_on: date
    outcome: str
    eligible: Decimal
    amount: Decimal
    in_words: str
    department_share: Decimal
    tne_share: Decimal
    price_basis: str
    reason: str
    contact_email: str

    @property
    def is_selected(self) -> bool:
        return self.outcome == SELECTED

    @property
    def is_waiting(self) -> bool:
        return self.outcome == WAITING_LIST

    @property
    def is_rejected(self) -> bool:
        return self.outcome == REJECTED

    @property
    def is_lower(self) -> bool:
        """Whether less is granted than what is eligible."""
        return self.is_selected and self.amount < self.eligible

    def as_data(self) -> dict[str, Any]:
        """The JSON document that is kept and that the PDF carries."""
        return {
            "modele": TEMPLATE_VERSION,
            "dossier": self.number,
            "appel": self.call,
            "porteur": self.porteur,
            "etablissements": list(self.schools),
            "commission": self.commission,
            "decidee_le": self.decided_on.isoformat(),
            "etablie_le": self.made_on.isoformat(),
            "decision": self.outcome,
            "montant_eligible": plain(self.eligible),
            "montant": plain(self.amount),
            "part_departement": plain(self.department_share),
            "part_tne": plain(self.tne_share),
            "motif": self.reason,
        }
