"""What a dossier asks for, as its panel says it: amounts, shares, and where it stands against the thresholds."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from applications.models import Candidacy, SchoolProject
from tne38.core.money import ZERO, french, split

from .amounts import amounts_of, subscription, subsidised_names
from .pricing import Amounts, PricedLine, price


@dataclass(frozen=True)
class Totals:
    """Amounts in euros; the thresholds are those of the call, None where it has none."""

    amounts: Amounts
    department: Decimal
    tne: Decimal
    standard_threshold: Decimal | None
    priority_threshold: Decimal | None

    @property
    def subsidy(self) -> Decimal:
        return self.amounts.amount_eligible

    @property
    def at_own_charge(self) -> Decimal:
        """What is asked for above the caps."""
        return self.amounts.expense_asked - self.amounts.expense_eligible

    @property
    def fill(self) -> int:
        """How much of the gauge is filled, out of 100; the gauge goes up to the higher threshold."""
        assert self.priority_threshold
        return min(100, int(self.subsidy * 100 / self.priority_threshold))

    @property
    def mark(self) -> int:
        """Where the lower threshold stands on the gauge, out of 100."""
        assert self.priority_threshold
        assert self.standard_threshold
        return min(100, int(self.standard_threshold * 100 / self.priority_threshold))

    @property
    def over(self) -> bool:
        """Whether the subsidy is above the higher threshold; exactly the threshold is within."""
        return self.priority_threshold is not None and self.subsidy > self.priority_threshold

    @property
    def sentence(self) -> str:
        """Where the subsidy stands against the thresholds, in plain words."""
        standard, priority = self.standard_threshold, self.priority_threshold
        if not standard or not priority or self.subsidy == ZERO:
            return ""
        low, high = french(standard, cents=False), french(priority, cents=False)
        if self.subsidy <= standard:
            return f"La demande ne dépasse pas le seuil de {low}, que votre établissement soit prioritaire ou non."
        if self.subsidy <= priority:
            return (
                f"La demande ne dépasse pas le seuil de {high} des établissements prioritaires, mais dépasse "
                f"celui de {low} des autres : si le vôtre n’est pas prioritaire, la commission d’arbitrage "
                "l’étudiera au cas par cas."
            )
        return (
            f"La demande dépasse le seuil de {high} des établissements prioritaires : la commission d’arbitrage "
            "l’étudiera au cas par cas."
        )


def totals_of(candidacy: Candidacy) -> Totals:
    """The totals of a dossier as it is stored."""
    return _totals(candidacy, amounts_of(candidacy))


def totals_with(candidacy: Candidacy, project: SchoolProject, lines: Iterable[PricedLine]) -> Totals:
    """The totals that a dossier would have with these lines; nothing is written."""
    amounts = price(
        lines,
        [subscription(project, subsidised_names(candidacy.call))],
        rate=candidacy.terms.rate,
        ent_years=candidacy.terms.ent_subsidised_years,
    )
    return _totals(candidacy, amounts)


def _totals(candidacy: Candidacy, amounts: Amounts) -> Totals:
    terms = candidacy.terms
    department, tne = split(amounts.amount_eligible, terms.tne_share)
    return Totals(
        amounts=amounts,
        department=department,
        tne=tne,
        standard_threshold=terms.standard_threshold,
        priority_threshold=terms.priority_threshold,
    )
