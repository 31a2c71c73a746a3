"""The figures of a call as its page shows them: tables, and the charts drawn from them. Reads only."""

from dataclasses import dataclass
from decimal import Decimal

from applications.agent_pages import tone
from applications.models import Call
from tne38.core.money import NO_BREAK_SPACE, french

from . import reading
from .chart import Chart, Value, draw
from .reading import Equipment, Money, Territory


@dataclass(frozen=True)
class FiguresPage:
    """Everything the page shows."""

    call: Call
    states: list[tuple[str, str, int]]
    money: list[Money]
    territories: list[Territory]
    equipment: list[Equipment]

    @property
    def deposited(self) -> int:
        return sum(count for _, _, count in self.states)

    @property
    def together(self) -> Money:
        """Both funders."""
        return self.money[-1]

    @property
    def state_chart(self) -> Chart:
        values = [
            Value(label, Decimal(count), str(count), tone(state) or "info")
            for state, label, count in self.states
        ]
        many = max(self.states, key=lambda row: row[2], default=None)
        told = "1 dossier déposé" if self.deposited == 1 else f"{self.deposited} dossiers déposés"
        if many and many[2] > 1:
            told += f" ; l’état le plus fréquent est {_quoted(many[1])} ({many[2]})"
        return draw("etats", "Les dossiers par état", f"{told}.", values)

    @property
    def money_charts(self) -> list[Chart]:
        return [_of_a_funder(f"financeur-{place}", money) for place, money in enumerate(self.money[:-1])]

    @property
    def territory_chart(self) -> Chart:
        rows = self.territories
        values = [Value(row.name, row.eligible, french(row.eligible, cents=False)) for row in rows]
        first = f", {rows[0].name} en tête" if rows else ""
        return draw(
            "territoires", "La dépense éligible par EPCI", f"{len(rows)} EPCI concernés{first}.", values
        )

    @property
    def equipment_chart(self) -> Chart:
        rows = self.equipment
        values = [Value(row.label, row.eligible, french(row.eligible, cents=False)) for row in rows]
        first = f" ; {_quoted(rows[0].label)} pèse le plus" if rows else ""
        title = "La dépense éligible par catégorie d’équipement"
        return draw("categories", title, f"{len(rows)} catégories demandées{first}.", values)


def _of_a_funder(code: str, money: Money) -> Chart:
    steps = [
        ("Demandé", money.asked, "info"),
        ("Éligible", money.eligible, "info"),
        ("Accordé", money.granted, "todo"),
        ("Voté", money.voted, "done"),
        ("Versé", money.paid, "done"),
    ]
    if money.envelope is not None:
        steps.append(("Enveloppe", money.envelope, "muted"))
    values = [Value(label, amount, french(amount, cents=False), tone) for label, amount, tone in steps]
    told = (
        f"{french(money.granted, cents=False)} accordés pour {french(money.eligible, cents=False)} éligibles"
    )
    if money.left is not None:
        told += f" ; il reste {french(money.left, cents=False)} de l’enveloppe"
    return draw(code, money.label, f"{told}.", values)


def _quoted(text: str) -> str:
    return f"«{NO_BREAK_SPACE}{text}{NO_BREAK_SPACE}»"


def read(call: Call) -> FiguresPage:
    return FiguresPage(
        call=call,
        states=reading.by_state(call),
        money=reading.by_funder(call),
        territories=reading.by_territory(call),
        equipment=reading.by_category(call),
    )
