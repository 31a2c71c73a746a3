"""The list of dossiers as a file: its filter, its columns, numbers as numbers, no text taken for a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Organisation
from reviews.domain import decisions, ranking
from reviews.enums import Outcome
from tests.agents import conforming, deposited, sign_in
from tests.factories import CallFactory
from tests.reviews.crowd import crowd
from tne38.accounts.enums import Role
from tne38.exchange import download, workbook

pytestmark = pytest.mark.django_db


def address(form: str) -> str:
    return reverse("admin:export_dossiers", args=[form])


def sheets_of(content: bytes) -> dict[str, list[dict[str, object]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = {}
    for sheet in book:
        names, *rows = sheet.values
        found[sheet.title] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_workbook_has_a_sheet_of_dossiers_and_one_of_lines_with_numbers(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = CallFactory()
    dossier = conforming(call)
    ranking.rank_call(call, by=None)
    decisions.decide(
        dossier,
        Outcome.SELECTED,
        amount=Decimal("3000.01"),
        reason="Essai",
        decided_on=date(2025, 6, 1),
        by=None,
    )
    answer = client.get(address("xlsx"))
    assert answer["Content-Disposition"].startswith('attachment; filename="dossiers-2')
    sheets = sheets_of(answer.content)
    assert list(sheets) == ["Dossiers", "Équipements"]
    [row], [line] = sheets["Dossiers"], sheets["Équipements"]
    assert list(row) == list(download.COLUMNS)
    assert (row["numero"], row["etat"], row["appel"], row["decision"]) == (
        dossier.number,
        "Retenu",
        call.slug,
        "Retenu",
    )
    assert (row["montant_eligible"], row["montant_accorde"], row["part_departement"]) == (
        3400,
        3000.01,
        1500.01,
    )
    assert (line["numero"], line["article"], line["quantite"], line["depense_eligible"]) == (
        dossier.number,
        "VPI",
        2,
        3400,
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_text_is_taken_for_a_formula(client, start):
    sign_in(client, Role.INSTRUCTEUR)
    deposited()
    Organisation.objects.update(name=f"{start}cmd|' /C calc'!A0")
    [row] = rows_of(client.get(address("csv")).content)
    assert row["porteur_nom"] == f"'{start}cmd|' /C calc'!A0"
    book = openpyxl.load_workbook(io.BytesIO(client.get(address("xlsx")).content))
    cell = next(cell for cell in book["Dossiers"][2] if "calc" in str(cell.value))
    assert (cell.data_type, cell.value) == ("s", f"{start}cmd|' /C calc'!A0")


def test_the_filter_of_the_list_is_the_filter_of_the_file(client):
    sign_in(client, Role.INSTRUCTEUR)
    call, other = CallFactory(), CallFactory()
    kept, _, elsewhere = conforming(call), deposited(call), conforming(other)
    asked = {"appel": call.slug, "etat": "conforming"}
    assert [row["numero"] for row in rows_of(client.get(address("csv"), asked).content)] == [kept.number]
    searched = client.get(address("csv"), {"q": elsewhere.number, "p": "1"})
    assert [row["appel"] for row in rows_of(searched.content)] == [other.slug]
    text = client.get(reverse("admin:applications_candidacy_changelist"), asked).text
    assert f"{address('xlsx')}?appel={call.slug}&amp;etat=conforming" in text


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_who_only_reads_takes_no_file(client, role):
    sign_in(client, role)
    deposited()
    assert client.get(address("csv")).status_code == 403
    assert "Télécharger" not in client.get(reverse("admin:applications_candidacy_changelist")).text


def test_an_unknown_form_is_not_found(client):
    sign_in(client, Role.INSTRUCTEUR)
    assert client.get(address("ods")).status_code == 404


def test_a_file_costs_the_same_queries_with_three_dossiers_and_with_a_thousand():
    costs = []
    for count in (3, 1000):
        keys = [dossier.pk for dossier in crowd(CallFactory(), count)]
        with CaptureQueriesContext(connection) as queries:
            sheets = sheets_of(download.as_xlsx(download.read(keys)))
        assert {name: len(rows) for name, rows in sheets.items()} == {"Dossiers": count, "Équipements": count}
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10


def test_what_a_cell_may_hold():
    row = ["a & <b>\x00", None, "", True, 12, Decimal("0.10"), date(2025, 3, 31), "  espaces  "]
    content = workbook.written([("Feuille & co", [f"c{place}" for place in range(30)], [row])])
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Feuille & co"]
    values = [cell.value.date() if cell.is_date else cell.value for cell in sheet[2]][:8]
    assert values == ["a & <b>", None, None, "oui", 12, 0.1, date(2025, 3, 31), "  espaces  "]
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:AD2", "A2")
