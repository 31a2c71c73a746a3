"""Twenty-two real private collèges, fictitious requests, and their ranking worked out by hand.

tests/data/colleges_22.json holds an edge of every rule. The numbers are given in the order of the file:
C-01 is 38-2025-0001, and so on.
"""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from applications.models import Candidacy
from reviews.models import Score
from tests.exchange.dossiers import IN_TIME

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parent.parent / "data" / "colleges_22.json"

# Points: isolé 3, taille 2 (≤ 15 divisions and ≤ 450 pupils), faible équipement 1 (rate < 0.50).
# « prioritaire »: at least two of the three. Threshold 60 000 € for them, 35 000 € for the others.
# Order: points, then the lower rate, fewer pupils, the earlier deposit, the number.
# The proposition is the eligible amount, or the threshold when it is above; the odd cent is the Département's.
#
# (dossier, isolé, taille, rate printed, prioritaire, points,
#  asked, eligible, proposition, part Département, part TNE, arbitrage)
RANKING = [
    # 6 points, rates 2/14 < 4/12 < 4/9 < 7/15.
    # 2 × 8 000; an ENT to be qualified counts for nothing.
    ("C-18", 1, 1, "0.14", 1, 6, "16000.00", "16000.00", "16000.00", "8000.00", "8000.00", 0),
    # 6 × 2 600 asked, 6 × 2 200 within the cap.
    ("C-14", 1, 1, "0.33", 1, 6, "15600.00", "13200.00", "13200.00", "6600.00", "6600.00", 0),
    # 3 × 1 999.99; on paper, incomplete.
    ("C-21", 1, 1, "0.44", 1, 6, "5999.97", "5999.97", "5999.97", "2999.99", "2999.98", 0),
    # Four with 15 divisions, 450 pupils and 7/15: the deposit decides. Postmark of 10 March; 7 × 1 428.57.
    ("C-03", 1, 1, "0.47", 1, 6, "9999.99", "9999.99", "9999.99", "5000.00", "4999.99", 0),
    # On line on 15 March, like C-04: the number decides. 5 × 12 000: exactly the threshold, within it.
    ("C-01", 1, 1, "0.47", 1, 6, "60000.00", "60000.00", "60000.00", "30000.00", "30000.00", 0),
    # (4 + 2) × 1 700, the same article twice.
    ("C-04", 1, 1, "0.47", 1, 6, "10200.00", "10200.00", "10200.00", "5100.00", "5100.00", 0),
    # Postmark of 31 March, the last day. One cent above the threshold.
    ("C-02", 1, 1, "0.47", 1, 6, "60000.01", "60000.01", "60000.00", "30000.00", "30000.00", 1),
    # 5 points: 5/10 is exactly 0.50, not low. 48 000 + 8 000 + 2 500 + 1 499.99.
    ("C-07", 1, 1, "0.50", 1, 5, "59999.99", "59999.99", "59999.99", "30000.00", "29999.99", 0),
    # 4 points, isolé and low: 0/16 < 1/18 < 7/15. 16 divisions: not small. 21 000 + 40 000.
    ("C-05", 1, 0, "0.00", 1, 4, "61000.00", "61000.00", "60000.00", "30000.00", "30000.00", 1),
    # 2 200 + 3 years of NEO (of 5) × 1 000.33; 1/18 = 0.0555… is printed 0.06.
    ("C-15", 1, 0, "0.06", 1, 4, "5200.99", "5200.99", "5200.99", "2600.50", "2600.49", 0),
    # 451 pupils: not small. 15 × 2 200, at the cap.
    ("C-06", 1, 0, "0.47", 1, 4, "33000.00", "33000.00", "33000.00", "16500.00", "16500.00", 0),
    # 3 points: 0/10 < 1/8 < 7/15 < 8/16. No equipment, 3 × 800 of ONE.
    ("C-16", 0, 1, "0.00", 1, 3, "2400.00", "2400.00", "2400.00", "1200.00", "1200.00", 0),
    # 6 × 12 000; 1/8 = 0.125 is printed 0.13.
    ("C-22", 0, 1, "0.13", 1, 3, "72000.00", "72000.00", "60000.00", "30000.00", "30000.00", 1),
    # 15 divisions and 450 pupils, bounds included. 40 000 + 4 000 + 1 000.50.
    ("C-10", 0, 1, "0.47", 1, 3, "45000.50", "45000.50", "45000.50", "22500.25", "22500.25", 0),
    # Isolé alone: one criterion, not « prioritaire ». 5 × 8 000.
    ("C-11", 1, 0, "0.50", 0, 3, "40000.00", "40000.00", "35000.00", "17500.00", "17500.00", 1),
    # 2 points: small alone. 2 500 + 2 × 1 850.25.
    ("C-12", 0, 1, "0.50", 0, 2, "6200.50", "6200.50", "6200.50", "3100.25", "3100.25", 0),
    # 1 point: 7/16 = 0.4375 < 9/20. 4 × 2 000; École Directe at 500 € a year opens no subsidy.
    ("C-17", 0, 0, "0.44", 0, 1, "8000.00", "8000.00", "8000.00", "4000.00", "4000.00", 0),
    # 8 × 3 499.99.
    ("C-13", 0, 0, "0.45", 0, 1, "27999.92", "27999.92", "27999.92", "13999.96", "13999.96", 0),
    # 0 point: 9/18 = 8/16 = 15/30, then pupils: 620 < 700 < 990. One cent above 35 000.
    ("C-09", 0, 0, "0.50", 0, 0, "35000.01", "35000.01", "35000.00", "17500.00", "17500.00", 1),
    # Exactly 35 000: 24 000 + 8 000 + 2 500 + 500.
    ("C-08", 0, 0, "0.50", 0, 0, "35000.00", "35000.00", "35000.00", "17500.00", "17500.00", 0),
    # Nothing asked for.
    ("C-19", 0, 0, "0.50", 0, 0, "0.00", "0.00", "0.00", "0.00", "0.00", 0),
    # 26/20 of equipment; 12 500 asked, capped at 12 000.
    ("C-20", 0, 0, "1.30", 0, 0, "12500.00", "12000.00", "12000.00", "6000.00", "6000.00", 0),
]
# The column « asked » adds up to 621 101.88; « eligible » is 2 400 (C-14) and 500 (C-20) less.
# The propositions are 0.01 (C-02) + 1 000 (C-05) + 12 000 (C-22) + 5 000 (C-11) + 0.01 (C-09) less again.
# Four odd cents (C-21, C-03, C-07, C-15): (600 201.86 ± 0.04) / 2.
TOTALS = {
    "dossiers": 22,
    "prioritaires": 14,
    "montant_demande": "621101.88",
    "montant_eligible": "618201.88",
    "proposition": "600201.86",
    "part_departement": "300100.95",
    "part_tne": "300100.91",
    "arbitrage": 5,
}


