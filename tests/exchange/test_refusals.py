"""What refuses a dossier: the code and the path of the field, one line an error."""

from datetime import datetime
from decimal import Decimal

import pytest

from tests.exchange.dossiers import (
    CLOSED_COLLEGE,
    COLLEGE,
    ECOLES,
    EPCI_ECOLES,
    IN_TIME,
    PARIS,
    REMOVE,
    UNKNOWN,
    changed,
    college,
    commune,
    epci,
    mairie,
    ogec,
    paper,
    project,
)
from tne38.exchange import importing

pytestmark = pytest.mark.django_db

# (field changed in a right dossier, its new value, path of the error, code)
WRONG_COLLEGE = [
    ("projets[0].uai", "0381710D", "projets[0].uai", "uai_invalide"),
    ("projets[0].uai", 381710, "projets[0].uai", "uai_invalide"),
    ("projets[0].uai", UNKNOWN, "projets[0].uai", "uai_inconnu"),
    ("projets[0].uai", CLOSED_COLLEGE, "projets[0].uai", "etablissement_non_eligible"),
    ("projets[0].uai", "0380053B", "projets[0].uai", "etablissement_non_eligible"),  # public
    ("projets[0].uai", "0383621E", "projets[0].uai", "etablissement_non_eligible"),  # no contract, no commune
    ("projets[0].uai", "0381741L", "projets[0].uai", "etablissement_non_eligible"),  # lycée
    ("projets[0].uai", ECOLES[0], "projets[0].uai", "etablissement_non_eligible"),
    ("projets[0].uai", REMOVE, "projets[0].uai", "champ_obligatoire"),
    ("porteur.siret", "99999012000018", "porteur.siret", "siret_invalide"),
    ("porteur.siret", "123", "porteur.siret", "siret_invalide"),
    ("porteur.siret", REMOVE, "porteur.siret", "champ_obligatoire"),
    ("porteur.siren", "999990121", "porteur.siren", "siren_invalide"),
    ("porteur.rna", "381000001", "porteur.rna", "rna_invalide"),
    ("porteur.rna", REMOVE, "porteur.rna", "champ_obligatoire"),
    ("porteur.nom", "  ", "porteur.nom", "champ_obligatoire"),
    ("porteur.nom", "x" * 201, "porteur.nom", "champ_obligatoire"),
    ("porteur.nom", "a\x00b", "porteur.nom", "champ_obligatoire"),
    ("porteur.courriel", "pas une adresse", "porteur.courriel", "champ_obligatoire"),
    ("porteur.representant", REMOVE, "porteur.representant", "champ_obligatoire"),
    ("porteur.representant.qualite", REMOVE, "porteur.representant.qualite", "champ_obligatoire"),
    ("porteur.nature", "association", "porteur.nature", "porteur_non_eligible"),
    ("porteur.contrat_engagement_republicain", False, "porteur.contrat_engagement_republicain", "cer_absent"),
    (
        "porteur.contrat_engagement_republicain",
        REMOVE,
        "porteur.contrat_engagement_republicain",
        "cer_absent",
    ),
    ("porteur", mairie(), "porteur.nature", "porteur_non_eligible"),
    ("origine", "fax", "origine", "champ_obligatoire"),
    ("origine", "papier", "cachet_poste", "champ_obligatoire"),
    ("reference", "", "reference", "champ_obligatoire"),
    ("projets", [], "projets", "champ_obligatoire"),
    ("projets[0].relie_a_un_lycee", REMOVE, "projets[0].relie_a_un_lycee", "champ_obligatoire"),
    ("projets[0].relie_a_un_lycee", "non", "projets[0].relie_a_un_lycee", "champ_obligatoire"),
    ("projets[0].divisions", REMOVE, "projets[0].divisions", "champ_obligatoire"),
    ("projets[0].divisions", 0, "projets[0].divisions", "quantite_invalide"),
    ("projets[0].divisions", "14", "projets[0].divisions", "quantite_invalide"),
    ("projets[0].divisions", True, "projets[0].divisions", "quantite_invalide"),
    ("projets[0].divisions", Decimal("14.5"), "projets[0].divisions", "quantite_invalide"),
    ("projets[0].eleves", -1, "projets[0].eleves", "quantite_invalide"),
    ("projets[0].eleves", 10**12, "projets[0].eleves", "quantite_invalide"),
    ("projets[0].eleves", REMOVE, "projets[0].eleves", "champ_obligatoire"),
    ("projets[0].domaines_socle", [1, 6], "projets[0].domaines_socle[1]", "quantite_invalide"),
    ("projets[0].domaines_socle", [], "projets[0].domaines_socle", "socle_absent"),
    ("projets[0].domaines_socle", REMOVE, "projets[0].domaines_socle", "socle_absent"),
    ("projets[0].descriptif", "  ", "projets[0].descriptif", "descriptif_absent"),
    ("projets[0].descriptif", None, "projets[0].descriptif", "descriptif_absent"),
    ("projets[0].formations", [], "projets[0].formations", "formation_absente"),
    ("projets[0].parentalite", REMOVE, "projets[0].parentalite", "parentalite_absente"),
    ("projets[0].ent", REMOVE, "projets[0].ent.produit", "ent_absent"),
    ("projets[0].ent.produit", " ", "projets[0].ent.produit", "ent_absent"),
    ("projets[0].ent.duree_ans", 2, "projets[0].ent.duree_ans", "ent_duree"),
    ("projets[0].ent.duree_ans", REMOVE, "projets[0].ent.duree_ans", "ent_duree"),
    ("projets[0].ent.duree_ans", "3", "projets[0].ent.duree_ans", "quantite_invalide"),
    ("projets[0].ent.cout_annuel", "1,50", "projets[0].ent.cout_annuel", "montant_invalide"),
    ("projets[0].ent.cout_annuel", "-1.00", "projets[0].ent.cout_annuel", "montant_invalide"),
    ("projets[0].classes", [], "projets[0].classes", "champ_obligatoire"),
    (
        "projets[0].classes[0].debit_mbps",
        Decimal("19.999"),
        "projets[0].classes[0].debit_mbps",
        "debit_insuffisant",
    ),
    ("projets[0].classes[1].debit_mbps", 12, "projets[0].classes[1].debit_mbps", "debit_insuffisant"),
    ("projets[0].classes[0].debit_mbps", "35", "projets[0].classes[0].debit_mbps", "quantite_invalide"),
    ("projets[0].classes[0].debit_mbps", -5, "projets[0].classes[0].debit_mbps", "quantite_invalide"),
    ("projets[0].classes[0].debit_mbps", REMOVE, "projets[0].classes[0].debit_mbps", "champ_obligatoire"),
    ("projets[0].classes[0].nom", "", "projets[0].classes[0].nom", "champ_obligatoire"),
    ("projets[0].equipements[0].article", "TBI", "projets[0].equipements[0].article", "article_inconnu"),
    ("projets[0].equipements[0].quantite", 0, "projets[0].equipements[0].quantite", "quantite_invalide"),
    ("projets[0].equipements[0].quantite", "6", "projets[0].equipements[0].quantite", "quantite_invalide"),
    (
        "projets[0].equipements[0].prix_unitaire",
        "1700.001",
        "projets[0].equipements[0].prix_unitaire",
        "montant_invalide",
    ),
    (
        "projets[0].equipements[0].prix_unitaire",
        Decimal("1700.001"),
        "projets[0].equipements[0].prix_unitaire",
        "montant_invalide",
    ),
    (
        "projets[0].equipements[0].prix_unitaire",
        "0.00",
        "projets[0].equipements[0].prix_unitaire",
        "montant_invalide",
    ),
    (
        "projets[0].equipements[0].prix_unitaire",
        "1e3",
        "projets[0].equipements[0].prix_unitaire",
        "montant_invalide",
    ),
    (
        "projets[0].equipements[0].prix_unitaire",
        "100000000.01",
        "projets[0].equipements[0].prix_unitaire",
        "montant_invalide",
    ),
    (
        "projets[0].equipements[0].prix_unitaire",
        REMOVE,
        "projets[0].equipements[0].prix_unitaire",
        "champ_obligatoire",
    ),
    ("projets[0].equipements[0].remise", "5.00", "projets[0].equipements[0].remise", "champ_inconnu"),
    ("projets[0].surface", 3, "projets[0].surface", "champ_inconnu"),
    ("porteur.telephone", "0400000000", "porteur.telephone", "champ_inconnu"),
    ("commentaire", "…", "commentaire", "champ_inconnu"),
]
WRONG_COMMUNE = [
    ("porteur.insee", REMOVE, "porteur.insee", "champ_obligatoire"),
    ("porteur.insee", "38999", "porteur.insee", "porteur_non_eligible"),
    ("porteur.insee", "385", "porteur.insee", "porteur_non_eligible"),
    ("porteur.siren", "213805634", "porteur.siren", "siren_invalide"),
    ("porteur.siren", REMOVE, "porteur.siren", "champ_obligatoire"),
    ("porteur", ogec(), "porteur.nature", "porteur_non_eligible"),
    ("projets[0].uai", EPCI_ECOLES[0], "projets[0].uai", "porteur_non_eligible"),
    ("projets[0].uai", COLLEGE, "projets[0].uai", "etablissement_non_eligible"),
    ("porteur", epci(), "projets[0].uai", "porteur_non_eligible"),
    ("porteur", epci() | {"siren": None}, "porteur.siren", "champ_obligatoire"),
    ("projets[0].formations", [], "projets[0].formations", "formation_absente"),
    ("projets[0].parentalite", [], "projets[0].parentalite", "parentalite_absente"),
]


