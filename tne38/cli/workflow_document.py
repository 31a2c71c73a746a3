"""The life of a dossier, of a session, of a convention, of a payment and of a recovery: a diagram and a table of each."""

from dataclasses import dataclass

from django.db import models

from applications.models import Candidacy
from applications.workflow import FOR_APPLICANT
from conventions.models import Amendment, Claim, Convention, FinancialReport, Recovery
from reviews.models import Session
from tne38.core.workflow import Transition, transitions

_HEADER = """\
# Le cycle de vie d’un dossier

Ce fichier est écrit par `make docs` d’après les fichiers `workflow.py` des applications `applications`,
`reviews` et `conventions` ; un test échoue quand il n’est plus à jour. Chaque flèche est une fonction du domaine : elle vérifie l’étape, le droit
de la personne, puis écrit le journal.
"""


@dataclass(frozen=True)
class Machine:
    """One state machine and how its chapter is called."""

    title: str
    model: type[models.Model]


_MACHINES = [
    Machine("Le dossier", Candidacy),
    Machine("La séance", Session),
    Machine("La convention", Convention),
    Machine("L’avenant", Amendment),
    Machine("La demande de versement", Claim),
    Machine("Le reversement", Recovery),
    Machine("Le compte rendu financier", FinancialReport),
]


def write() -> str:
    """The whole document, in Markdown."""
    chapters = [_HEADER, *(_chapter(machine) for machine in _MACHINES), _applicant_states()]
    return "\n".join(chapters)


def _chapter(machine: Machine) -> str:
    arrows = transitions(machine.model)
    return "\n".join(
        [f"## {machine.title}\n", _diagram(machine.model, arrows), _table(machine.model, arrows)]
    )


def _labels(model: type[models.Model]) -> dict[str, str]:
    return {str(value): str(label) for value, label in model._meta.get_field("state").choices or []}


def _diagram(model: type[models.Model], arrows: list[Transition]) -> str:
    labels = _labels(model)
    leaving = {source for arrow in arrows for source in arrow.sources}
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{label}" as {value}' for value, label in labels.items()]
    lines.append(f"    [*] --> {next(iter(labels))}")
    lines += [
        f"    {source} --> {arrow.target} : {arrow.wording.act}"
        for arrow in arrows
        for source in arrow.sources
    ]
    lines += [f"    {value} --> [*]" for value in labels if value not in leaving]
    return "\n".join([*lines, "```\n"])


def _table(model: type[models.Model], arrows: list[Transition]) -> str:
    labels = _labels(model)
    rows = [
        "| Acte | De | Vers | Droit | Ce que lit le porteur | Sens |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for arrow in arrows:
        sources = ", ".join(labels[source] for source in arrow.sources)
        cells = (
            f"{arrow.wording.act} (`{arrow.name}`)",
            sources,
            labels[arrow.target],
            f"`{arrow.permission}`",
            arrow.wording.applicant,
            arrow.doc,
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join([*rows, ""])


def _applicant_states() -> str:
    labels = _labels(Candidacy)
    rows = [
        "## Ce que chacun lit\n",
        "| État | Pour l’agent | Pour le porteur | Et ensuite ? | Qui agit |",
        "| --- | --- | --- | --- | --- |",
    ]
    rows += [
        f"| `{state}` | {labels[state]} | {told.label} | {told.next_act} | {told.who} |"
        for state, told in FOR_APPLICANT.items()
    ]
    return "\n".join([*rows, ""])
