"""Whatever a file holds, each dossier is accepted or refused with published codes; nothing breaks."""

import copy
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.dossiers import IN_TIME, college, commune, paper
from tne38.exchange import importing

pytestmark = pytest.mark.django_db

CODES = {
    "uai_invalide",
    "uai_inconnu",
    "siret_invalide",
    "siren_invalide",
    "rna_invalide",
    "etablissement_non_eligible",
    "porteur_non_eligible",
    "hors_delai",
    "debit_insuffisant",
    "ent_absent",
    "ent_duree",
    "ent_a_verifier",
    "formation_absente",
    "parentalite_absente",
    "descriptif_absent",
    "socle_absent",
    "cer_absent",
    "article_inconnu",
    "prix_plafond",
    "quantite_invalide",
    "montant_invalide",
    "doublon",
    "champ_obligatoire",
    "champ_inconnu",
}
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(
        ["", "0381710C", "VPI", "1700.00", "2025-02-30", "2025-03-31", "0", Decimal("1E+400"), 10**30]
    )
)
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(max_size=8), SCALARS, max_size=3)


def places(value, path=()):
    """The path of everything inside a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


@st.composite
def spoiled(draw, dossiers):
    """A right dossier in which one to three values were replaced, removed or added."""
    dossier = copy.deepcopy(draw(st.sampled_from(dossiers)))
    for _ in range(draw(st.integers(1, 3))):
        *parents, last = draw(st.sampled_from(list(places(dossier))))
        place = dossier
        for step in parents:
            place = place[step]
        if draw(st.booleans()) and isinstance(place, dict):
            place[draw(st.sampled_from([last, "inconnu", "ent", "siret", "uai"]))] = draw(VALUES)
        elif draw(st.booleans()):
            place[last] = draw(VALUES)
        else:
            del place[last]
        if not list(places(dossier)):
            break
    return dossier


def check(call, dossier):
    report = importing.run(call, [dossier], at=IN_TIME, dry_run=True)
    found = [item["code"] for row in report.refuses for item in row["erreurs"]]
    found += [item["code"] for row in report.acceptes for item in row["constats"]]
    assert set(found) <= CODES
    assert len(report.acceptes) + len(report.refuses) == 1
    assert all(row["erreurs"] for row in report.refuses)


tried = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@tried
@given(dossier=spoiled([college(), paper(college())]))
def test_any_dossier_of_a_college(colleges, dossier):
    check(colleges, dossier)


@tried
@given(dossier=spoiled([commune(), paper(commune())]))
def test_any_dossier_of_the_1er_degre(primary, dossier):
    check(primary, dossier)
