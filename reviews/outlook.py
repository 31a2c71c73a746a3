"""Where the answers of a draft stand against the criteria: met, not met or not yet known. Pure, never a promise."""

from dataclasses import dataclass
from fractions import Fraction

from .scoring import Rule, count, equipment_rate, is_isolated, is_poorly_equipped, is_small, two_decimals


@dataclass(frozen=True)
class Figures:
    """What a draft says so far; None is not yet answered."""

    divisions: int | None = None
    pupils: int | None = None
    linked_to_lycee: bool | None = None
    working_projectors: int | None = None
    working_mobile_labs: int | None = None

    @property
    def equipment_rate(self) -> Fraction | None:
        if not self.divisions or self.working_projectors is None or self.working_mobile_labs is None:
            return None
        return equipment_rate(self.working_projectors, self.working_mobile_labs, self.divisions)


@dataclass(frozen=True)
class Prospect:
    """One criterion; `met` is None while the answers leave it open."""

    code: str
    met: bool | None
    value: str


@dataclass(frozen=True)
class Outlook:
    """The criteria of a draft, and how many make a school « prioritaire »."""

    prospects: tuple[Prospect, ...]
    minimum: int

    @property
    def met(self) -> int:
        return sum(prospect.met is True for prospect in self.prospects)

    @property
    def open(self) -> int:
        return sum(prospect.met is None for prospect in self.prospects)

    @property
    def is_priority(self) -> bool | None:
        """Whether enough criteria are met; None while those still open could decide."""
        if self.met >= self.minimum:
            return True
        return None if self.met + self.open >= self.minimum else False


def look_at(figures: Figures, rule: Rule) -> Outlook:
    """Each criterion of an automatic rule under what a draft says so far."""
    assert rule.minimum_criteria is not None
    small = is_small(figures.divisions, figures.pupils, rule)
    low = is_poorly_equipped(figures.equipment_rate, rule)
    prospects = (
        Prospect("isole", is_isolated(figures.linked_to_lycee), _link(figures)),
        Prospect("taille", small, _size(figures)),
        Prospect("faible_equipement", low, _rate(figures)),
    )
    return Outlook(prospects, rule.minimum_criteria)


def _link(figures: Figures) -> str:
    if figures.linked_to_lycee is None:
        return "lien avec un lycée à indiquer"
    return "relié à un lycée" if figures.linked_to_lycee else "non relié à un lycée"


def _size(figures: Figures) -> str:
    divisions, pupils = figures.divisions, figures.pupils
    if divisions is None and pupils is None:
        return "nombres de divisions et d’élèves à indiquer"
    if divisions is None:
        return f"{count(pupils or 0, 'élève')}, nombre de divisions à indiquer"
    if pupils is None:
        return f"{count(divisions, 'division')}, nombre d’élèves à indiquer"
    return f"{count(divisions, 'division')}, {count(pupils, 'élève')}"


def _rate(figures: Figures) -> str:
    rate = figures.equipment_rate
    if rate is None:
        wanting = [] if figures.divisions else ["nombre de divisions"]
        if figures.working_projectors is None or figures.working_mobile_labs is None:
            wanting.append("matériel en bon état")
        return f"taux d’équipement à calculer : {' et '.join(wanting)} à indiquer"
    assert figures.divisions is not None
    working = (figures.working_projectors or 0) + (figures.working_mobile_labs or 0)
    decimals = two_decimals(rate).replace(".", ",")
    sets = f"{working} ensemble{'s' if working > 1 else ''} en bon état"
    return f"taux d’équipement de {decimals} : {sets} pour {count(figures.divisions, 'division')}"
