"""What a beneficiary is paid: pure arithmetic, no database.

Amounts are Decimal euros in the call's price basis. The rule is article 6 of the convention: the rate applies
to the expense that is justified, and the total never exceeds what was granted.
"""

from dataclasses import dataclass
from decimal import Decimal

from tne38.core.money import split, to_cent


@dataclass(frozen=True)
class Entitlement:
    """What is due in euros, and what each funder bears of it."""

    amount: Decimal
    department_share: Decimal
    tne_share: Decimal


def entitled(*, granted: Decimal, rate: Decimal, justified: Decimal, tne_part: Decimal) -> Entitlement:
    """min(granted, rate × justified eligible expense), half-up to the cent, shared between the funders.

    `rate` and `tne_part` are parts of one. The two shares always add up to the amount; the Département
    takes the odd cent. Raises ValueError for a negative amount or a rate outside 0 to 1.
    """
    if min(granted, justified) < 0 or not (0 <= rate <= 1 and 0 <= tne_part <= 1):
        raise ValueError("An entitlement needs amounts from zero and parts of one.")
    amount = min(to_cent(granted), to_cent(rate * justified))
    return Entitlement(amount, *split(amount, tne_part))
