"""What a convention states, as plain values: the template prints them, the portal keeps them with the bytes.

Amounts are Decimal euros in the price basis of the call.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tne38.core.money import ZERO, total

# Changes with what is around the articles (templates/documents/convention.html).
TEMPLATE_VERSION = "2026-3"

OGEC, COMMUNE, EPCI = "ogec", "commune", "epci"


@dataclass(frozen=True)
class Department:
    """The party that grants."""

    name: str
    siren: str
    address: str
    represented_by: str
    court: str


@dataclass(frozen=True)
class Beneficiary:
    """The party that receives: an OGEC, a commune or an EPCI."""

    kind: str
    name: str
    siren: str
    siret: str
    rna: str
    address: str
    postal_code: str
    city: str
    representative_name: str
    representative_title: str
    commitment_on: date | None  # contrat d'engagement républicain, associations only

    @property
    def is_private(self) -> bool:
        return self.kind == OGEC

    @property
    def is_epci(self) -> bool:
        return self.kind == EPCI

    @property
    def identifier(self) -> str:
        """« SIRET … » where it is known, « SIREN … » otherwise; empty when neither is."""
        if self.siret:
            return f"SIRET {self.siret}"
        return f"SIREN {self.siren}" if self.siren else ""


@dataclass(frozen=True)
class Owner:
    """The third party of a collège that does not own its premises: the body that does. It receives nothing."""

    name: str
    siret: str
    address: str
    postal_code: str
    city: str
    representative_name: str
    representative_title: str


@dataclass(frozen=True)
class Act:
    """The act of the commission permanente."""

    number: str
    held_on: date


@dataclass(frozen=True)
class School:
    uai: str
    name: str
    kind: str
    sector: str
    is_public: bool
    city: str


@dataclass(frozen=True)
class EquipmentLine:
    """`quantity` articles for one school; the unit price counts up to the cap."""

    school: str
    article: str
    quantity: int
    unit_price: Decimal
    cap: Decimal

    @property
    def eligible_price(self) -> Decimal:
        return min(self.unit_price, self.cap)

    @property
    def amount(self) -> Decimal:
        return self.quantity * self.eligible_price


@dataclass(frozen=True)
class EntSubscription:
    """The ENT of one school: what counts of it, zero where the product opens no subsidy."""

    school: str
    product: str
    annual_cost: Decimal
    years: int
    subsidised: bool

    @property
    def amount(self) -> Decimal:
        return self.annual_cost * self.years if self.subsidised else ZERO


@dataclass(frozen=True)
class Terms:
    """The numbers that the call sets."""

    keeping_years: int
    lapse_months: int
    proofs_months: int
    ent_years: int
    bandwidth: Decimal


@dataclass(frozen=True)
class Funding:
    """What is granted, and on what basis. `expense` is the eligible expense of the accepted quotes."""

    basis: str
    rate: Decimal
    tne_part: Decimal
    expense: Decimal
    amount: Decimal
    department_share: Decimal
    tne_share: Decimal

    @property
    def own_share(self) -> Decimal:
        """What stays with the beneficiary out of the eligible expense."""
        return self.expense - self.amount


@dataclass(frozen=True)
class ConventionData:
    """Everything a convention states."""

    number: str
    dossier: str
    call: str
    deposited_on: date
    made_on: date
    department: Department
    beneficiary: Beneficiary
    act: Act
    schools: tuple[School, ...]
    lines: tuple[EquipmentLine, ...]
    subscriptions: tuple[EntSubscription, ...]
    funding: Funding
    terms: Terms
    text: str  # the articles, in the language of `wording`
    text_version: str
    owner: Owner | None = None

    @property
    def template(self) -> str:
        """What it is printed from: what is around the articles, then the articles."""
        return f"{TEMPLATE_VERSION}.{self.text_version}"

    @property
    def eligible_asked(self) -> Decimal:
        """The eligible total of the annex, in euros: equipment and ENT."""
        equipment = total(line.amount for line in self.lines)
        return equipment + total(item.amount for item in self.subscriptions)

    @property
    def has_public_school(self) -> bool:
        return any(school.is_public for school in self.schools)

    @property
    def has_private_school(self) -> bool:
        return any(not school.is_public for school in self.schools)