def errors(call, dossier, *, at=IN_TIME):
    """The (path, code) of each error of the one dossier imported, which must be refused."""
    report = importing.run(call, [dossier], at=at)
    assert not report.acceptes
    [refused] = report.refuses
    assert all(error["message"] for error in refused["erreurs"])
    return [(error["champ"], error["code"]) for error in refused["erreurs"]]


@pytest.mark.parametrize(("field", "value", "path", "code"), WRONG_COLLEGE)
def test_a_dossier_of_a_college_is_refused(colleges, field, value, path, code):
    assert (path, code) in errors(colleges, changed(college(), field, value))


@pytest.mark.parametrize(("field", "value", "path", "code"), WRONG_COMMUNE)
def test_a_dossier_of_the_1er_degre_is_refused(primary, field, value, path, code):
    assert (path, code) in errors(primary, changed(commune(), field, value))


@pytest.mark.parametrize(
    ("dossier", "at", "path"),
    [
        (college(), datetime(2025, 4, 1, 0, 0, 0, tzinfo=PARIS), "origine"),
        (college(), datetime(2024, 12, 12, 23, 59, 59, tzinfo=PARIS), "origine"),
        (paper(college(), postmark="2025-04-01"), IN_TIME, "cachet_poste"),
    ],
)
def test_too_late_or_too_early(colleges, dossier, at, path):
    assert errors(colleges, dossier, at=at) == [(path, "hors_delai")]


