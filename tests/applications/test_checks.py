"""What is right and what is missing in a dossier, code by code, with the path of the dossier file."""

from decimal import Decimal

import pytest

from applications import checks
from applications.checks import Level
from applications.enums import Audience, OrganisationKind, SchoolKind, Sector
from applications.models import ConnectedClass
from equipment.models import Line
from tests.factories import (
    CandidacyFactory,
    CommuneFactory,
    ConnectedClassFactory,
    EcoleFactory,
    OrganisationFactory,
    SchoolFactory,
    SchoolProjectFactory,
    complete_draft,
    siren,
)

pytestmark = pytest.mark.django_db


def found(candidacy) -> dict[str, tuple[str, Level]]:
    return {item.path: (item.code, item.level) for item in checks.findings(candidacy)}


def test_a_complete_dossier_has_nothing_to_mend():
    assert checks.findings(complete_draft()) == []


@pytest.mark.parametrize(
    ("change", "path", "code", "level"),
    [
        ({"description": " "}, "projets[0].descriptif", "descriptif_absent", Level.MISSING),
        ({"socle_domains": []}, "projets[0].domaines_socle", "socle_absent", Level.MISSING),
        ({"training": []}, "projets[0].formations", "formation_absente", Level.MISSING),
        ({"family_actions": []}, "projets[0].parentalite", "parentalite_absente", Level.MISSING),
        ({"ent_name": ""}, "projets[0].ent.produit", "ent_absent", Level.MISSING),
        ({"ent_name": "Produit inconnu"}, "projets[0].ent.produit", "ent_a_verifier", Level.REMARK),
        ({"ent_years": 2}, "projets[0].ent.duree_ans", "ent_duree", Level.MISSING),
        ({"ent_years": None}, "projets[0].ent.duree_ans", "ent_duree", Level.MISSING),
        ({"divisions": None}, "projets[0].divisions", "champ_obligatoire", Level.REFUSAL),
        ({"pupils": None}, "projets[0].eleves", "champ_obligatoire", Level.REFUSAL),
        ({"linked_to_lycee": None}, "projets[0].relie_a_un_lycee", "champ_obligatoire", Level.REFUSAL),
        (
            {"working_projectors": None},
            "projets[0].videoprojections_en_bon_etat",
            "champ_obligatoire",
            Level.REFUSAL,
        ),
        (
            {"working_mobile_labs": None},
            "projets[0].classes_mobiles_en_bon_etat",
            "champ_obligatoire",
            Level.REFUSAL,
        ),
    ],
)
def test_each_gap_of_a_project(change, path, code, level):
    assert found(complete_draft(**change)) == {path: (code, level)}


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"name": ""}, "porteur.nom", "champ_obligatoire"),
        ({"email": ""}, "porteur.courriel", "champ_obligatoire"),
        ({"siret": "", "siren": ""}, "porteur.siret", "champ_obligatoire"),
        ({"rna": ""}, "porteur.rna", "champ_obligatoire"),
        ({"siret": "12345678901234"}, "porteur.siret", "siret_invalide"),
        ({"rna": "W12"}, "porteur.rna", "rna_invalide"),
        ({"representative_name": ""}, "porteur.representant.nom", "champ_obligatoire"),
        ({"representative_title": ""}, "porteur.representant.qualite", "champ_obligatoire"),
        ({"cer_accepted_at": None}, "porteur.contrat_engagement_republicain", "cer_absent"),
    ],
)
def test_each_gap_of_the_porteur(change, path, code):
    draft = complete_draft()
    for name, value in change.items():
        setattr(draft.organisation, name, value)
    assert {item.path: item.code for item in checks.findings(draft)} == {path: code}


@pytest.mark.parametrize(
    ("mbps", "insufficient"), [("20", False), ("20.00", False), ("19.99", True), ("0", True), ("1000", False)]
)
def test_twenty_megabits_are_enough(mbps, insufficient):
    draft = complete_draft()
    ConnectedClass.objects.update(mbps=Decimal(mbps))
    codes = [item.code for item in checks.findings(draft)]
    assert codes == (["debit_insuffisant"] if insufficient else [])


def test_each_slow_class_is_an_error_of_its_own():
    draft = complete_draft()
    project = draft.projects.get()
    ConnectedClassFactory(project=project, name="5e B", mbps=Decimal("19.9"), position=1)
    ConnectedClassFactory(project=project, name="4e C", mbps=Decimal("3"), position=2)
    assert [item.path for item in checks.findings(draft)] == [
        "projets[0].classes[1].debit_mbps",
        "projets[0].classes[2].debit_mbps",
    ]
    assert "19,9 Mb/s" in checks.findings(draft)[0].message


