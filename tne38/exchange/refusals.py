"""What is wrong in a dossier of the file: a path, a code of docs/commandes.md and a sentence."""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from applications.checks import Finding
from tne38.core.errors import DomainError

from .schema import Dossier

_MESSAGES = {
    "missing": ("champ_obligatoire", "Ce champ est obligatoire."),
    "extra_forbidden": ("champ_inconnu", "Ce champ n’existe pas dans le format du fichier."),
    "bool_type": ("champ_obligatoire", "La valeur true ou false est attendue."),
    "list_type": ("champ_obligatoire", "Une liste est attendue."),
    "literal_error": ("champ_obligatoire", "Cette valeur n’est pas dans la liste : en_ligne ou papier."),
    "model_type": ("champ_obligatoire", "Un objet est attendu."),
    "string_unicode": ("champ_obligatoire", "Ce texte contient un caractère interdit."),
}
# What stands in for a wrong value so that the rest of the dossier is still examined.
_STAND_IN: dict[str, Any] = {
    "cachet_poste": None,
    "recu_le": None,
    "siren": None,
    "siret": None,
    "rna": None,
    "nom": "?",
    "qualite": "?",
    "courriel": "inconnu@exemple.test",
    "representant": {"nom": "?", "qualite": "?"},
    "contrat_engagement_republicain": True,
    "divisions": 1,
    "eleves": 1,
    "relie_a_un_lycee": False,
    "videoprojections_en_bon_etat": 0,
    "classes_mobiles_en_bon_etat": 0,
    "debit_mbps": 100_000,
    "duree_ans": 100,
    "cout_annuel": "0.00",
    "descriptif": "?",
    "domaines_socle": 1,
    "formations": "?",
    "parentalite": "?",
    "quantite": 1,
    "prix_unitaire": "1.00",
}


@dataclass(frozen=True)
class Refusal:
    """One error: the path of the field in the dossier, a stable code, a sentence."""

    champ: str
    code: str
    message: str

    def as_data(self) -> dict[str, str]:
        return {"champ": self.champ, "code": self.code, "message": self.message}


class Refused(Exception):
    """A dossier that cannot be taken, with everything that was found wrong in it."""

    def __init__(self, errors: Sequence[Refusal]) -> None:
        super().__init__(", ".join(error.code for error in errors))
        self.errors = list(errors)


def of_domain(error: DomainError) -> Refusal:
    """The refusal of a domain function; a code outside the published list never leaves here."""
    return Refusal(error.field, error.code, error.message)


def of_findings(found: Iterable[Finding]) -> list[Refusal]:
    return [Refusal(finding.path, finding.code, finding.message) for finding in found]


def of_schema(error: ValidationError) -> list[Refusal]:
    """The errors of form of a dossier, in the order of the file's definition."""
    return [_of_schema_item(item) for item in error.errors(include_url=False)]


def _of_schema_item(item: Any) -> Refusal:
    code, message = _MESSAGES.get(item["type"], (item["type"], item["msg"]))
    return Refusal(path(item["loc"]), code, message)


def path(location: Iterable[str | int]) -> str:
    """("projets", 0, "uai") → « projets[0].uai »."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def is_under(champ: str, wrong: Iterable[str]) -> bool:
    """Whether a path is one of the wrong fields, or inside one."""
    return any(champ == field or champ.startswith((f"{field}.", f"{field}[")) for field in wrong)


def repaired(raw: Any, error: ValidationError) -> Dossier | None:
    """The dossier with a stand-in for each wrong value, or None when it cannot be examined further."""
    raw = copy.deepcopy(raw)
    try:
        for item in error.errors(include_url=False):
            _repair(raw, item)
        return Dossier.model_validate(raw)
    except (KeyError, TypeError, IndexError, ValueError):  # a ValidationError is a ValueError
        return None


def _repair(raw: Any, item: Any) -> None:
    *parents, last = item["loc"]
    for step in parents:
        raw = raw[step]
    if item["type"] == "extra_forbidden":
        del raw[last]
        return
    name = next(step for step in reversed(item["loc"]) if isinstance(step, str))
    raw[last] = _STAND_IN[name] if isinstance(last, int) or item["type"] != "list_type" else []
