"""0: done; 1: some data was refused; 2: wrong usage. With --json, one document and nothing else on stdout."""

import json

import jsonschema
import pytest

from tests.exchange.dossiers import changed, college

CALL = ("--call", "colleges-prives-2025")


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "dossiers.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


def content(*dossiers, appel="colleges-prives-2025"):
    return {"appel": appel, "dossiers": list(dossiers)}


@pytest.mark.parametrize(
    "arguments",
    [
        ("import_candidacies",),
        ("import_candidacies", "/nulle/part.json"),
        ("import_candidacies", "/nulle/part.json", *CALL),
        ("import_candidacies", "README.md", *CALL),
        ("import_candidacies", "x.json", *CALL, "--now", "hier"),
        ("import_candidacies", "x.json", *CALL, "--inconnu"),
        ("export_candidacies",),
        ("export_candidacies", "--call", "inconnu"),
        ("export_candidacies", *CALL, "--format", "pdf"),
        ("export_candidacies", *CALL, "--format", "xlsx"),
        ("export_candidacies", *CALL, "--output", "/nulle/part/x.json"),
        ("score_call", "inconnu"),
        ("score_call",),
        ("simulate_call", "colleges-prives-2025", "--envelope", "-5"),
        ("simulate_call", "colleges-prives-2025", "--envelope", "beaucoup"),
        ("simulate_call", "colleges-prives-2025", "--min-criteria", "1.5"),
        ("simulate_call", "colleges-prives-2025", "--low-equipment", "nan"),
        ("simulate_call", "accessibilite-1er-degre-2025", "--min-criteria", "2"),
        ("generate_convention", "38-2025-0001"),
        ("load_reference", "--annuaire", "/nulle/part.csv"),
    ],
)
def test_a_wrong_usage(manage, arguments):
    done = manage(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "{",
        "[]",
        '{"appel": "colleges-prives-2025"}',
        '{"appel": "colleges-prives-2025", "dossiers": {}}',
        '{"appel": "colleges-prives-2025", "dossiers": [], "autre": 1}',
        '{"appel": "colleges-prives-2025", "dossiers": [NaN]}',
        '{"appel": "accessibilite-1er-degre-2025", "dossiers": []}',
    ],
)
def test_what_is_not_a_dossier_file_for_this_call(manage, file, wrong):
    done = manage("import_candidacies", file(wrong), *CALL, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_refused_dossier_gives_1_and_the_report_alone(manage, file):
    # The directory of this portal is empty: every school is unknown.
    done = manage("import_candidacies", file(content(college())), *CALL, "--now", "2025-02-10", "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["acceptes"], report["ignores"]) == ([], [])
    [refused] = report["refuses"]
    assert [(item["champ"], item["code"]) for item in refused["erreurs"]] == [
        ("projets[0].uai", "uai_inconnu")
    ]
    assert "1 dossier" in done.stderr


def test_an_empty_file_is_done(manage, file):
    done = manage("import_candidacies", file(content()), *CALL, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"acceptes": [], "ignores": [], "refuses": []}


def test_numbers_of_the_file_are_read_exactly(manage, file):
    text = json.dumps(content(changed(college(), "projets[0].equipements[0].prix_unitaire", "PRIX")))
    done = manage("import_candidacies", file(text.replace('"PRIX"', "1700.001")), *CALL, "--json")
    codes = [item["code"] for item in json.loads(done.stdout)["refuses"][0]["erreurs"]]
    assert "montant_invalide" in codes
    done = manage("import_candidacies", file(text.replace('"PRIX"', "1700.1")), *CALL, "--json")
    codes = [item["code"] for item in json.loads(done.stdout)["refuses"][0]["erreurs"]]
    assert "montant_invalide" not in codes


def test_the_schema_describes_the_file(manage):
    done = manage("import_candidacies", "--schema")
    assert done.returncode == 0
    schema = json.loads(done.stdout)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    validator.validate(content(college()))
    for field, value in (
        ("projets[0].uai", "381710C"),
        ("projets[0].equipements[0].quantite", 0),
        ("projets[0].equipements[0].prix_unitaire", "1700,00"),
        ("projets[0].surface", 3),
        ("origine", "fax"),
    ):
        assert not validator.is_valid(content(changed(college(), field, value)))


def test_commands_on_an_empty_call(manage):
    ranked = manage("score_call", "colleges-prives-2025", "--json")
    assert (ranked.returncode, json.loads(ranked.stdout)["totaux"]["dossiers"]) == (0, 0)
    told = manage("score_call", "colleges-prives-2025")
    assert told.stdout.startswith("0 dossier(s)")
    exported = manage("export_candidacies", *CALL)
    assert json.loads(exported.stdout) == content()
    simulated = manage("simulate_call", "accessibilite-1er-degre-2025", "--envelope", "1000", "--json")
    assert json.loads(simulated.stdout)["enveloppe"] == {
        "montant": "1000.00",
        "reste": "1000.00",
        "hors_enveloppe": [],
    }
    verified = manage("verify_journal", "--json")
    assert (verified.returncode, json.loads(verified.stdout)["rupture"]) == (0, None)


def test_a_convention_of_no_dossier_is_refused(manage, tmp_path):
    done = manage("generate_convention", "38-2025-0001", "--output", tmp_path / "x.pdf")
    assert (done.returncode, done.stdout) == (1, "")
    assert "38-2025-0001" in done.stderr
    assert not (tmp_path / "x.pdf").exists()


def test_the_program_itself_gives_these_codes(program, file):
    """One of each, in a real process: nothing but the document reaches standard output."""
    assert program("import_candidacies", file(content()), *CALL, "--json").returncode == 0
    refused = program("import_candidacies", file(content(college())), *CALL, "--now", "2025-02-10", "--json")
    assert refused.returncode == 1
    assert [row["reference"] for row in json.loads(refused.stdout)["refuses"]] == ["P-001"]
    for wrong in (("score_call",), ("score_call", "inconnu"), ("import_candidacies", "/nulle/part", *CALL)):
        done = program(*wrong)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr


def test_the_demonstration_is_refused_where_it_is_not_one(program):
    done = program("demo", DEMO="false")
    assert (done.returncode, done.stdout) == (2, "")
