"""The 1er degré call has no automatic criterion and no threshold: pupils, deposit and number decide."""

import json

import pytest
from django.core.management import call_command

from tests.exchange.dossiers import ECOLES, IN_TIME, commune, epci, mairie, paper
from tne38.exchange import importing

pytestmark = pytest.mark.django_db


def asked(uai, price, **fields):
    equipment = [{"article": "COMPLEMENT", "quantite": 1, "prix_unitaire": price}]
    return {**commune()["projets"][0], "uai": uai, "equipements": equipment, **fields}


def row(rank, number, reference, uai, expense, amount, shares):
    """A row of the ranking, worked out by hand."""
    return {
        "rang": rank,
        "numero": number,
        "reference": reference,
        "uai": uai,
        "criteres": {},
        "prioritaire": None,
        "points": 0,
        "depense_demandee": expense,
        "depense_eligible": expense,
        "taux": "0.70",
        "montant_demande": amount,
        "montant_eligible": amount,
        "seuil": None,
        "au_dela_du_seuil": False,
        "proposition": amount,
        "part_departement": shares[0],
        "part_tne": shares[1],
        "arbitrage": False,
    }


def test_the_ranking_of_the_1er_degre(primary, capsys):
    dossiers = [
        # Two écoles: 106 + 50 pupils; 70 % of 1 000.00 + 1 000.00.
        commune("E-001", projets=[asked(uai, "1000.00") for uai in ECOLES]),
        # 95 pupils, on line on 10 February at noon; 70 % of one cent is half-up one cent, the Département's.
        commune("E-002", porteur=epci(), projets=[asked("0380707M", "0.01", eleves=95)]),
        # 95 pupils too, postmark of 10 February, at 0 h; 70 % of 33.35 is 23.345, half-up 23.35.
        paper(
            commune(
                "E-003",
                porteur=mairie(insee="38226", siren="213802267"),
                projets=[asked("0380708N", "33.35", eleves=95)],
            ),
            postmark="2025-02-10",
        ),
    ]
    assert not importing.run(primary, dossiers, at=IN_TIME).refuses
    call_command("score_call", primary.slug, "--json")
    assert json.loads(capsys.readouterr().out) == {
        "appel": "accessibilite-1er-degre-2025",
        "regle": {
            "criteres_minimum": None,
            "seuil_prioritaire": None,
            "seuil_standard": None,
            "divisions_max": None,
            "eleves_max": None,
            "taux_equipement_faible": None,
        },
        "classement": [
            row(1, "38-2025-0003", "E-003", "0380708N", "33.35", "23.35", ("11.68", "11.67")),
            row(2, "38-2025-0002", "E-002", "0380707M", "0.01", "0.01", ("0.01", "0.00")),
            row(3, "38-2025-0001", "E-001", None, "2000.00", "1400.00", ("700.00", "700.00")),
        ],
        "totaux": {
            "dossiers": 3,
            "prioritaires": 0,
            "montant_demande": "1423.36",
            "montant_eligible": "1423.36",
            "proposition": "1423.36",
            "part_departement": "711.69",
            "part_tne": "711.67",
            "arbitrage": 0,
        },
        "enveloppe": None,
    }
