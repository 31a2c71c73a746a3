"""The criteria of the AMI « Collèges privés sous contrat » (« Priorisation ») in words, by code."""

from collections.abc import Iterable
from typing import Any

AMI = {
    "isole": "Etablissements non reliés à un Lycée (isolés)",
    "taille": "Etablissements dont le nombre de divisions est inférieur ou égal à 15 et le nombre d’élèves est "
    "inférieur ou égal à 450",
    "faible_equipement": "Etablissement avec un faible taux d’équipement (état des ensembles de vidéoprojection "
    "et des classes mobiles)",
}
_WORDS = {"isole": "isolé", "taille": "taille", "faible_equipement": "parc"}


def tags(criteria: Iterable[dict[str, Any]]) -> list[tuple[str, str]]:
    """A line of the ranking in a few words, as (tone, word): the criteria that are met, and a link to a lycée."""
    found = [("done", _WORDS[item["code"]]) for item in criteria if item["rempli"]]
    linked = any(item["code"] == "isole" and not item["rempli"] for item in criteria)
    return [("info", "relié à un lycée"), *found] if linked else found
