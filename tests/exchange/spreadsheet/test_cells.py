"""Each kind of bad cell leads back to its own address, with what was typed and a sentence; a literal table."""

import io
from datetime import datetime

import openpyxl
import pytest

from tests.exchange.dossiers import ECOLES, IN_TIME, REMOVE, UNKNOWN, college, commune, paper
from tests.exchange.dossiers import changed as changed_json
from tests.exchange.spreadsheet.files import changed, flat, saved, workbook
from tests.factories import agent
from tne38.exchange import report
from tne38.exchange.spreadsheet import dossiers

pytestmark = pytest.mark.django_db

# (sheet, column, what is typed there, address, code, words of the message)
BAD_CELLS = [
    ("Dossiers", "reference", None, "A2", "champ_obligatoire", "obligatoire"),
    ("Dossiers", "origine", "fax", "B2", "champ_obligatoire", "en_ligne ou papier"),
    ("Dossiers", "origine", "en ligne", "B2", "champ_obligatoire", "Seul un dossier papier"),
    ("Dossiers", "cachet_poste", "31/02/2025", "C2", "champ_obligatoire", "par exemple 31/03/2025"),
    ("Dossiers", "cachet_poste", "demain", "C2", "champ_obligatoire", "par exemple 31/03/2025"),
    ("Dossiers", "cachet_poste", None, "C2", "champ_obligatoire", "cachet de la poste"),
    ("Dossiers", "cachet_poste", datetime(2025, 4, 1), "C2", "hors_delai", "31/03/2025"),
    (
        "Dossiers",
        "porteur_nature",
        "association",
        "E2",
        "porteur_non_eligible",
        "commune, un epci ou un ogec",
    ),
    ("Dossiers", "porteur_nom", "=B2&C2", "F2", "champ_obligatoire", "formule"),
    ("Dossiers", "porteur_nom", datetime(2025, 3, 1), "F2", "champ_obligatoire", "pour une date"),
    ("Dossiers", "porteur_siret", 99999012000018, "H2", "siret_invalide", "SIRET"),
    ("Dossiers", "porteur_siret", "9,9999E+13", "H2", "siret_invalide", "abrégé"),
    ("Dossiers", "porteur_rna", "381000001", "I2", "rna_invalide", "RNA"),
    ("Dossiers", "porteur_courriel", "pas une adresse", "K2", "champ_obligatoire", "adresse électronique"),
    ("Dossiers", "representant_nom", None, "L2", "champ_obligatoire", "obligatoire"),
    (
        "Dossiers",
        "contrat_engagement_republicain",
        "peut-être",
        "N2",
        "champ_obligatoire",
        "« oui » ou « non »",
    ),
    ("Établissements", "uai", "0381710D", "B2", "uai_invalide", "UAI"),
    ("Établissements", "relie_a_un_lycee", "?", "C2", "champ_obligatoire", "« oui » ou « non »"),
    ("Établissements", "divisions", 0, "D2", "quantite_invalide", "au moins 1"),
    ("Établissements", "divisions", "#REF!", "D2", "quantite_invalide", "erreur de calcul"),
    ("Établissements", "eleves", 412.5, "E2", "quantite_invalide", "entier"),
    ("Établissements", "ent_cout_annuel", "gratuit", "J2", "montant_invalide", "montant"),
    ("Établissements", "domaine_socle_2", 6, "M2", "quantite_invalide", "de 1 à 5"),
    ("Classes", "debit_mbps", "=20+15", "D2", "quantite_invalide", "formule"),
    ("Classes", "debit_mbps", -5, "D3", "quantite_invalide", "débit"),
    ("Classes", "classe_nom", None, "C3", "champ_obligatoire", "obligatoire"),
    ("Équipements", "article", "TBI", "C2", "article_inconnu", "catalogue"),
    ("Équipements", "quantite", "six", "D2", "quantite_invalide", "entier"),
    ("Équipements", "prix_unitaire", 1700.001, "E2", "montant_invalide", "montant"),
    ("Équipements", "prix_unitaire", None, "E2", "champ_obligatoire", "obligatoire"),
]
# The same, in a file that is not even examined further: nothing may be imported.
BAD_FILES = [
    ("Classes", "reference", "P-999", "A3", "Aucun dossier ne porte la référence « P-999 »"),
    ("Classes", "uai", "0381704W", "B2", "n’a pas d’établissement 0381704W"),
    ("Classes", "uai", None, None, None),  # the only school of its dossier: understood
]


