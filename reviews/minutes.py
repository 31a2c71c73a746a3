"""What the minutes of a session state, as plain values: frozen when it closes, printed from them alone.

Amounts are Decimal euros; as data they are text, with French keys.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tne38.core.money import plain, total

# Changes with the text of templates/documents/minutes.html.
TEMPLATE_VERSION = "2026-2"


@dataclass(frozen=True)
class Person:
    """Someone invited: name and quality, role and presence in words."""

    name: str
    role: str
    presence: str
    is_present: bool

    def as_data(self) -> dict[str, Any]:
        return {"nom": self.name, "role": self.role, "presence": self.presence, "present": self.is_present}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Person":
        return cls(data["nom"], data["role"], data["presence"], data["present"])


@dataclass(frozen=True)
class Fund:
    """One funder's envelope, and what was reserved when the session opened and when it closed."""

    funder: str
    amount: Decimal
    before: Decimal
    after: Decimal

    @property
    def left_before(self) -> Decimal:
        return self.amount - self.before

    @property
    def left_after(self) -> Decimal:
        return self.amount - self.after

    @property
    def is_exceeded(self) -> bool:
        return self.left_after < 0

    def as_data(self) -> dict[str, Any]:
        return {
            "financeur": self.funder,
            "montant": plain(self.amount),
            "reserve_avant": plain(self.before),
            "reserve_apres": plain(self.after),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Fund":
        amounts = (Decimal(data[name]) for name in ("montant", "reserve_avant", "reserve_apres"))
        return cls(data["financeur"], *amounts)


@dataclass(frozen=True)
class Ruling:
    """What was decided of one dossier; `exceeded` tells each envelope that it passed, and why.

    `away` are those present who kept away from it.
    """

    number: str
    porteur: str
    schools: str
    rank: int | None
    case_by_case: bool
    outcome: str
    amount: Decimal
    in_words: str
    department_share: Decimal
    tne_share: Decimal
    reason: str
    exceeded: tuple[str, ...]
    away: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {
            "dossier": self.number,
            "porteur": self.porteur,
            "etablissements": self.schools,
            "rang": self.rank,
            "au_dela_du_seuil": self.case_by_case,
            "decision": self.outcome,
            "montant": plain(self.amount),
            "montant_en_lettres": self.in_words,
            "part_departement": plain(self.department_share),
            "part_tne": plain(self.tne_share),
            "motif": self.reason,
            "depassements": list(self.exceeded),
            "deports": list(self.away),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Ruling":
        return cls(
            number=data["dossier"],
            porteur=data["porteur"],
            schools=data["etablissements"],
            rank=data["rang"],
            case_by_case=data["au_dela_du_seuil"],
            outcome=data["decision"],
            amount=Decimal(data["montant"]),
            in_words=data["montant_en_lettres"],
            department_share=Decimal(data["part_departement"]),
            tne_share=Decimal(data["part_tne"]),
            reason=data["motif"],
            exceeded=tuple(data["depassements"]),
            away=tuple(data.get("deports", ())),  # minutes frozen before version 2026-2 have none
        )


@dataclass(frozen=True)
class Minutes:
    """Everything the minutes state."""

    commission: str
    call: str
    held_on: date
    place: str
    opened: str
    closed: str
    quorum: int
    voting: int
    people: tuple[Person, ...]
    funds: tuple[Fund, ...]
    rulings: tuple[Ruling, ...]
    unexamined: tuple[str, ...]

    @property
    def granted(self) -> Decimal:
        return total(ruling.amount for ruling in self.rulings)

    @property
    def department_granted(self) -> Decimal:
        return total(ruling.department_share for ruling in self.rulings)

    @property
    def tne_granted(self) -> Decimal:
        return total(ruling.tne_share for ruling in self.rulings)

    @property
    def present(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if person.is_present)

    @property
    def away(self) -> tuple[Person, ...]:
        return tuple(person for person in self.people if not person.is_present)

    @property
    def is_exceeded(self) -> bool:
        return any(fund.is_exceeded for fund in self.funds)

    def as_data(self) -> dict[str, Any]:
        """The JSON document that is kept and that the PDF carries."""
        return {
            "commission": self.commission,
            "appel": self.call,
            "date": self.held_on.isoformat(),
            "lieu": self.place,
            "ouverte": self.opened,
            "close": self.closed,
            "quorum": self.quorum,
            "votants_presents": self.voting,
            "personnes": [person.as_data() for person in self.people],
            "enveloppes": [fund.as_data() for fund in self.funds],
            "decisions": [ruling.as_data() for ruling in self.rulings],
            "non_examines": list(self.unexamined),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Minutes":
        return cls(
            commission=data["commission"],
            call=data["appel"],
            held_on=date.fromisoformat(data["date"]),
            place=data["lieu"],
            opened=data["ouverte"],
            closed=data["close"],
            quorum=data["quorum"],
            voting=data["votants_presents"],
            people=tuple(Person.from_data(row) for row in data["personnes"]),
            funds=tuple(Fund.from_data(row) for row in data["enveloppes"]),
            rulings=tuple(Ruling.from_data(row) for row in data["decisions"]),
            unexamined=tuple(data["non_examines"]),
        )
