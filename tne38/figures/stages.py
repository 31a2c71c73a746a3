"""The page of an envelope, stage by stage: its tables, the charts drawn from them, the last control. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from applications.models import Call, Candidacy
from conventions.jobs import RECONCILIATION
from conventions.stages import Money, Stage, by_funder
from tne38.core.models import Job
from tne38.core.money import french

from .chart import Chart, Value, draw

HELP = {
    Stage.RESERVED: "Ce que les décisions prennent à l’enveloppe aujourd’hui.",
    Stage.VOTED: "Les montants votés en commission permanente.",
    Stage.NOTIFIED: "Les conventions notifiées : le bénéficiaire peut commander.",
    Stage.LIQUIDATED: "Les montants calculés sur les factures.",
    Stage.PAID: "Les mandats payés.",
    Stage.RETURNED: "Voté, mais non dépensé au solde, devenu caduc ou reversé : rendu à l’enveloppe.",
}
_TONES = {
    Stage.RESERVED: "todo",
    Stage.VOTED: "todo",
    Stage.NOTIFIED: "info",
    Stage.LIQUIDATED: "info",
    Stage.PAID: "done",
    Stage.RETURNED: "muted",
}


@dataclass(frozen=True)
class Row:
    """A stage with its amount for each funder, then for both, in euros."""

    stage: str
    label: str
    help: str
    amounts: list[tuple[str, Decimal]]


@dataclass(frozen=True)
class Control:
    """The last control of the accounts, and a later one that has not ended well; `gaps` with the key of their
    dossier, or None.
    """

    done: Job | None
    pending: Job | None
    gaps: Sequence[tuple[dict[str, str], int | None]]


@dataclass(frozen=True)
class StagesPage:
    """Everything the page shows."""

    call: Call
    money: list[Money]

    @property
    def is_empty(self) -> bool:
        """Neither an envelope nor a vote."""
        together = self.money[-1]
        return together.envelope is None and not any(together.amounts.values())

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                stage,
                str(stage.label),
                HELP[stage],
                [(money.label, money.amounts[stage]) for money in self.money],
            )
            for stage in Stage
        ]

    @property
    def charts(self) -> list[Chart]:
        return [_drawn(place, money) for place, money in enumerate(self.money[:-1])]


def _drawn(place: int, money: Money) -> Chart:
    values = [
        Value(
            str(stage.label), money.amounts[stage], french(money.amounts[stage], cents=False), _TONES[stage]
        )
        for stage in Stage
    ]
    told = f"{french(money.amounts[Stage.PAID], cents=False)} versés sur {french(money.amounts[Stage.VOTED], cents=False)} votés"
    if money.envelope is not None and money.left is not None:
        values.insert(0, Value("Enveloppe", money.envelope, french(money.envelope, cents=False), "muted"))
        told += f" ; il reste {french(money.left, cents=False)} de l’enveloppe"
    return draw(f"etapes-{place}", money.label, f"{told}.", values)


def read(call: Call) -> StagesPage:
    return StagesPage(call, by_funder(call))


def control_of(call: Call) -> Control:
    """What the last control found of this call, and of no dossier in particular."""
    jobs = Job.objects.filter(kind=RECONCILIATION).order_by("-created_at", "-pk")
    done = jobs.filter(state=Job.State.DONE).first()
    found = done.result["ecarts"] if done else []
    numbers = {gap["numero"] for gap in found}
    keys = dict(Candidacy.objects.filter(call=call, number__in=numbers).values_list("number", "pk"))
    gaps = [(gap, keys.get(gap["numero"])) for gap in found if not gap["numero"] or gap["numero"] in keys]
    last = jobs.first()
    return Control(done, last if last != done else None, gaps)
