"""A score, or what a draft says so far, explained: each criterion with its value, its setting and the AMI's sentence."""

from dataclasses import dataclass
from typing import Any

from tne38.core.money import NO_BREAK_SPACE

from .criteria import AMI
from .outlook import Outlook, Prospect
from .scoring import count

TITLES = {"isole": "Établissement isolé", "taille": "Taille", "faible_equipement": "Faible équipement"}
# How the setting under which a criterion was judged is told.
SETTINGS = {
    "isole": "",
    "taille": "{divisions_max} divisions et {eleves_max} élèves au plus",
    "faible_equipement": "moins de {taux} ensemble en bon état par division",
}
THRESHOLD_SENTENCE = (
    "Il est proposé d’introduire une notion de seuil : 60\u00a0000\u00a0€ pour les établissements prioritaires "
    "et 35\u00a0000\u00a0€ pour les établissements non prioritaires. Les demandes effectuées au-delà du seuil seront "
    "étudiées au cas par cas lors de la commission d’arbitrage."
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


@dataclass(frozen=True)
class ExplainedJudgement:
    """A judged criterion of one dossier; `mean` is empty while no opinion is filed."""

    title: str
    mean: str
    scale: int
    count: int
    weight: int
    points: str


def explain_judged(judged: list[dict[str, Any]]) -> list[ExplainedJudgement]:
    """The stored judged criteria of a score: how the marks make the points."""
    return [
        ExplainedJudgement(
            title=item["libelle"],
            mean=_comma(item["moyenne"] or ""),
            scale=item["note_max"],
            count=len(item["notes"]),
            weight=item["poids"],
            points=_comma(item["points"]),
        )
        for item in judged
    ]


@dataclass(frozen=True)
class ExplainedProspect:
    """A criterion of a draft; `tone` and `word` say whether it is met, not met or not yet known."""

    title: str
    sentence: str
    setting: str
    value: str
    tone: str
    word: str


def explain_outlook(outlook: Outlook, rule: dict[str, Any]) -> list[ExplainedProspect]:
    """The criteria under what a draft says so far, each with its sentence and the setting that applies."""
    told = {**rule, "taux": _comma(rule.get("taux_equipement_faible"))}
    return [
        ExplainedProspect(
            title=TITLES[prospect.code],
            sentence=AMI[prospect.code],
            setting=SETTINGS[prospect.code].format(**told),
            value=prospect.value,
            tone=_tone(prospect),
            word=_word(prospect),
        )
        for prospect in outlook.prospects
    ]


def outlook_sentence(outlook: Outlook) -> str:
    """Where the answers lead, in one sentence that promises nothing."""
    total, needed = len(outlook.prospects), f"il en faut {outlook.minimum}"
    met = f"{count(outlook.met, 'critère')} sur {total}" if outlook.met else f"aucun critère sur {total}"
    if outlook.is_priority is None:
        so_far = f"l’établissement remplit pour l’instant {met} et {needed} pour être prioritaire"
    elif outlook.is_priority:
        so_far = f"l’établissement remplit {met} et serait prioritaire ({needed})"
    else:
        so_far = f"l’établissement remplit {met} et ne serait pas prioritaire ({needed})"
    if not outlook.met:
        so_far = so_far.replace("remplit", "ne remplit", 1)
    return f"D’après vos réponses, {so_far}{NO_BREAK_SPACE}; le classement est établi par la commission."


def _tone(prospect: Prospect) -> str:
    return {True: "done", False: "", None: "todo"}[prospect.met]


def _word(prospect: Prospect) -> str:
    return {True: "rempli", False: "non rempli", None: "à préciser"}[prospect.met]


def _value(item: dict[str, Any]) -> str:
    if item["code"] == "faible_equipement":
        return f"{_comma(item['valeur'])} ensemble en bon état par division"
    return str(item["valeur"])


def _comma(text: Any) -> str:
    return str(text).replace(".", ",")
