"""Who pays for an expense: the subsidies and the porteur's own share. Pure arithmetic, Decimal euros.

CGCT, art. L1111-10, III: the commune or the grouping that carries an investment brings at least 20 % of what
public bodies bring to it. A private collège is not concerned.
"""

from dataclasses import dataclass
from decimal import Decimal

from tne38.core.money import ZERO, to_cent

MINIMUM_OWN_SHARE = Decimal("0.20")


@dataclass(frozen=True)
class Financing:
    """An expense, what this programme brings to it and what other public bodies bring; euros."""

    expense: Decimal
    subsidy: Decimal
    others: Decimal

    @property
    def own(self) -> Decimal:
        """What remains to the porteur; never below zero."""
        return max(ZERO, self.expense - self.subsidy - self.others)

    @property
    def minimum_own(self) -> Decimal:
        """What the porteur must bring at least, half-up to the cent."""
        return to_cent(self.expense * MINIMUM_OWN_SHARE)

    @property
    def excess(self) -> Decimal:
        """By how much the subsidies go beyond what leaves the porteur its minimum share."""
        return max(ZERO, self.subsidy + self.others - (self.expense - self.minimum_own))
