"""The directory: what the packaged data give, and what the national file changes."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import reference
from applications.checks import is_eligible
from applications.domain import directory
from applications.models import Commune, Epci, School
from tne38.core import journal
from tne38.core.identifiers import is_siren, is_uai

pytestmark = pytest.mark.django_db

HEADER = (
    "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Adresse_1;"
    "Code_postal;Code_commune;Nom_commune;Code_departement;Ecole_maternelle;Ecole_elementaire;SIREN_SIRET;"
    "Nombre_d_eleves;etat;libelle_nature;Type_contrat_prive;date_maj_ligne;position"
)
ROWS = [
    # Known: renamed, with an address, a SIRET and newer figures.
    (
        "0381710C;Collège de l’exemple;Collège;Privé;1 rue de l’Exemple;38500;38563;Voiron;038;;;99999012000019;"
        "701;OUVERT;COLLEGE;CONTRAT D'ASSOCIATION TOUTES CLASSES;2026-03-02;45.3,5.5"
    ),
    # Closed.
    "0381704W;Collège privé Sacré-Coeur;Collège;Privé;;38430;38400;;38;;;;;FERME;COLLEGE;SOUS CONTRAT;;",
    # New, and known by its nature alone.
    "0389001C;École nouvelle;Ecole;Public;;38500;38563;Voiron;038;0;0;;12;A FERMER;ECOLE MATERNELLE;SANS OBJET;;",
    # Not a school, and not in Isère.
    "0380000T;Centre d’information;Information et orientation;Public;;38000;38185;;038;;;;;OUVERT;CIO;;;",
    "0010001W;École de l’Ain;Ecole;Public;;01000;01053;;001;1;1;;90;OUVERT;;;;",
    # Unreadable: each is reported, none stops the file.
    "0381710D;École;Ecole;Public;;;38563;;038;1;1;;10;OUVERT;;;;",
    "0380415V;École;Ecole;Public;;;38563;;038;0;0;;10;OUVERT;;;;",
    "0380416W;École;Ecole;Public;;;38563;;038;1;1;;beaucoup;OUVERT;;;;",
    "0381493S;;Ecole;Public;;;38563;;038;1;1;;10;OUVERT;;;;",
    "0381500Z;École;Ecole;Inconnu;;;38563;;038;1;1;;10;OUVERT;;;;",
    "0381501A",
    '0381889X;"École aux guillemets ouverts;Ecole;Public;;;38563;;038;1;1;;10;OUVERT;;;;',
    # Still read after that.
    '0381920F;"École; entre guillemets";Ecole;Public;;;38563;;038;1;0;;68;OUVERT;;;;',
]


@pytest.fixture
def annuaire(tmp_path):
    path = tmp_path / "fr-en-annuaire-education.csv"

    def write(*lines, encoding="utf-8-sig"):
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    return write


def load(capsys, *arguments):
    call_command("load_reference", "--json", *arguments)
    return json.loads(capsys.readouterr().out)


def test_the_directory_of_isere(capsys):
    assert load(capsys) == {"communes": 512, "epci": 18, "ecoles": 964, "colleges": 129}
    assert School.objects.filter(kind="lycee").count() == 86
    assert all(is_uai(uai) for uai in School.objects.values_list("uai", flat=True))
    sirens = [*Commune.objects.values_list("siren", flat=True), *Epci.objects.values_list("siren", flat=True)]
    assert all(is_siren(siren) for siren in sirens)
    assert not Commune.objects.filter(epci=None).exists()
    schools = list(School.objects.select_related("commune"))
    assert sum(is_eligible(school, college=True) for school in schools) == 22
    assert sum(is_eligible(school, college=False) for school in schools) == 964
    assert [school.uai for school in schools if school.commune is None] == ["0383621E"]
    voiron = School.objects.get(uai="0381710C")
    assert (voiron.pupils, voiron.figures_year, voiron.search_text) == (
        696,
        2022,
        "college prive saint-joseph voiron 0381710c",
    )
    robin = School.objects.get(uai="0382583B")
    assert robin.suggested_lycee == "Institution Robin - Lycée hôtelier Bellerive"


def test_a_second_load_writes_nothing_and_asks_little(capsys):
    first = load(capsys)
    with CaptureQueriesContext(connection) as captured:
        assert load(capsys) == first
    assert len(captured) < 25
    assert not [query for query in captured if query["sql"].startswith(("INSERT", "UPDATE"))]


def test_the_packaged_data_complete_but_never_undo_what_the_annuaire_brought(capsys, annuaire):
    with pytest.raises(CommandError):
        load(capsys, "--annuaire", str(annuaire(HEADER, *ROWS)))
    call_command("load_reference")
    assert School.objects.get(uai="0381710C").name == "Collège de l’exemple"
    assert not School.objects.get(uai="0381704W").is_open


def test_the_annuaire_updates_isere_and_reports_what_it_cannot_read(capsys, annuaire):
    with pytest.raises(CommandError) as raised:
        load(capsys, "--annuaire", str(annuaire(HEADER, *ROWS)))
    assert raised.value.returncode == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {"communes": 512, "epci": 18, "ecoles": 965, "colleges": 129}
    assert [line.split(" : ")[0] for line in captured.err.splitlines()] == [
        "ligne 7 (0381710D)",
        "ligne 8 (0380415V)",
        "ligne 9 (0380416W)",
        "ligne 10 (0381493S)",
        "ligne 11 (0381500Z)",
        "ligne 12 (0381501A)",
        "ligne 13 (0381889X)",
    ]
    assert School.objects.get(uai="0381920F").name == "École; entre guillemets"
    renamed = School.objects.get(uai="0381710C")
    assert (renamed.name, renamed.address, renamed.siret) == (
        "Collège de l’exemple",
        "1 rue de l’Exemple",
        "99999012000019",
    )
    assert (renamed.pupils, renamed.figures_year) == (701, 2025)
    assert renamed.search_text == "college de l’exemple voiron 0381710c"
    closed = School.objects.get(uai="0381704W")
    assert (closed.is_open, closed.pupils) == (False, 313)
    new = School.objects.get(uai="0389001C")
    assert (new.kind, new.sector, new.is_open, new.commune.name) == ("maternelle", "public", True, "Voiron")
    assert not School.objects.filter(uai="0010001W").exists()
    assert journal.verify().broken_at is None


@pytest.mark.parametrize(
    ("maternelle", "elementaire", "kind"),
    [("1", "1", "primaire"), ("1", "0", "maternelle"), ("0", "1", "elementaire"), ("1.0", "", "maternelle")],
)
def test_the_kind_of_an_ecole_in_the_annuaire(capsys, annuaire, maternelle, elementaire, kind):
    row = f"0389001C;École;Ecole;Public;;;38563;;038;{maternelle};{elementaire};;10;OUVERT;;;;"
    load(capsys, "--annuaire", str(annuaire(HEADER, row)))
    assert School.objects.get(uai="0389001C").kind == kind


def test_the_annuaire_in_another_case_and_another_encoding(capsys, annuaire):
    row = "0389001C;École élémentaire;Ecole;Public;;;38563;;038;0;1;;10;OUVERT;;;;"
    load(capsys, "--annuaire", str(annuaire(HEADER.upper(), row, encoding="cp1252")))
    assert School.objects.get(uai="0389001C").name == "École élémentaire"


@pytest.mark.parametrize("content", ["", "a;b;c\r\n1;2;3"])
def test_another_file_is_a_wrong_usage_and_changes_nothing(annuaire, content):
    with pytest.raises(CommandError) as raised:
        call_command("load_reference", "--annuaire", str(annuaire(content)))
    assert raised.value.returncode == 2
    assert not School.objects.exists()


def test_without_refresh_only_blanks_are_filled(db):
    values = reference.schools()[:1]
    directory.load_schools(values, refresh=False)
    School.objects.update(name="Nom corrigé", pupils=None)
    assert directory.load_schools(values, refresh=False) == 1
    school = School.objects.get()
    assert (school.name, school.pupils) == ("Nom corrigé", values[0].pupils)