def examine(call, content):
    """The report of an examination by an agent, as the job makes it."""
    reading = dossiers.read(content)
    return report.examine(call, reading, at=IN_TIME, by=agent(), progress=lambda done, total: None)


def asked():
    return paper(college())


@pytest.mark.parametrize(("sheet", "column", "value", "address", "code", "words"), BAD_CELLS)
def test_a_bad_cell_is_named(colleges, sheet, column, value, address, code, words):
    row = int(address[1:])
    content, coordinate = changed(workbook(asked()), sheet, column, value, row=row)
    assert coordinate == address
    [dossier] = examine(colleges, content)["dossiers"]
    assert dossier["issue"] == "refuse"
    [error] = [item for item in dossier["erreurs"] if item["cellule"] == address and item["feuille"] == sheet]
    assert (error["colonne"], error["code"]) == (column, code)
    assert words in error["message"]
    if value is None:
        assert error["saisi"] == ""


@pytest.mark.parametrize(("sheet", "column", "value", "address", "words"), BAD_FILES)
def test_a_row_that_belongs_to_nobody_stops_everything(colleges, sheet, column, value, address, words):
    content, _ = changed(workbook(asked()), sheet, column, value, row=int(address[1:]) if address else 2)
    problems = examine(colleges, content)["problemes"]
    assert [item["cellule"] for item in problems] == ([address] if address else [])
    assert all(words in item["message"] for item in problems)


def test_the_school_that_is_not_in_the_directory(colleges):
    dossier = changed_json(asked(), "projets[0].uai", UNKNOWN)
    [error] = examine(colleges, workbook(dossier))["dossiers"][0]["erreurs"]
    assert (error["feuille"], error["cellule"], error["saisi"], error["code"]) == (
        "Établissements",
        "B2",
        UNKNOWN,
        "uai_inconnu",
    )


def test_a_dossier_without_a_school_or_a_class_says_where_to_write_it(colleges):
    alone = {**asked(), "projets": []}
    bare = changed_json(paper(college("P-002")), "projets[0].classes", [])
    first, second = examine(colleges, workbook(alone, bare))["dossiers"]
    [missing] = [item for item in first["erreurs"] if "Établissements" in item["message"]]
    assert missing["cellule"] == "A2"
    [missing] = [item for item in second["erreurs"] if "« Classes »" in item["message"]]
    assert (missing["feuille"], missing["cellule"]) == ("Établissements", "B2")


def test_what_a_paper_dossier_lacks_is_a_remark_at_its_cell(colleges):
    slow = changed_json(asked(), "projets[0].classes[1].debit_mbps", 3)
    slow = changed_json(slow, "projets[0].equipements[0].prix_unitaire", "2300.00")
    [dossier] = examine(colleges, workbook(slow))["dossiers"]
    assert dossier["issue"] == "accepte"
    assert [(item["feuille"], item["cellule"], item["code"]) for item in dossier["constats"]] == [
        ("Classes", "D3", "debit_insuffisant"),
        ("Équipements", "E2", "prix_plafond"),
    ]


def test_what_people_type_is_understood(primary):
    """Zeros lost by the spreadsheet, French numbers and dates, numbers kept as text."""
    content = workbook(paper(commune()))
    for sheet, column, value in (
        ("Dossiers", "cachet_poste", "3 février 2025"),
        ("Dossiers", "recu_le", 45750),
        ("Dossiers", "porteur_insee", 38563),
        ("Dossiers", "porteur_siren", 213805633),
        ("Dossiers", "porteur_nature", " Commune "),
        ("Établissements", "uai", "381493S"),
        ("Établissements", "ent_cout_annuel", "1 234,50 €"),
        ("Établissements", "ent_duree_ans", "3"),
        ("Équipements", "prix_unitaire", "1 700,00"),
        ("Classes", "debit_mbps", "35,5"),
        ("Classes", "classe_nom", 6),
    ):
        content, _ = changed(content, sheet, column, value)
    for sheet in ("Classes", "Équipements"):
        content, _ = changed(content, sheet, "uai", ECOLES[0])
    raw = dossiers.read(content).dossiers[0].raw
    school = raw["projets"][0]
    assert (raw["cachet_poste"], raw["recu_le"]) == ("2025-02-03", "2025-04-03")
    assert (raw["porteur"]["insee"], raw["porteur"]["siren"], raw["porteur"]["nature"]) == (
        "38563",
        "213805633",
        "commune",
    )
    assert (school["uai"], school["ent"]["cout_annuel"], school["ent"]["duree_ans"]) == (
        "0381493S",
        "1234.50",
        3,
    )
    assert school["equipements"][0]["prix_unitaire"] == "1700.00"
    assert [(item["nom"], str(item["debit_mbps"])) for item in school["classes"]] == [
        ("6", "35.5"),
        ("3e B", "20"),
    ]
    assert examine(primary, content)["dossiers"][0]["erreurs"] == []