def number(reference):
    return f"38-2025-00{reference.removeprefix('C-')}"


@pytest.fixture
def run(isere, capsys):
    """Run a command and read the one JSON document that it prints."""

    def json_of(*arguments):
        call_command(*arguments, "--json")
        return json.loads(capsys.readouterr().out)

    return json_of


@pytest.fixture
def imported(run):
    return run(
        "import_candidacies",
        str(FILE),
        "--call",
        "colleges-prives-2025",
        "--now",
        "2025-03-15T10:00:00+01:00",
    )


def test_all_are_accepted_and_numbered_in_the_order_of_the_file(imported):
    assert [(row["reference"], row["numero"]) for row in imported["acceptes"]] == [
        (f"C-{rank:02d}", f"38-2025-00{rank:02d}") for rank in range(1, 23)
    ]
    findings = {
        row["reference"]: [item["code"] for item in row["constats"]]
        for row in imported["acceptes"]
        if row["constats"]
    }
    assert findings == {
        "C-14": ["prix_plafond"],
        "C-18": ["ent_a_verifier"],
        "C-20": ["prix_plafond"],
        "C-21": ["formation_absente", "ent_absent", "debit_insuffisant"],
    }
    assert imported["refuses"] == imported["ignores"] == []


def test_the_ranking_is_the_one_worked_out_by_hand(imported, run):
    data = run("score_call", "colleges-prives-2025")
    found = [
        (
            row["reference"],
            int(row["criteres"]["isole"]["rempli"]),
            int(row["criteres"]["taille"]["rempli"]),
            row["criteres"]["faible_equipement"]["valeur"],
            int(row["prioritaire"]),
            row["points"],
            row["montant_demande"],
            row["montant_eligible"],
            row["proposition"],
            row["part_departement"],
            row["part_tne"],
            int(row["arbitrage"]),
        )
        for row in data["classement"]
    ]
    assert found == RANKING
    assert [row["rang"] for row in data["classement"]] == list(range(1, 23))
    assert [row["numero"] for row in data["classement"]] == [number(row[0]) for row in RANKING]
    assert data["totaux"] == TOTALS
    assert data["enveloppe"] == {"montant": "870000.00", "reste": "269798.14", "hors_enveloppe": []}
    assert data["regle"] == {
        "criteres_minimum": 2,
        "seuil_prioritaire": "60000.00",
        "seuil_standard": "35000.00",
        "divisions_max": 15,
        "eleves_max": 450,
        "taux_equipement_faible": "0.50",
    }


