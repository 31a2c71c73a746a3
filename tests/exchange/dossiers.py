"""Dossiers of the file, right until a test changes one field. Names, numbers and addresses are fictitious;
schools and communes are real."""

import copy
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
IN_TIME = datetime(2025, 2, 10, 12, 0, tzinfo=PARIS)

COMMUNE, COMMUNE_SIREN = "38563", "213805633"  # Voiron
EPCI_COMMUNES = ("38226", "38242")  # two communes of the CC du Trièves
EPCI_SIREN = "200030658"

COLLEGE = "0381710C"
OTHER_COLLEGE = "0381704W"
CLOSED_COLLEGE = "0381687C"
ECOLES = ("0381493S", "0381500Z")  # both in Voiron: 5 classes and 106 pupils, 3 classes and 50 pupils
PRIVATE_ECOLE = "0380415V"
EPCI_ECOLES = ("0380707M", "0382538C")
UNKNOWN = "0389001C"  # a right key letter, no school

REMOVE = object()


def project(uai: str = COLLEGE, **fields: Any) -> dict[str, Any]:
    return {
        "uai": uai,
        "relie_a_un_lycee": False,
        "divisions": 14,
        "eleves": 412,
        "videoprojections_en_bon_etat": 3,
        "classes_mobiles_en_bon_etat": 0,
        "classes": [{"nom": "6e A", "debit_mbps": 35}, {"nom": "3e B", "debit_mbps": 20}],
        "ent": {"produit": "École Directe", "duree_ans": 3, "cout_annuel": "0.00"},
        "descriptif": "[Exemple fictif] Projet pédagogique.",
        "domaines_socle": [1, 2],
        "formations": ["Accessibilité numérique"],
        "parentalite": ["Café des parents"],
        "equipements": [{"article": "VPI", "quantite": 6, "prix_unitaire": "1700.00"}],
        **fields,
    }


def ogec(**fields: Any) -> dict[str, Any]:
    return {
        "nature": "ogec",
        "nom": "OGEC de l’exemple",
        "siret": "99999012000019",
        "rna": "W381000001",
        "courriel": "ogec@exemple.test",
        "representant": {"nom": "Représentant Fictif", "qualite": "Présidente"},
        "contrat_engagement_republicain": True,
        **fields,
    }


def mairie(**fields: Any) -> dict[str, Any]:
    return {
        "nature": "commune",
        "nom": "Commune de l’exemple",
        "insee": COMMUNE,
        "siren": COMMUNE_SIREN,
        "courriel": "mairie@exemple.test",
        "representant": {"nom": "Maire Fictif", "qualite": "Maire"},
        **fields,
    }


def epci(**fields: Any) -> dict[str, Any]:
    return mairie(nature="epci", insee=None, siren=EPCI_SIREN, **fields)


def college(reference: str = "P-001", **fields: Any) -> dict[str, Any]:
    """A right dossier for the collèges call, made on line."""
    return {
        "reference": reference,
        "origine": "en_ligne",
        "porteur": ogec(),
        "projets": [project()],
        **fields,
    }


def commune(reference: str = "E-001", **fields: Any) -> dict[str, Any]:
    """A right dossier of one école for the 1er degré call, with only what that call asks for."""
    asked = project(ECOLES[0])
    for field in (
        "relie_a_un_lycee",
        "divisions",
        "eleves",
        "videoprojections_en_bon_etat",
        "classes_mobiles_en_bon_etat",
        "domaines_socle",
    ):
        del asked[field]
    return {
        "reference": reference,
        "origine": "en_ligne",
        "porteur": mairie(),
        "projets": [asked],
        **fields,
    }


def paper(dossier: dict[str, Any], *, postmark: str = "2025-02-20") -> dict[str, Any]:
    return {**dossier, "origine": "papier", "cachet_poste": postmark, "recu_le": "2025-04-02"}


def changed(dossier: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with one field changed, added or removed: changed(d, "projets[0].uai", REMOVE)."""
    dossier = copy.deepcopy(dossier)
    *parents, last = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", path)]
    place: Any = dossier
    for step in parents:
        place = place[step]
    if value is REMOVE:
        del place[last]
    else:
        place[last] = value
    return dossier