@pytest.mark.parametrize(
    ("typed", "kept"), [(4005678901234, "04005678901234"), ("4 005 678 901 234", "04005678901234")]
)
def test_the_zeros_of_a_siret_come_back(typed, kept):
    content, _ = changed(workbook(asked()), "Dossiers", "porteur_siret", typed)
    assert dossiers.read(content).dossiers[0].raw["porteur"]["siret"] == kept


def test_a_reference_twice_stops_everything(colleges):
    content, _ = changed(workbook(asked(), paper(college("P-002"))), "Dossiers", "reference", "P-001", row=3)
    problems = examine(colleges, content)["problemes"]
    assert problems[0]["cellule"] == "A3"
    assert "déjà à la ligne 2" in problems[0]["message"]


def edited(change):
    """A right workbook changed by hand."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(asked())))
    change(book)
    return saved(book)


def merge(book):
    book["Classes"].merge_cells("A2:A3")


def hide(book):
    book["Classes"].sheet_state = "hidden"


def rename(book):
    book["Établissements"]["E1"] = "eleve"


def drop_key(book):
    book["Classes"].delete_cols(1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (merge, "Les cellules A2:A3 de la feuille « Classes » sont fusionnées"),
        (hide, "La feuille « Classes » est masquée"),
        (rename, "Vouliez-vous dire « Élèves » (eleves) ?"),
        (drop_key, "Il manque la colonne « Référence du dossier » (reference) dans la feuille « Classes »"),
    ],
)
def test_what_is_wrong_in_the_file_itself(change, words):
    assert words in dossiers.read(edited(change)).problems[0].message


def test_what_is_passed_over(colleges):
    def add(book):
        book["Dossiers"]["Z1"], book["Dossiers"]["Z2"] = "# Remarques", "à rappeler"
        book["Dossiers"]["A9"] = "   "
        book["Classes"].append(["EXEMPLE-1", "0381710C", "6e Z", 3])
        book.create_sheet("Notes").append(["à rappeler"])

    reading = dossiers.read(edited(add))
    assert reading.problems == []
    assert reading.notes == [
        "La feuille « Notes » n’a pas été lue.",
        "Les lignes d’exemple du modèle (référence EXEMPLE…) n’ont pas été lues.",
    ]
    assert [len(dossier.raw["projets"][0]["classes"]) for dossier in reading.dossiers] == [2]


def test_further_rows_of_a_csv_file_may_not_contradict_the_first_one():
    text = flat(asked()).decode("utf-8-sig").replace("\r\nP-001;;", "\r\nP-001;en_ligne;", 1)
    [problem] = dossiers.read(text.encode()).problems
    assert problem.place.address == "B3"
    assert "ligne 2" in problem.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_file_is_read_whatever_wrote_it(encoding, delimiter):
    asked_for = changed_json(asked(), "projets[0].descriptif", "Élèves ; œuvres")
    asked_for = changed_json(asked_for, "projets[0].ent.cout_annuel", REMOVE)
    asked_for = changed_json(asked_for, "projets[0].equipements", [])
    text = flat(asked_for).decode("utf-8-sig").replace('"Élèves ; œuvres"', "Élèves").replace(";", delimiter)
    [dossier] = dossiers.read(text.encode(encoding)).dossiers
    assert dossier.raw["projets"][0]["descriptif"] == "Élèves"
    assert dossier.raw["cachet_poste"] == "2025-02-20"
