"""What is exported can be imported into an empty portal; sheets hold numbers as numbers and no formula."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.domain import review
from applications.models import Candidacy, Organisation, SchoolProject
from equipment.amounts import amounts_of
from equipment.models import Line
from equipment.pricing import in_basis
from tests.exchange.dossiers import (
    ECOLES,
    EPCI_ECOLES,
    IN_TIME,
    OTHER_COLLEGE,
    changed,
    college,
    commune,
    epci,
    ogec,
    paper,
    project,
)
from tests.factories import siret
from tne38.core.models import Job, Sequence
from tne38.exchange import exporting, importing, sheets
from tne38.exchange.spreadsheet import dossiers as spreadsheet
from tne38.exchange.spreadsheet.writing import TooLong

pytestmark = pytest.mark.django_db


def other(**fields):
    return college(
        "P-002", porteur=ogec(siret=siret(2), rna="W381000002"), projets=[project(OTHER_COLLEGE, **fields)]
    )


def empty_the_portal():
    """As another portal would be: the same directory and calls, no dossier."""
    Line.objects.all().delete()
    Job.objects.all().delete()
    SchoolProject.objects.all().delete()
    Candidacy.objects.all().delete()
    Organisation.objects.all().delete()
    Sequence.objects.all().delete()


def read_back(call):
    """What the command would read in the exported file."""
    return json.loads(exporting.as_json(call), parse_float=Decimal)


def round_trip(call, *dossiers):
    assert not importing.run(call, dossiers, at=IN_TIME).refuses
    amounts = {row.number: amounts_of(row) for row in Candidacy.objects.all()}
    exported = read_back(call)
    empty_the_portal()
    assert not importing.run(call, exported["dossiers"], at=IN_TIME).refuses
    assert read_back(call) == exported
    assert {row.number: amounts_of(row) for row in Candidacy.objects.all()} == amounts
    return exported


def test_the_dossiers_of_colleges_come_back_the_same(colleges):
    incomplete = changed(paper(other()), "projets[0].ent", None)
    rated = changed(college(), "projets[0].classes[0].debit_mbps", Decimal("35.5"))
    exported = round_trip(colleges, rated, incomplete)
    assert exported["appel"] == "colleges-prives-2025"
    assert exported["dossiers"][0] == rated
    assert exported["dossiers"][1]["cachet_poste"] == "2025-02-20"


def test_the_dossiers_of_the_1er_degre_come_back_the_same(primary):
    asked = commune()["projets"][0]
    in_trieves = [{**asked, "uai": uai} for uai in EPCI_ECOLES]
    exported = round_trip(
        primary,
        commune(projets=[{**asked, "uai": uai} for uai in ECOLES]),
        commune("E-002", porteur=epci(), projets=in_trieves),
    )
    assert [len(dossier["projets"]) for dossier in exported["dossiers"]] == [2, 2]


def as_a_spreadsheet(call):
    """What an import reads in the exported workbook."""
    reading = spreadsheet.read(sheets.as_xlsx(call))
    assert reading.problems == []
    return [dossier.raw for dossier in reading.dossiers]


def round_trip_of_the_workbook(call, *asked):
    assert not importing.run(call, asked, at=IN_TIME).refuses
    before, read = read_back(call), as_a_spreadsheet(call)
    empty_the_portal()
    assert not importing.run(call, read, at=IN_TIME).refuses
    assert read_back(call) == before


def test_the_workbook_of_the_colleges_comes_back_the_same(colleges):
    dossier = changed(paper(other()), "projets[0].equipements[0].prix_unitaire", "1699.99")
    dossier = changed(dossier, "projets[0].descriptif", "=SOMME(A1) ; deux\nlignes")
    round_trip_of_the_workbook(colleges, college(), changed(dossier, "porteur.nom", "+33 OGEC"))
    again = importing.run(colleges, as_a_spreadsheet(colleges), at=IN_TIME)
    assert [row["reference"] for row in again.ignores] == ["P-001", "P-002"]


def test_the_workbook_of_the_1er_degre_comes_back_the_same(primary):
    asked = commune()["projets"][0]
    of_epci = [{**asked, "uai": uai} for uai in EPCI_ECOLES]
    round_trip_of_the_workbook(
        primary,
        paper(commune(projets=[{**asked, "uai": uai, "formations": ["a|b", "c ; d"]} for uai in ECOLES])),
        commune("E-002", porteur=epci(), projets=of_epci),
    )


def in_ht(call):
    """A dossier whose porteur recovers VAT in a call with TTC prices: six VPI at 1 900 €, an ENT at 1 000 €."""
    Organisation.objects.create(
        kind="ogec", name="OGEC", siret="99999012000019", siren="999990120", recovers_vat=True
    )
    asked = changed(college(), "projets[0].equipements[0].prix_unitaire", "1900.00")
    ent = {"produit": "ONE", "duree_ans": 3, "cout_annuel": "1000.00"}
    assert not importing.run(call, [changed(asked, "projets[0].ent", ent)], at=IN_TIME).refuses


@pytest.mark.parametrize("read", [lambda call: read_back(call)["dossiers"], as_a_spreadsheet])
def test_prices_without_vat_are_exported_in_the_basis_that_an_import_reads(colleges, read):
    in_ht(colleges)
    without_vat = amounts_of(Candidacy.objects.get())
    assert without_vat.expense_asked == Decimal("14400.00")
    assert without_vat.expense_eligible == Decimal("13999.98")  # the cap is 1 833.33 HT
    dossiers = read(colleges)
    [project] = dossiers[0]["projets"]
    assert Decimal(str(project["equipements"][0]["prix_unitaire"])) == Decimal("2280.00")
    assert Decimal(str(project["ent"]["cout_annuel"])) == Decimal("1200.00")
    empty_the_portal()
    assert not importing.run(colleges, dossiers, at=IN_TIME).refuses
    candidacy = Candidacy.objects.get()
    assert candidacy.terms.price_basis == "TTC"
    assert amounts_of(candidacy).expense_asked == Decimal("17280.00")  # 14 400 and 20 %
    assert amounts_of(candidacy).expense_eligible == Decimal("16800.00")


def test_the_workbook_says_in_which_basis_its_amounts_are(colleges):
    in_ht(colleges)
    book = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(colleges)))
    [titles, line] = book["Équipements"].iter_rows(values_only=True)
    said = dict(zip(titles, line, strict=True))
    names = ("prix_unitaire", "base_des_montants", "prix_du_dossier", "plafond_unitaire", "depense_eligible")
    assert [said[name] for name in names] == [2280, "HT", 1900, 1833.33, 10999.98]


@pytest.mark.parametrize("rate", [Decimal("0.2"), Decimal("0.1"), Decimal("0.055")])
def test_a_price_without_vat_comes_back_to_the_cent(rate):
    def back(price):
        with_vat = in_basis(price, of="HT", basis="TTC", vat_rate=rate)
        return in_basis(with_vat, of="TTC", basis="HT", vat_rate=rate)

    prices = [Decimal(cents) / 100 for cents in range(1, 5000)]
    assert [back(price) for price in prices] == prices


def test_a_price_with_vat_may_come_back_a_cent_away():
    without = in_basis(Decimal("0.04"), of="TTC", basis="HT", vat_rate=Decimal("0.2"))
    assert without == Decimal("0.03")
    worst = in_basis(Decimal("0.03"), of="TTC", basis="HT", vat_rate=Decimal("0.2"))
    assert in_basis(worst, of="HT", basis="TTC", vat_rate=Decimal("0.2")) == Decimal("0.04")


def test_a_dossier_given_up_is_passed_over_in_an_exported_workbook(colleges):
    importing.run(colleges, [college(), other()], at=IN_TIME)
    review.withdraw(Candidacy.objects.get(reference="P-001"), by=None)
    assert [dossier["reference"] for dossier in as_a_spreadsheet(colleges)] == ["P-002"]


def test_a_text_that_no_cell_can_hold_is_never_cut(colleges):
    importing.run(colleges, [changed(college(), "projets[0].descriptif", "a" * 32_768)], at=IN_TIME)
    with pytest.raises(TooLong, match="32768 signes"):
        sheets.as_xlsx(colleges)


def test_an_exported_file_imported_where_it_comes_from_changes_nothing(colleges):
    incomplete = changed(paper(other()), "projets[0].ent", None)
    importing.run(colleges, [college(), changed(incomplete, "projets[0].formations", [])], at=IN_TIME)
    report = importing.run(colleges, read_back(colleges)["dossiers"], at=IN_TIME)
    assert [row["numero"] for row in report.ignores] == ["38-2025-0001", "38-2025-0002"]
    assert not report.refuses


def test_a_dossier_made_on_line_is_exported_under_its_number(colleges):
    importing.run(colleges, [college()], at=IN_TIME)
    Candidacy.objects.update(reference="", content_hash="")
    assert [row["reference"] for row in exporting.as_data(colleges)["dossiers"]] == ["38-2025-0001"]


def test_drafts_and_dossiers_given_up_are_not_exported_for_another_portal(colleges):
    importing.run(colleges, [college(), other()], at=IN_TIME)
    review.withdraw(Candidacy.objects.get(reference="P-002"), by=None)
    Candidacy.objects.create(call=colleges, organisation=Organisation.objects.create(kind="ogec", name="x"))
    assert [row["reference"] for row in exporting.as_data(colleges)["dossiers"]] == ["P-001"]
    assert len(sheets.as_csv(colleges).splitlines()) == 3  # the sheets hold every deposited dossier


def test_the_csv_sheet(colleges):
    dossier = changed(paper(college()), "porteur.nom", '=2+3;"OGEC"')
    importing.run(
        colleges, [changed(dossier, "projets[0].equipements[0].prix_unitaire", "2300.10")], at=IN_TIME
    )
    [row] = csv.DictReader(io.StringIO(sheets.as_csv(colleges)), delimiter=";")
    assert row == {
        "numero": "38-2025-0001",
        "reference": "P-001",
        "etat": "Déposé, à instruire",
        "origine": "papier",
        "depose_le": "2025-02-20 00:00:00",
        "cachet_poste": "2025-02-20",
        "recu_le": "2025-04-02",
        "porteur_nature": "ogec",
        "porteur_nom": '\'=2+3;"OGEC"',
        "porteur_siren": "999990120",
        "porteur_siret": "99999012000019",
        "porteur_rna": "W381000001",
        "porteur_insee": "",
        "porteur_courriel": "ogec@exemple.test",
        "representant_nom": "Représentant Fictif",
        "representant_qualite": "Présidente",
        "etablissements": "1",
        "uai": "0381710C",
        "etablissement_noms": "Collège privé Saint-Joseph",
        "divisions": "14",
        "eleves": "412",
        "depense_demandee": "13800.60",
        "depense_eligible": "13200.00",
        "taux": "1.00",
        "montant_demande": "13800.60",
        "montant_eligible": "13200.00",
        "contrat_engagement_republicain": "oui",
        "base_des_montants": "TTC",
    }


def test_the_workbook_has_a_sheet_of_dossiers_and_three_of_lines(colleges):
    dossier = changed(college(), "porteur.nom", "=CMD()")
    importing.run(colleges, [dossier, other(equipements=[])], at=IN_TIME)
    book = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(colleges)))
    assert book.sheetnames == ["Dossiers", "Établissements", "Classes", "Équipements"]
    titles, first, second = book["Dossiers"].iter_rows()
    column = {cell.value: place for place, cell in enumerate(titles)}
    assert first[column["porteur_nom"]].value == "=CMD()"
    assert first[column["porteur_nom"]].data_type == "s"
    assert first[column["montant_eligible"]].value == 10200
    assert first[column["montant_eligible"]].data_type == "n"
    assert second[column["montant_eligible"]].value == 0
    [titles, line] = book["Équipements"].iter_rows(values_only=True)
    assert dict(zip(titles, line, strict=True))["prix_unitaire"] == 1700


def test_an_empty_call_has_its_headers(colleges):
    assert sheets.as_csv(colleges).startswith("numero;reference;etat;")
    assert openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx(colleges)))["Dossiers"].max_row == 1
    assert exporting.as_data(colleges) == {"appel": "colleges-prives-2025", "dossiers": []}


@pytest.mark.parametrize("export", [exporting.as_json, sheets.as_csv, sheets.as_xlsx])
def test_the_queries_do_not_grow_with_the_dossiers(colleges, export):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            export(colleges)
        return len(captured)

    importing.run(colleges, [college()], at=IN_TIME)
    one = queries()
    importing.run(colleges, [other()], at=datetime(2025, 3, 1, tzinfo=UTC))
    assert queries() == one <= 12