def test_a_row_says_everything_of_a_dossier(imported, run):
    row = run("score_call", "colleges-prives-2025")["classement"][1]
    uai = Candidacy.objects.get(number="38-2025-0014").projects.get().school.uai
    assert row == {
        "rang": 2,
        "numero": "38-2025-0014",
        "reference": "C-14",
        "uai": uai,
        "criteres": {
            "isole": {"rempli": True, "valeur": "non relié à un lycée"},
            "taille": {"rempli": True, "valeur": "12 divisions, 240 élèves"},
            "faible_equipement": {"rempli": True, "valeur": "0.33"},
        },
        "prioritaire": True,
        "points": 6,
        "depense_demandee": "15600.00",
        "depense_eligible": "13200.00",
        "taux": "1.00",
        "montant_demande": "15600.00",
        "montant_eligible": "13200.00",
        "seuil": "60000.00",
        "au_dela_du_seuil": False,
        "proposition": "13200.00",
        "part_departement": "6600.00",
        "part_tne": "6600.00",
        "arbitrage": False,
    }


def test_an_envelope_too_small_leaves_some_out_and_tries_the_next(imported, run):
    """200 000 − 16 000 − 13 200 − 5 999.97 − 9 999.99 − 60 000 − 10 200 − 60 000 = 24 600.04 after rank 7.

    C-07 and C-05 no longer fit; − 5 200.99 = 19 399.05; not C-06; − 2 400 = 16 999.05; not C-22, C-10, C-11;
    − 6 200.50 − 8 000 = 2 798.55; not C-13, C-09, C-08; C-19 asks for nothing; not C-20.
    """
    data = run("simulate_call", "colleges-prives-2025", "--envelope", "200000")
    out = ("C-07", "C-05", "C-06", "C-22", "C-10", "C-11", "C-13", "C-09", "C-08", "C-20")
    assert data["enveloppe"] == {
        "montant": "200000.00",
        "reste": "2798.55",
        "hors_enveloppe": [number(reference) for reference in out],
    }
    assert data["totaux"] == TOTALS
    assert not Score.objects.exists()


def test_three_criteria_to_be_priority(imported, run):
    """The seven with 6 points alone. C-07, C-05, C-22 and C-10 fall to 35 000:
    600 201.86 − 24 999.99 − 25 000 − 25 000 − 10 000.50 = 515 201.37."""
    data = run("simulate_call", "colleges-prives-2025", "--min-criteria", "3")
    assert data["regle"]["criteres_minimum"] == 3
    assert data["totaux"]["prioritaires"] == 7
    assert data["totaux"]["proposition"] == "515201.37"
    assert data["totaux"]["arbitrage"] == 7  # C-02, C-07, C-05, C-22, C-10, C-11, C-09


def test_other_thresholds_and_another_low_rate(imported, run):
    """With 70 000 and 40 000, only C-22 (72 000) stays above: 618 201.88 − 2 000.
    Low below 0.51: C-07, C-11, C-12, C-08, C-09 and C-19 gain a point, C-11 and C-12 become priority."""
    data = run(
        "simulate_call",
        "colleges-prives-2025",
        *("--priority-threshold", "70000", "--standard-threshold", "40000", "--low-equipment", "0.51"),
    )
    assert data["totaux"]["proposition"] == "616201.88"
    assert data["totaux"]["arbitrage"] == 1
    assert data["totaux"]["prioritaires"] == 16
    assert data["regle"]["taux_equipement_faible"] == "0.51"


def test_importing_again_changes_nothing(imported, run):
    again = run("import_candidacies", str(FILE), "--call", "colleges-prives-2025")
    assert (len(again["ignores"]), again["acceptes"], again["refuses"]) == (22, [], [])
    assert Candidacy.objects.get(number="38-2025-0001").deposited_at > IN_TIME
