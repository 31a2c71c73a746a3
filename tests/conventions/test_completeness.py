"""A value that lacks stops the convention and is named; the text of each name is fixed here."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from applications.models import Organisation
from conventions.completeness import missing
from conventions.document import COMMUNE, OGEC
from conventions.domain import generation
from conventions.models import Convention
from tests.conventions import stages
from tne38.core.errors import DomainError
from tne38.core.models import Sequence, StoredFile
from tools.specimens import OWNER, convention

OF_DATA = [
    ("dossier", "", "numéro du dossier"),
    ("call", "", "titre de l’appel à manifestation d’intérêt"),
    ("schools", (), "au moins un établissement"),
]
OF_BENEFICIARY = [
    ("name", "nom du bénéficiaire"),
    ("siret", "SIRET du bénéficiaire"),
    ("rna", "numéro RNA du bénéficiaire"),
    ("address", "adresse du bénéficiaire"),
    ("postal_code", "code postal du bénéficiaire"),
    ("city", "ville du bénéficiaire"),
    ("representative_name", "nom du représentant légal du bénéficiaire"),
    ("representative_title", "qualité du représentant légal du bénéficiaire"),
    ("commitment_on", "date de souscription du contrat d’engagement républicain"),
]
OF_OWNER = [
    ("name", "nom du propriétaire des locaux"),
    ("siret", "SIRET du propriétaire des locaux"),
    ("address", "adresse du propriétaire des locaux"),
    ("postal_code", "code postal du propriétaire des locaux"),
    ("city", "ville du propriétaire des locaux"),
    ("representative_name", "nom du représentant du propriétaire des locaux"),
    ("representative_title", "qualité du représentant du propriétaire des locaux"),
]
OF_DEPARTMENT = [
    ("name", "nom du Département"),
    ("siren", "SIREN du Département"),
    ("address", "adresse du Département"),
    ("represented_by", "représentant du Département"),
    ("court", "tribunal compétent"),
]
OF_TERMS = [
    ("keeping_years", "durée de conservation du matériel"),
    ("lapse_months", "délai de caducité"),
    ("proofs_months", "délai de remise des justificatifs"),
]


@pytest.mark.parametrize("kind", [OGEC, COMMUNE])
def test_a_whole_convention_lacks_nothing(kind):
    assert missing(convention(kind)) == []


@pytest.mark.parametrize(("field", "empty", "name"), OF_DATA)
def test_each_value_of_the_dossier(field, empty, name):
    assert missing(replace(convention(OGEC), **{field: empty})) == [name]


@pytest.mark.parametrize(("field", "name"), OF_BENEFICIARY)
def test_each_value_of_the_beneficiary(field, name):
    data = convention(OGEC)
    empty = None if field == "commitment_on" else ""
    assert missing(replace(data, beneficiary=replace(data.beneficiary, **{field: empty}))) == [name]


@pytest.mark.parametrize(("field", "name"), OF_OWNER)
def test_each_value_of_the_owner_of_the_premises_where_one_is_named(field, name):
    data = replace(convention(OGEC), owner=OWNER)
    assert missing(data) == []
    assert missing(replace(data, owner=replace(OWNER, **{field: ""}))) == [name]


@pytest.mark.parametrize(("field", "name"), OF_DEPARTMENT)
def test_each_value_of_the_department(field, name):
    data = convention(OGEC)
    assert missing(replace(data, department=replace(data.department, **{field: ""}))) == [name]


@pytest.mark.parametrize(("field", "name"), OF_TERMS)
def test_each_number_of_the_call(field, name):
    data = convention(OGEC)
    assert missing(replace(data, terms=replace(data.terms, **{field: 0}))) == [name]


def test_the_act_the_money_the_goods_and_the_schools():
    data = convention(OGEC)
    without_act = replace(data, act=replace(data.act, number=""))
    assert missing(without_act) == ["numéro de l’acte de la commission permanente"]
    without_money = replace(data, funding=replace(data.funding, amount=Decimal("0"), expense=Decimal("0")))
    assert missing(without_money) == ["montant de la subvention votée", "dépense éligible des devis acceptés"]
    without_goods = replace(data, lines=(), subscriptions=())
    assert missing(without_goods) == ["au moins un équipement ou un abonnement à l’ENT subventionné"]
    nowhere = replace(data, schools=(replace(data.schools[0], city=""),))
    assert missing(nowhere) == ["commune de l’établissement Collège de l’Exemple"]


def test_a_commune_needs_neither_rna_nor_contrat_but_an_identifier():
    data = convention(COMMUNE)
    assert not data.beneficiary.rna
    assert data.beneficiary.commitment_on is None
    anonymous = replace(data.beneficiary, siren="", siret="")
    assert missing(replace(data, beneficiary=anonymous)) == ["SIREN ou SIRET du bénéficiaire"]


def test_the_identifier_is_the_siret_or_else_the_siren():
    party = convention(COMMUNE).beneficiary
    assert party.identifier == "SIRET 99999012000019"
    assert replace(party, siret="").identifier == "SIREN 999990120"


@pytest.mark.django_db
def test_what_lacks_is_all_named_and_nothing_is_kept():
    voted = stages.voted(stages.college_draft())
    files = StoredFile.objects.count()
    Organisation.objects.update(city="", representative_name="")
    with pytest.raises(DomainError) as refused:
        generation.generate(voted, by=None, at=stages.GENERATED_AT)
    assert refused.value.code == "valeur_manquante"
    assert "ville du bénéficiaire" in refused.value.message
    assert "nom du représentant légal du bénéficiaire" in refused.value.message
    assert StoredFile.objects.count() == files
    assert not Sequence.objects.filter(name="convention-2025").exists()
    assert Convention.objects.get().state == "to_generate"


@pytest.mark.django_db
def test_the_dates_are_those_of_paris():
    made = stages.generated(stages.college_draft())
    assert made.data["depose_le"] == date(2025, 2, 20).isoformat()
    assert made.data["etablie_le"] == date(2025, 6, 10).isoformat()
