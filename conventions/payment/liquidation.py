"""What counts of the invoices of a convention and what is still due: pure arithmetic, no database.

Amounts are Decimal euros in the price basis of the dossier (HT or TTC). Invoices are read in order: the first to
reach what was granted of an article takes it, the next ones are told why they no longer count.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from equipment.keys import Key
from tne38.core.money import ZERO, french, split, total

from .entitlement import Entitlement, entitled


@dataclass(frozen=True)
class Granted:
    """How many of an article count at most (years of an ENT), each up to `cap` euros.

    Of them only the `received` ones count as yet: what is not received is not paid.
    """

    quantity: int
    cap: Decimal
    received: int


@dataclass(frozen=True)
class Bought:
    """A line of an invoice: `quantity` of what was granted under `key`, at `unit_price` euros."""

    key: Key
    quantity: int
    unit_price: Decimal

    @property
    def amount(self) -> Decimal:
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class Bill:
    """An invoice: its total in euros, its dates, its lines; `refused` is why the service sets it aside."""

    total: Decimal
    issued_on: date
    paid_on: date | None
    lines: Sequence[Bought]
    refused: str = ""

    @property
    def unmatched(self) -> Decimal:
        """Euros of the invoice that no granted article explains."""
        return self.total - total(line.amount for line in self.lines)


class Why(StrEnum):
    """Why euros of an invoice do not count."""

    BEFORE_NOTIFICATION = "avant_notification"
    NOT_PAID = "non_acquittee"
    SET_ASIDE = "ecartee"
    NOT_GRANTED = "non_accorde"
    TOO_MANY = "quantite"
    NOT_RECEIVED = "non_recu"
    ABOVE_CAP = "plafond"


@dataclass(frozen=True)
class Refusal:
    """Euros that do not count, and why in a sentence."""

    why: Why
    amount: Decimal
    sentence: str


@dataclass(frozen=True)
class ExaminedLine:
    """What counts of a line."""

    line: Bought
    counted: Decimal
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class ExaminedBill:
    """What counts of an invoice; `refusals` are those of the invoice as a whole."""

    bill: Bill
    lines: tuple[ExaminedLine, ...]
    refusals: tuple[Refusal, ...]

    @property
    def counted(self) -> Decimal:
        return total(line.counted for line in self.lines)

    @property
    def refused(self) -> Decimal:
        lines = (refusal.amount for line in self.lines for refusal in line.refusals)
        return total(lines) + total(refusal.amount for refusal in self.refusals)


def examine(
    granted: Mapping[Key, Granted], bills: Iterable[Bill], *, notified_on: date
) -> tuple[ExaminedBill, ...]:
    """What counts of each invoice: nothing of one that precedes the notification, is not paid or is set aside.

    What counts and what is refused of an invoice always add up to its total.
    """
    left = {key: _Left(value.quantity, value.received) for key, value in granted.items()}
    return tuple(_examined(granted, left, bill, notified_on) for bill in bills)


@dataclass
class _Left:
    """How many of an article no invoice has taken yet: of what is granted, of what is received."""

    granted: int
    received: int

    def take(self, quantity: int) -> tuple[int, int]:
        """How many of an invoice are within what is granted, and among them received."""
        within = min(quantity, self.granted)
        received = min(within, self.received)
        self.granted -= within
        self.received -= received
        return within, received


def _examined(
    granted: Mapping[Key, Granted], left: Mapping[Key, _Left], bill: Bill, notified_on: date
) -> ExaminedBill:
    if whole := _as_a_whole(bill, notified_on):
        return ExaminedBill(bill, tuple(ExaminedLine(line, ZERO, ()) for line in bill.lines), (whole,))
    lines = tuple(_line(granted.get(line.key), left, line) for line in bill.lines)
    sentence = f"{french(bill.unmatched)} de cette facture ne correspondent à aucun article accordé."
    rest = (Refusal(Why.NOT_GRANTED, bill.unmatched, sentence),) if bill.unmatched > ZERO else ()
    return ExaminedBill(bill, lines, rest)


def _as_a_whole(bill: Bill, notified_on: date) -> Refusal | None:
    """Why nothing of an invoice counts, or None."""
    if bill.refused:
        return Refusal(Why.SET_ASIDE, bill.total, f"Facture écartée par le service : {bill.refused}")
    if bill.issued_on < notified_on:
        sentence = (
            f"La facture est du {bill.issued_on:%d/%m/%Y}, avant la notification de la convention "
            f"({notified_on:%d/%m/%Y}) : elle ne compte pas."
        )
        return Refusal(Why.BEFORE_NOTIFICATION, bill.total, sentence)
    if bill.paid_on is None:
        return Refusal(
            Why.NOT_PAID, bill.total, "La facture n’est pas acquittée : elle ne compte pas encore."
        )
    return None


def _line(granted: Granted | None, left: Mapping[Key, _Left], line: Bought) -> ExaminedLine:
    if granted is None:
        refusal = Refusal(Why.NOT_GRANTED, line.amount, "Cet article n’est pas accordé par la convention.")
        return ExaminedLine(line, ZERO, (refusal,))
    within, quantity = left[line.key].take(line.quantity)
    refusals = []
    if extra := line.quantity - within:
        sentence = f"{extra} au-delà de ce que la convention accorde ({granted.quantity} en tout)."
        refusals.append(Refusal(Why.TOO_MANY, extra * line.unit_price, sentence))
    if missing := within - quantity:
        sentence = f"Réception non signalée pour {missing} : ce qui n’est pas reçu n’est pas payé."
        refusals.append(Refusal(Why.NOT_RECEIVED, missing * line.unit_price, sentence))
    above = max(line.unit_price - granted.cap, ZERO)
    if quantity and above:
        sentence = f"Prix unitaire plafonné à {french(granted.cap)} : {french(above)} en trop sur chacun."
        refusals.append(Refusal(Why.ABOVE_CAP, quantity * above, sentence))
    return ExaminedLine(line, quantity * min(line.unit_price, granted.cap), tuple(refusals))


@dataclass(frozen=True)
class Ground:
    """What a liquidation depends on besides the invoices: amounts in euros, parts of one."""

    granted: Decimal
    rate: Decimal
    tne_part: Decimal
    # Liquidated before, by funder.
    department_before: Decimal = ZERO
    tne_before: Decimal = ZERO

    @property
    def before(self) -> Decimal:
        return self.department_before + self.tne_before


def due(ground: Ground, *, justified: Decimal) -> Entitlement:
    """What is still to be paid once `justified` euros count, all the invoices of the convention together.

    Each funder is owed its share of the whole, less what it has borne: parts paid one after the other add up
    to what a single payment would give. Never negative.
    """
    whole = entitled(granted=ground.granted, rate=ground.rate, justified=justified, tne_part=ground.tne_part)
    amount = max(whole.amount - ground.before, ZERO)
    if not amount:
        return Entitlement(ZERO, ZERO, ZERO)
    tne = min(max(split(whole.amount, ground.tne_part)[1] - ground.tne_before, ZERO), amount)
    return Entitlement(amount, amount - tne, tne)
