"""What the letters of a recovery state, as plain values. Amounts are Decimal euros."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tne38.core.money import ZERO, plain

# Changes with the text of templates/documents/recovery_notice.html and recovery_decision.html.
TEMPLATE_VERSION = "2026-1"


@dataclass(frozen=True)
class Claimed:
    """Whose convention it is, what is claimed back of it and why."""

    number: str
    convention: str
    notified_on: date
    call: str
    porteur: str
    address: tuple[str, ...]
    representative: str
    paid: Decimal
    ground: str
    reason: str
    amount: Decimal
    department_share: Decimal
    tne_share: Decimal
    contact_email: str

    def as_data(self) -> dict[str, Any]:
        return {
            "modele": TEMPLATE_VERSION,
            "dossier": self.number,
            "convention": self.convention,
            "notifiee_le": self.notified_on.isoformat(),
            "appel": self.call,
            "porteur": self.porteur,
            "verse": plain(self.paid),
            "fondement": self.ground,
            "motifs": self.reason,
            "montant": plain(self.amount),
            "part_departement": plain(self.department_share),
            "part_tne": plain(self.tne_share),
        }


@dataclass(frozen=True)
class Notice:
    """The letter that opens the adversarial step."""

    claimed: Claimed
    made_on: date
    answer_by: date
    in_words: str

    def as_data(self) -> dict[str, Any]:
        dates = {"etablie_le": self.made_on.isoformat(), "reponse_avant_le": self.answer_by.isoformat()}
        return {**self.claimed.as_data(), **dates}


@dataclass(frozen=True)
class Decided:
    """The letter that tells the decision; `answered_on` and `heard_on` are None where nothing was said."""

    claimed: Claimed
    opened_on: date
    answer_by: date
    answered_on: date | None
    heard_on: date | None
    decided_on: date
    amount: Decimal
    department_share: Decimal
    tne_share: Decimal
    in_words: str
    reason: str

    @property
    def is_dropped(self) -> bool:
        return self.amount == ZERO

    @property
    def is_in_part(self) -> bool:
        return ZERO < self.amount < self.claimed.amount

    def as_data(self) -> dict[str, Any]:
        return {
            **self.claimed.as_data(),
            "ouvert_le": self.opened_on.isoformat(),
            "decide_le": self.decided_on.isoformat(),
            "observations_le": self.answered_on.isoformat() if self.answered_on else None,
            "entendu_le": self.heard_on.isoformat() if self.heard_on else None,
            "montant_decide": plain(self.amount),
            "part_departement_decidee": plain(self.department_share),
            "part_tne_decidee": plain(self.tne_share),
            "motifs_de_la_decision": self.reason,
        }