def test_equipment_needs_a_class_to_go_to():
    draft = complete_draft()
    ConnectedClass.objects.all().delete()
    assert found(draft) == {"projets[0].classes": ("champ_obligatoire", Level.REFUSAL)}
    Line.objects.all().delete()
    assert checks.findings(draft) == []


def test_a_price_above_the_cap_is_a_remark_with_what_remains():
    draft = complete_draft()
    Line.objects.update(unit_price=Decimal("2300.50"))
    finding = checks.findings(draft)[0]
    assert (finding.code, finding.level) == ("prix_plafond", Level.REMARK)
    assert "201,00" in finding.message  # 2 × (2 300,50 − 2 200,00)


@pytest.mark.parametrize(
    ("fields", "college", "eligible"),
    [
        ({}, True, True),
        ({"is_open": False}, True, False),
        ({"sector": Sector.PUBLIC}, True, False),
        ({"sector": Sector.PRIVATE_WITHOUT_CONTRACT}, True, False),
        ({"kind": SchoolKind.LYCEE}, True, False),
        ({"kind": SchoolKind.PRIMAIRE}, True, False),
        ({}, False, False),
        ({"kind": SchoolKind.MATERNELLE, "sector": Sector.PUBLIC}, False, True),
        ({"kind": SchoolKind.PRIMAIRE}, False, True),
        ({"kind": SchoolKind.PRIMAIRE, "sector": Sector.PRIVATE_WITHOUT_CONTRACT}, False, False),
    ],
)
def test_which_schools_a_call_is_for(fields, college, eligible):
    assert checks.is_eligible(SchoolFactory(**fields), college=college) is eligible


def test_a_school_outside_isere_is_not_eligible():
    assert not checks.is_eligible(SchoolFactory(commune=CommuneFactory(insee="69123")), college=True)


def primary_draft(kind: str, school, **organisation):
    """A draft of a commune or an EPCI for a 1er degré call."""
    porteur = OrganisationFactory(
        kind=kind, siret="", rna="", siren=siren(77), cer_accepted_at=None, **organisation
    )
    draft = CandidacyFactory(
        organisation=porteur, call__audience=Audience.PRIMARY, call__requires_socle=False
    )
    SchoolProjectFactory(candidacy=draft, school=school)
    return draft


def codes(candidacy) -> set[str]:
    return {item.code for item in checks.findings(candidacy)}


def test_a_commune_applies_for_schools_on_its_own_territory():
    school = EcoleFactory()
    assert "porteur_non_eligible" not in codes(primary_draft("commune", school, commune=school.commune))


def test_a_commune_does_not_apply_for_its_neighbours():
    assert "porteur_non_eligible" in codes(primary_draft("commune", EcoleFactory(), commune=CommuneFactory()))


@pytest.mark.parametrize("own", [True, False])
def test_an_epci_applies_for_its_member_communes(own):
    school = EcoleFactory()
    epci = school.commune.epci if own else CommuneFactory().epci
    refused = "porteur_non_eligible" in codes(primary_draft("epci", school, epci=epci))
    assert refused is not own


@pytest.mark.parametrize(
    ("audience", "kind", "refused"),
    [
        (Audience.COLLEGE, OrganisationKind.OGEC, False),
        (Audience.COLLEGE, OrganisationKind.COMMUNE, True),
        (Audience.PRIMARY, OrganisationKind.OGEC, True),
        (Audience.PRIMARY, OrganisationKind.EPCI, False),
    ],
)
def test_who_may_apply_to_which_call(audience, kind, refused):
    draft = complete_draft()
    draft.call.audience, draft.organisation.kind = audience, kind
    paths = [item.path for item in checks.findings(draft) if item.code == "porteur_non_eligible"]
    assert ("porteur.nature" in paths) is refused


def test_a_paper_dossier_is_only_stopped_by_refusals():
    draft = complete_draft(description="", divisions=None, ent_name="Produit inconnu")
    everything = checks.findings(draft)
    assert {item.code for item in checks.blocking(everything)} == {"descriptif_absent", "champ_obligatoire"}
    assert {item.code for item in checks.blocking(everything, paper=True)} == {"champ_obligatoire"}
