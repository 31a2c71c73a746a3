"""A score explained to the porteur: each criterion with its value, its setting and the sentence of the AMI."""

from dataclasses import dataclass
from typing import Any

from .criteria import AMI

TITLES = {"isole": "Établissement isolé", "taille": "Taille", "faible_equipement": "Faible équipement"}
# How the setting under which a criterion was judged is told.
SETTINGS = {
    "isole": "",
    "taille": "{divisions_max} divisions et {eleves_max} élèves au plus",
    "faible_equipement": "moins de {taux} ensemble en bon état par division",
}
THRESHOLD_SENTENCE = (
    "Il est proposé d’introduire une notion de seuil : 60 000 € pour les établissements prioritaires et 35 000 € "
    "pour les établissements non prioritaires. Les demandes effectuées au-delà du seuil seront étudiées au cas par "
    "cas lors de la commission d’arbitrage."
)


@dataclass(frozen=True)
class ExplainedCriterion:
    """A criterion of one dossier, met or not, with why."""

    title: str
    sentence: str
    setting: str
    value: str
    met: bool
    points: int


def explain(criteria: list[dict[str, Any]], rule: dict[str, Any]) -> list[ExplainedCriterion]:
    """The stored criteria of a score, each with its sentence and the setting under which it was judged."""
    told = {**rule, "taux": _comma(rule.get("taux_equipement_faible"))}
    return [
        ExplainedCriterion(
            title=TITLES[item["code"]],
            sentence=AMI[item["code"]],
            setting=SETTINGS[item["code"]].format(**told),
            value=_value(item),
            met=item["rempli"],
            points=item["points"],
        )
        for item in criteria
    ]


def _value(item: dict[str, Any]) -> str:
    if item["code"] == "faible_equipement":
        return f"{_comma(item['valeur'])} ensemble en bon état par division"
    return str(item["valeur"])


def _comma(text: Any) -> str:
    return str(text).replace(".", ",")