@pytest.mark.parametrize(
    ("dossier", "at"),
    [
        (college(), datetime(2025, 3, 31, 23, 59, 59, tzinfo=PARIS)),
        (college(), datetime(2024, 12, 13, 0, 0, 0, tzinfo=PARIS)),
        (paper(college(), postmark="2025-03-31"), datetime(2026, 1, 1, tzinfo=PARIS)),
    ],
)
def test_the_last_and_the_first_second_are_in_time(colleges, dossier, at):
    assert len(importing.run(colleges, [dossier], at=at).acceptes) == 1


def test_each_class_below_the_rate_is_an_error(colleges):
    slow = [{"nom": name, "debit_mbps": rate} for name, rate in (("6e A", 19), ("5e B", 20), ("4e C", 3))]
    assert errors(colleges, changed(college(), "projets[0].classes", slow)) == [
        ("projets[0].classes[0].debit_mbps", "debit_insuffisant"),
        ("projets[0].classes[2].debit_mbps", "debit_insuffisant"),
    ]


def test_errors_of_form_and_of_substance_come_together(colleges):
    dossier = changed(college(), "porteur.siret", "1")
    dossier = changed(dossier, "projets[0].equipements[0].quantite", 0)
    dossier = changed(dossier, "projets[0].equipements[0].inconnu", 1)
    dossier = changed(dossier, "projets[0].classes[1].debit_mbps", 3)
    dossier = changed(dossier, "projets[0].formations", [])
    assert errors(colleges, dossier, at=datetime(2025, 5, 1, tzinfo=PARIS)) == [
        ("porteur.siret", "siret_invalide"),
        ("projets[0].equipements[0].quantite", "quantite_invalide"),
        ("projets[0].equipements[0].inconnu", "champ_inconnu"),
        ("origine", "hors_delai"),
        ("projets[0].formations", "formation_absente"),
        ("projets[0].classes[1].debit_mbps", "debit_insuffisant"),
    ]


@pytest.mark.parametrize("raw", [None, 3, "texte", [], [college()]])
def test_what_is_not_a_dossier_is_refused(colleges, raw):
    [refused] = importing.run(colleges, [raw], at=IN_TIME).refuses
    assert refused["reference"] is None
    assert [error["code"] for error in refused["erreurs"]] == ["champ_obligatoire"]


def test_a_college_dossier_has_one_school(colleges):
    dossier = college(projets=[project(), project("0381704W")])
    assert ("projets", "porteur_non_eligible") in errors(colleges, dossier)


def test_a_wrong_date_does_not_hide_the_rest(colleges):
    dossier = changed(paper(college()), "cachet_poste", "2025-02-30")
    dossier = changed(dossier, "projets[0].equipements[0].article", "TBI")
    assert errors(colleges, dossier) == [
        ("cachet_poste", "champ_obligatoire"),
        ("projets[0].equipements[0].article", "article_inconnu"),
    ]
