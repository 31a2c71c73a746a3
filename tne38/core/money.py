"""Amounts of money: integer cents in the database, Decimal euros everywhere else.

SQLite stores a Decimal as a float, so that 0.10 × 3 is more than 0.30 there. Integer cents are exact on
both engines, in constraints and in sums as well.
"""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
# Above this an amount is a typing error: one hundred million euros.
MAXIMUM = Decimal("100000000.00")
NO_BREAK_SPACE = "\u00a0"


def to_cent(amount: Decimal) -> Decimal:
    """Round an amount in euros half-up to the cent: 2.005 → 2.01."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def split(amount: Decimal, second_share: Decimal) -> tuple[Decimal, Decimal]:
    """Share an amount in euros between two funders; the first one takes the odd cent.

    `second_share` is the part of the second funder, between 0 and 1. The two parts always add up to
    `amount`: split(10.01, 0.5) → (5.01, 5.00).
    """
    second = (amount * second_share).quantize(CENT, rounding=ROUND_FLOOR)
    return to_cent(amount) - second, second


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Add amounts in euros; an empty series gives 0.00."""
    return sum(amounts, ZERO)


def plain(amount: Decimal) -> str:
    """The form used in files and in JSON: two decimals, a dot, no grouping."""
    return f"{amount:.2f}"


def french(amount: Decimal, *, cents: bool = True) -> str:
    """The form used in pages and documents: « 60 000,00 € », with no-break spaces."""
    text = f"{amount:,.2f}" if cents or amount % 1 else f"{amount:,.0f}"
    return text.replace(",", NO_BREAK_SPACE).replace(".", ",") + NO_BREAK_SPACE + "€"


def parse(text: str) -> Decimal:
    """Read an amount as people type it: « 2 150,50 € », « 2150.5 ». Raises ValueError otherwise."""
    cleaned = "".join(text.split()).replace("€", "").replace(",", ".")
    try:
        amount = Decimal(cleaned)
    except InvalidOperation:
        raise ValueError(text) from None
    if not amount.is_finite() or amount != to_cent(amount):
        raise ValueError(text)
    return amount
