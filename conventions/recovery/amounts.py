"""What each funder gets back of money claimed back from a beneficiary: pure arithmetic, no database."""

from dataclasses import dataclass
from decimal import Decimal

from tne38.core.money import ZERO, split

from ..payment.entitlement import Entitlement


@dataclass(frozen=True)
class Shares:
    """Euros by funder."""

    department: Decimal = ZERO
    tne: Decimal = ZERO

    @property
    def amount(self) -> Decimal:
        return self.department + self.tne

    def __sub__(self, other: "Shares") -> "Shares":
        return Shares(self.department - other.department, self.tne - other.tne)


def given_back(held: Shares, *, amount: Decimal, tne_part: Decimal) -> Entitlement:
    """What each funder gets back of `amount` euros out of what the beneficiary holds.

    As in a liquidation, what the beneficiary keeps is shared by the rule of the dossier (`tne_part`, a part of
    one) and each funder gets back the rest of what it has borne: never more, and the two always add up to the
    amount. Raises ValueError for an amount outside 0 to what is held.
    """
    if not ZERO <= amount <= held.amount:
        raise ValueError("What is given back is between zero and what is held.")
    kept = split(held.amount - amount, tne_part)[1]
    least, most = max(amount - held.department, ZERO), min(amount, held.tne)
    tne = min(max(held.tne - kept, least), most)
    return Entitlement(amount, amount - tne, tne)
