"""Whatever a dossier of the file holds, it comes back the same from a workbook and from a CSV file."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.dossiers import REMOVE, changed, college, commune, ogec, paper, project
from tests.exchange.spreadsheet.files import flat, workbook
from tne38.exchange.importing import _said
from tne38.exchange.spreadsheet import dossiers

# What a cell and XML can hold; a text is kept without its outer spaces, as the import reads it.
TEXTS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
) | st.sampled_from(["=1+1", "'=x", "+33 4 76", "-", "@a", "a;b", 'dit "oui"', "deux\nlignes", "007", "1,5"])
AMOUNTS = st.integers(0, 10_000_000_000).map(lambda cents: f"{Decimal(cents) / 100:.2f}")
COUNTS = st.integers(0, 100_000)
RATES = st.integers(0, 1000) | st.integers(1, 99_999).filter(lambda n: n % 100).map(
    lambda n: Decimal(n) / 100
)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(date.isoformat)


def maybe(strategy):
    return st.just(REMOVE) | strategy


CLASSES = st.lists(st.fixed_dictionaries({"nom": TEXTS, "debit_mbps": RATES}), max_size=3)
LINES = st.lists(
    st.fixed_dictionaries({"article": TEXTS, "quantite": COUNTS, "prix_unitaire": AMOUNTS}), max_size=3
)
ENTS = st.fixed_dictionaries({"produit": TEXTS, "duree_ans": COUNTS, "cout_annuel": AMOUNTS})
PROJECT_FIELDS = {
    "relie_a_un_lycee": maybe(st.booleans()),
    "divisions": maybe(COUNTS),
    "eleves": maybe(COUNTS),
    "videoprojections_en_bon_etat": maybe(COUNTS),
    "classes": CLASSES,
    "ent": maybe(ENTS),
    "descriptif": maybe(TEXTS),
    "domaines_socle": st.lists(st.integers(1, 5), max_size=7),
    "formations": st.lists(TEXTS, max_size=6),
    "parentalite": st.lists(TEXTS, max_size=3),
    "equipements": LINES,
}


@st.composite
def any_dossier(draw, reference):
    """A dossier in which any field was changed or left out; as many schools as one likes."""
    base = draw(st.sampled_from([college(), paper(college()), commune(), paper(commune())]))
    base = {
        **base,
        "reference": reference,
        "porteur": ogec(nom=draw(TEXTS), contrat_engagement_republicain=draw(st.booleans())),
    }
    if base["origine"] == "papier":
        base = changed(base, "cachet_poste", draw(DAYS))
    codes = draw(st.lists(st.sampled_from(["0381710C", "0381704W", "0381493S"]), min_size=1, unique=True))
    base["projets"] = []
    for uai in codes:
        school = project(uai)
        for field, strategy in PROJECT_FIELDS.items():
            school = changed(school, field, draw(strategy))
        base["projets"].append(school)
    return base


files = st.tuples(any_dossier("P-001"), any_dossier("P-002"))


@pytest.mark.parametrize("write", [workbook, flat])
@settings(max_examples=25)
@given(asked=files)
def test_it_comes_back_the_same(write, asked):
    reading = dossiers.read(write(*asked))
    assert reading.problems == []
    assert [_said(dossier.raw) for dossier in reading.dossiers] == [_said(dossier) for dossier in asked]
