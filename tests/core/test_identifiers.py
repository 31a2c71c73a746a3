"""UAI, SIREN, SIRET, RNA and INSEE codes; the right ones are public identifiers of real bodies."""

import pytest

from tne38.core.identifiers import compact, is_insee, is_rna, is_siren, is_siret, is_uai
from tne38.core.text import fold


@pytest.mark.parametrize("code", ["0381710C", "0380008C", "0383208F", "0382920T", "0951099D", "0750654D"])
def test_real_uai_pass(code):
    assert is_uai(code)


@pytest.mark.parametrize("code", ["0381710D", "381710C", "0381710c", "03817100C", "", "038171OC"])
def test_wrong_uai_fail(code):
    assert not is_uai(code)


@pytest.mark.parametrize(
    ("siren", "right"),
    [("213801855", True), ("223800012", True), ("213801856", False), ("21380185", False), ("", False)],
)
def test_siren(siren, right):
    assert is_siren(siren) is right


@pytest.mark.parametrize(
    ("siret", "right"),
    [
        ("22380001200013", True),
        ("99999012000018", False),
        ("35600000000048", True),
        ("35600000049837", True),  # La Poste: sum of digits multiple of 5
        ("35600000049838", False),
        ("2238000120001", False),
    ],
)
def test_siret(siret, right):
    assert is_siret(siret) is right


@pytest.mark.parametrize(
    ("rna", "right"),
    [("W381000001", True), ("W38100001", False), ("381000001", False), ("w381000001", False)],
)
def test_rna(rna, right):
    assert is_rna(rna) is right


@pytest.mark.parametrize(
    ("insee", "right"), [("38185", True), ("2A004", True), ("3818", False), ("2C004", False)]
)
def test_insee(insee, right):
    assert is_insee(insee) is right


def test_what_people_type_between_the_signs_is_dropped():
    assert compact(" 038 1710-c ") == "0381710C"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("École  Directe", "ecole directe"), ("Sacré-Cœur", "sacre-coeur"), (" Saint-Égrève ", "saint-egreve")],
)
def test_names_compare_without_case_accents_and_spaces(text, folded):
    assert fold(text) == folded
