"""What a dossier asks for and what is eligible: pure arithmetic, no database.

Amounts are Decimal euros in the price basis of the dossier (HT or TTC). The rules are those of docs/commandes.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tne38.core.money import ZERO, to_cent, total

# What an ENT subscription bears; each article of the catalogue has its own rate.
STANDARD_VAT = Decimal("0.2")


def in_basis(amount: Decimal, *, of: str, basis: str, vat_rate: Decimal) -> Decimal:
    """A cap or a price (euros) brought from one basis to another, HT or TTC, half-up to the cent.

    Any other word than HT and TTC leaves the amount as it is written. HT to TTC and back gives the same
    amount again; TTC to HT and back may differ by one cent.
    """
    if (of, basis) == ("TTC", "HT"):
        return to_cent(amount / (1 + vat_rate))
    if (of, basis) == ("HT", "TTC"):
        return to_cent(amount * (1 + vat_rate))
    return amount


@dataclass(frozen=True)
class PricedLine:
    """`quantity` articles at `unit_price` euros, of which `cap` euros at most are eligible."""

    quantity: int
    unit_price: Decimal
    cap: Decimal

    @property
    def asked(self) -> Decimal:
        return self.quantity * self.unit_price

    @property
    def eligible(self) -> Decimal:
        return self.quantity * min(self.unit_price, self.cap)


@dataclass(frozen=True)
class Subscription:
    """An ENT subscription: euros a year, and whether it opens a subsidy."""

    annual_cost: Decimal
    subsidised: bool

    def expense(self, years: int) -> Decimal:
        """What counts of it over `years` years, whatever the longer duration subscribed."""
        return self.annual_cost * years if self.subsidised else ZERO


@dataclass(frozen=True)
class Amounts:
    """Expense and subsidy, asked for and eligible, in euros."""

    expense_asked: Decimal
    expense_eligible: Decimal
    rate: Decimal
    amount_asked: Decimal
    amount_eligible: Decimal


def price(
    lines: Iterable[PricedLine], subscriptions: Iterable[Subscription], *, rate: Decimal, ent_years: int
) -> Amounts:
    """Add up a dossier: lines and subsidised ENT, then the rate (between 0 and 1), half-up to the cent."""
    lines = list(lines)
    ent = total(subscription.expense(ent_years) for subscription in subscriptions)
    asked = total(line.asked for line in lines) + ent
    eligible = total(line.eligible for line in lines) + ent
    return Amounts(asked, eligible, rate, to_cent(asked * rate), to_cent(eligible * rate))
