"""What a dossier asks for, as its panel says it: amounts, shares, and where it stands against the thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from applications.enums import PriceBasis
from applications.models import Candidacy, SchoolProject
from tne38.core.money import NO_BREAK_SPACE, ZERO, french, split, total

from .amounts import amounts_asked, asked_by_project
from .financing import Financing
from .pricing import Amounts, PricedLine


@dataclass(frozen=True)
class Totals:
    """Amounts in euros; the thresholds are those of the call, None where it has none."""

    amounts: Amounts
    department: Decimal
    tne: Decimal
    standard_threshold: Decimal | None
    priority_threshold: Decimal | None
    school: Amounts | None = None  # one school of several
    financing: Financing | None = None  # of a public porteur
    basis: str = ""  # « hors taxes (HT) »

    @property
    def warning(self) -> str:
        """What is to be known of the porteur's own share."""
        return own_share_sentence(self.financing) if self.financing else ""

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
            return (
                f"La demande ne dépasse pas le seuil de {low}, que votre établissement soit prioritaire ou non"
                f"{_left(standard - self.subsidy)}."
            )
        if self.subsidy <= priority:
            return (
                f"La demande ne dépasse pas le seuil de {high} des établissements prioritaires"
                f"{_left(priority - self.subsidy)}, mais dépasse de {french(self.subsidy - standard)} celui de "
                f"{low} des autres : si le vôtre n’est pas prioritaire, la commission d’arbitrage l’étudiera au "
                "cas par cas."
            )
        return (
            f"La demande dépasse de {french(self.subsidy - priority)} le seuil de {high} des établissements "
            "prioritaires : la commission d’arbitrage l’étudiera au cas par cas."
        )


def _left(distance: Decimal) -> str:
    """How far the threshold still is; nothing when it is reached to the cent."""
    return f" (il reste {french(distance)} avant ce seuil)" if distance else ""


def totals_of(
    candidacy: Candidacy,
    project: SchoolProject | None = None,
    *,
    typed: Sequence[PricedLine] | None = None,
    others: Decimal | None = None,
) -> Totals:
    """The totals of a dossier, and of one of its schools, for a page; nothing is written.

    `typed` stands for the lines stored for that school, `others` (euros) for the other subsidies stored.
    """
    asked = asked_by_project(candidacy)
    if project is not None and typed is not None:
        asked[project.pk] = replace(asked[project.pk], lines=typed)
    amounts = amounts_asked(candidacy, asked.values())
    school = amounts_asked(candidacy, [asked[project.pk]]) if project and len(asked) > 1 else None
    return _totals(candidacy, amounts, school, financing_of(candidacy, amounts, others=others))


def financing_of(
    candidacy: Candidacy, amounts: Amounts, *, others: Decimal | None = None
) -> Financing | None:
    """Who pays what a commune or an EPCI asks for; None for an association, which is not concerned."""
    if candidacy.organisation.is_private:
        return None
    if others is None:
        others = total(candidacy.other_fundings.values_list("amount", flat=True))
    return Financing(amounts.expense_asked, amounts.amount_eligible, others)


def own_share_sentence(financing: Financing) -> str:
    """What is to be known when the subsidies leave less than the minimum to the porteur; empty otherwise."""
    if not financing.excess:
        return ""
    return (
        f"Avec les autres subventions, les aides publiques dépasseraient 80{NO_BREAK_SPACE}% de la dépense. "
        f"La collectivité doit en payer au moins 20{NO_BREAK_SPACE}%, soit {french(financing.minimum_own)} "
        f"(CGCT, art. L1111-10) : la subvention pourra être réduite de {french(financing.excess)}."
    )


def _totals(
    candidacy: Candidacy, amounts: Amounts, school: Amounts | None, financing: Financing | None
) -> Totals:
    terms = candidacy.terms
    department, tne = split(amounts.amount_eligible, terms.tne_share)
    return Totals(
        amounts=amounts,
        department=department,
        tne=tne,
        standard_threshold=terms.standard_threshold,
        priority_threshold=terms.priority_threshold,
        school=school,
        financing=financing,
        basis=PriceBasis(terms.price_basis).label,
    )
