"""What an accepted dossier becomes; nothing is half-written; the same file twice changes nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.domain import members, review
from applications.enums import MembershipRole
from applications.models import Call, Candidacy, Commune, Organisation
from equipment.amounts import amounts_of
from tests.exchange.dossiers import (
    COLLEGE,
    ECOLES,
    EPCI_ECOLES,
    IN_TIME,
    OTHER_COLLEGE,
    PRIVATE_ECOLE,
    changed,
    college,
    commune,
    epci,
    mairie,
    ogec,
    paper,
    project,
)
from tests.factories import UserFactory, siret
from tne38.core import journal
from tne38.core.models import Job, JournalEntry, Sequence
from tne38.exchange import importing

pytestmark = pytest.mark.django_db


def take(call, *dossiers, at=IN_TIME, dry_run=False):
    return importing.run(call, dossiers, at=at, dry_run=dry_run)


def rows():
    """How many rows of each kind the portal holds."""
    models = (Organisation, Candidacy, JournalEntry, Job)
    return [model.objects.count() for model in models] + list(
        Sequence.objects.values_list("value", flat=True)
    )


def other(reference="P-002", rank=2, uai=OTHER_COLLEGE, **fields):
    """A right dossier of another OGEC for another collège."""
    return college(
        reference,
        porteur=ogec(siret=siret(rank), rna=f"W3810000{rank:02d}"),
        projets=[project(uai)],
        **fields,
    )


def codes(report):
    return [
        (row["reference"], item["champ"], item["code"]) for row in report.refuses for item in row["erreurs"]
    ]


def test_an_accepted_dossier_is_deposited_with_everything_it_says(colleges):
    report = take(colleges, paper(college()))
    assert report.as_data() == {
        "acceptes": [{"reference": "P-001", "numero": "38-2025-0001", "constats": []}],
        "ignores": [],
        "refuses": [],
    }
    candidacy = Candidacy.objects.get(number="38-2025-0001")
    assert (candidacy.state, candidacy.origin, candidacy.reference) == ("deposited", "papier", "P-001")
    assert (candidacy.postmark_on, candidacy.received_on) == (date(2025, 2, 20), date(2025, 4, 2))
    assert candidacy.deposited_at == datetime(2025, 2, 19, 23, 0, tzinfo=UTC)
    porteur = candidacy.organisation
    assert (porteur.siret, porteur.siren, porteur.rna) == ("99999012000019", "999990120", "W381000001")
    assert porteur.cer_accepted_at == candidacy.deposited_at  # signed with the form, at the latest
    assert journal.history(porteur).get().after["siret"] == "99999012000019"
    [asked] = candidacy.projects.all()
    assert (asked.school.uai, asked.divisions, asked.pupils, asked.linked_to_lycee) == (
        COLLEGE,
        14,
        412,
        False,
    )
    assert [(row.name, row.mbps) for row in asked.classes.all()] == [("6e A", 35), ("3e B", 20)]
    [line] = asked.lines.all()
    assert (line.item.code, line.quantity, line.unit_price, line.unit_cap) == ("VPI", 6, 1700, 2200)
    assert Job.objects.get().subject == str(candidacy.pk)
    assert JournalEntry.objects.filter(subject_type="applications.candidacy").count() == 2


def test_on_line_the_moment_given_is_the_moment_of_deposit(colleges):
    take(colleges, college())
    assert Candidacy.objects.get().deposited_at == IN_TIME


def test_the_1er_degre_takes_missing_figures_from_the_directory(primary):
    asked = commune()["projets"][0]
    report = take(
        primary, commune(projets=[asked, {**asked, "uai": ECOLES[1], "divisions": 4, "eleves": 61}])
    )
    assert len(report.acceptes) == 1
    figures = [(row.divisions, row.pupils) for row in Candidacy.objects.get().projects.all()]
    assert figures == [(5, 106), (4, 61)]


def test_a_1er_degre_dossier_may_ask_for_no_equipment(primary):
    asked = {**commune()["projets"][0], "equipements": [], "classes": []}
    assert len(take(primary, commune(projets=[asked])).acceptes) == 1


def test_a_commune_may_apply_for_a_private_ecole_under_contract_on_its_territory(primary):
    assert len(take(primary, changed(commune(), "projets[0].uai", PRIVATE_ECOLE)).acceptes) == 1


def test_an_epci_applies_for_the_schools_of_its_communes(primary):
    asked = [{**commune()["projets"][0], "uai": uai} for uai in EPCI_ECOLES]
    assert len(take(primary, commune(porteur=epci(), projets=asked)).acceptes) == 1


def test_a_paper_dossier_is_taken_with_what_it_lacks(colleges):
    dossier = paper(college())
    for field, value in (
        ("projets[0].ent", None),
        ("projets[0].formations", []),
        ("projets[0].parentalite", []),
        ("projets[0].descriptif", ""),
        ("projets[0].domaines_socle", []),
        ("projets[0].classes[0].debit_mbps", 12),
        ("porteur.contrat_engagement_republicain", False),
    ):
        dossier = changed(dossier, field, value)
    [accepted] = take(colleges, dossier).acceptes
    assert accepted["numero"] == "38-2025-0001"
    assert [item["code"] for item in accepted["constats"]] == [
        "cer_absent",
        "descriptif_absent",
        "socle_absent",
        "formation_absente",
        "parentalite_absente",
        "ent_absent",
        "debit_insuffisant",
    ]


def test_a_price_above_its_cap_and_an_unknown_ent_are_noted(colleges):
    dossier = changed(college(), "projets[0].equipements[0].prix_unitaire", "2200.01")
    dossier = changed(dossier, "projets[0].ent.produit", "ENT de l’exemple")
    dossier = changed(dossier, "projets[0].ent.cout_annuel", "900.00")
    [accepted] = take(colleges, dossier).acceptes
    assert [item["code"] for item in accepted["constats"]] == ["ent_a_verifier", "prix_plafond"]
    amounts = amounts_of(Candidacy.objects.get())
    assert (amounts.expense_asked, amounts.expense_eligible) == (Decimal("13200.06"), Decimal("13200.00"))


def test_names_of_ent_are_compared_without_case_accents_or_spaces(colleges):
    dossier = changed(college(), "projets[0].ent.produit", "  ECOLE   directe ")
    assert take(colleges, dossier).acceptes[0]["constats"] == []


def test_the_same_file_twice_changes_nothing(colleges):
    first = take(colleges, college(), other())
    before = rows()
    again = take(colleges, college(), other(), at=datetime(2026, 1, 1, tzinfo=UTC))
    assert len(first.acceptes) == 2
    assert again.as_data() == {
        "acceptes": [],
        "ignores": [
            {"reference": "P-001", "numero": "38-2025-0001"},
            {"reference": "P-002", "numero": "38-2025-0002"},
        ],
        "refuses": [],
    }
    assert rows() == before


def test_the_form_of_the_json_does_not_make_another_content(colleges):
    take(colleges, college())
    again = changed(college(), "projets[0].equipements[0].prix_unitaire", Decimal("1700"))
    again = changed(again, "projets[0].uai", " 0381710c ")
    assert take(colleges, dict(reversed(again.items()))).ignores == [
        {"reference": "P-001", "numero": "38-2025-0001"}
    ]


def test_a_reference_with_another_content_is_refused(colleges):
    take(colleges, college())
    assert codes(take(colleges, changed(college(), "projets[0].eleves", 413))) == [
        ("P-001", "reference", "doublon")
    ]


def test_a_reference_twice_in_a_file(colleges):
    report = take(colleges, college(), college(), changed(college(), "projets[0].eleves", 413))
    assert [len(report.acceptes), len(report.ignores)] == [1, 1]
    assert codes(report) == [("P-001", "reference", "doublon")]


def test_one_dossier_per_porteur_and_one_per_school(colleges):
    same_school = other("P-002", uai=COLLEGE)
    same_porteur = college("P-003", projets=[project(OTHER_COLLEGE)])
    report = take(colleges, college(), same_school, same_porteur)
    assert codes(report) == [("P-002", "projets[0].uai", "doublon"), ("P-003", "porteur", "doublon")]


def test_a_school_twice_in_a_dossier(primary):
    asked = commune()["projets"][0]
    assert codes(take(primary, commune(projets=[asked, asked]))) == [("E-001", "projets[1].uai", "doublon")]


def test_a_withdrawn_dossier_leaves_its_porteur_and_its_school_free(colleges):
    take(colleges, college())
    review.withdraw(Candidacy.objects.get(), by=None)
    assert take(colleges, college("P-002")).acceptes[0]["numero"] == "38-2025-0002"


def test_nothing_remains_of_a_refused_dossier_and_the_others_are_taken(colleges):
    before = rows()
    bad = changed(college("P-000"), "projets[0].formations", [])
    assert len(take(colleges, bad).refuses) == 1
    assert rows() == before
    report = take(colleges, bad, other(), changed(college("P-003"), "projets[0].eleves", "x"), college())
    assert [row["numero"] for row in report.acceptes] == ["38-2025-0001", "38-2025-0002"]
    assert [row["reference"] for row in report.refuses] == ["P-000", "P-003"]


def test_a_dry_run_says_the_same_and_writes_nothing(colleges):
    before = rows()
    bad = changed(college("P-009"), "projets[0].formations", [])
    report = take(colleges, bad, college(), college(), college("P-002"), dry_run=True)
    assert report.acceptes == [{"reference": "P-001", "numero": None, "constats": []}]
    assert report.ignores == [{"reference": "P-001", "numero": None}]
    assert codes(report) == [
        ("P-009", "projets[0].formations", "formation_absente"),
        ("P-002", "porteur", "doublon"),
    ]
    assert rows() == before


def test_a_porteur_known_from_another_call_is_found_again(colleges):
    take(colleges, college())
    call = Call.objects.get(pk=colleges.pk)
    call.pk, call.slug = None, "colleges-prives-suivant"
    call.save(force_insert=True)
    bare = {**project(), "equipements": []}
    report = take(call, college(porteur=ogec(nom="OGEC renommé"), projets=[bare]))
    assert [item["code"] for item in report.acceptes[0]["constats"]] == ["ent_a_verifier"]
    assert Organisation.objects.get().name == "OGEC renommé"


def test_what_members_wrote_of_their_organisation_is_kept(primary):
    porteur = Organisation.objects.create(
        kind="commune", commune_id=commune_id(), name="Nom choisi par la mairie", email=""
    )
    members.add_member(porteur, UserFactory(), MembershipRole.MANAGER, by=None)
    take(primary, commune())
    porteur.refresh_from_db()
    assert (porteur.name, porteur.email) == ("Nom choisi par la mairie", "mairie@exemple.test")


def commune_id():
    return Commune.objects.get(insee="38563").pk


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({"siren": "213801855"}, "porteur.siren"),  # the commune of the file, with another SIREN
        ({"siret": "21380185500015", "siren": "213801855"}, "porteur.siren"),
    ],
)
def test_a_commune_known_with_another_identity_is_not_taken_over(primary, known, field):
    Organisation.objects.create(kind="commune", commune_id=commune_id(), name="Commune", **known)
    assert codes(take(primary, commune(porteur=mairie()))) == [("E-001", field, "doublon")]


def test_an_ogec_known_with_another_rna_is_not_taken_over(colleges):
    Organisation.objects.create(kind="ogec", name="OGEC", siret="99999012000019", rna="W381000009")
    assert codes(take(colleges, college())) == [("P-001", "porteur.rna", "doublon")]


def test_the_queries_of_a_dossier_do_not_grow_with_the_file(colleges):
    def queries(*dossiers):
        with CaptureQueriesContext(connection) as captured:
            assert not take(colleges, *dossiers).refuses
        return len(captured)

    take(colleges, other("P-000", rank=9, uai="0381658W"))  # the sequence and the journal have begun
    one = queries(other("P-001", rank=1, uai="0381664C"))
    three = queries(
        *(
            other(f"P-1{rank}", rank=rank, uai=uai)
            for rank, uai in enumerate(("0381667F", "0381685A", "0381689E"), 2)
        )
    )
    assert (three - one) / 2 < 60
