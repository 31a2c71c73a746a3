"""import_candidacies reads a workbook or a CSV file as it reads JSON: same report, same exit codes."""

import json

import pytest

from tests.exchange.dossiers import changed, college
from tests.exchange.spreadsheet.files import changed as with_cell
from tests.exchange.spreadsheet.files import flat, workbook

CALL = ("--call", "colleges-prives-2025")


@pytest.mark.parametrize(("name", "write"), [("dossiers.xlsx", workbook), ("dossiers.csv", flat)])
def test_it_gives_the_report_of_the_json(manage, tmp_path, name, write):
    # The directory of this portal is empty: every school is unknown.
    asked = changed(college(), "projets[0].equipements[0].quantite", 0)
    (tmp_path / "dossiers.json").write_text(
        json.dumps({"appel": "colleges-prives-2025", "dossiers": [asked]}), encoding="utf-8"
    )
    (tmp_path / name).write_bytes(write(asked))
    options = (*CALL, "--now", "2025-02-10", "--json")
    of_json = manage("import_candidacies", tmp_path / "dossiers.json", *options)
    of_sheet = manage("import_candidacies", tmp_path / name, *options)
    assert (of_sheet.returncode, of_sheet.stdout) == (1, of_json.stdout)
    [refused] = json.loads(of_sheet.stdout)["refuses"]
    assert [item["code"] for item in refused["erreurs"]] == ["quantite_invalide", "uai_inconnu"]


@pytest.mark.parametrize("name", ["dossiers.xlsx", "dossiers.csv"])
def test_what_is_not_a_spreadsheet_is_a_wrong_usage(manage, tmp_path, name):
    (tmp_path / name).write_bytes(b"\x00\x01")
    done = manage("import_candidacies", tmp_path / name, *CALL, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Ce fichier n’est ni un classeur" in done.stderr


def test_a_row_that_belongs_to_nobody_is_named(manage, tmp_path):
    content, _ = with_cell(workbook(college()), "Classes", "reference", "P-999", row=3)
    (tmp_path / "dossiers.xlsx").write_bytes(content)
    done = manage("import_candidacies", tmp_path / "dossiers.xlsx", *CALL)
    assert done.returncode == 2
    assert "Classes, A3 : Aucun dossier ne porte la référence « P-999 »" in done.stderr
