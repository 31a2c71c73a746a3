"""A value that lacks stops the amendment and is named, like those of a convention."""

from dataclasses import replace
from datetime import date

import pytest

from applications.models import Organisation
from conventions.amendment.document import missing
from conventions.domain import amendments
from conventions.domain.amendments import AmendmentValue
from conventions.models import Amendment
from tests.conventions import stages
from tests.conventions.test_completeness import OF_BENEFICIARY, OF_DEPARTMENT, OF_OWNER
from tests.factories import agent
from tne38.accounts.enums import Role
from tne38.core.errors import DomainError
from tne38.core.models import StoredFile
from tools.amendment_specimens import amendment
from tools.specimens import OWNER


def test_a_whole_amendment_lacks_nothing():
    assert missing(amendment()) == []
    assert missing(replace(amendment(), owner=OWNER)) == []


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("convention", "numéro de la convention"),
        ("dossier", "numéro du dossier"),
        ("reason", "motif de l’avenant"),
    ],
)
def test_each_value_of_the_amendment(field, name):
    assert missing(replace(amendment(), **{field: ""})) == [name]


def test_an_amendment_changes_something():
    unchanged = replace(amendment(), until=None, granted=None)
    assert missing(unchanged) == ["au moins un changement, de date ou de montant"]
    assert missing(replace(amendment(), until=None)) == []
    assert missing(replace(amendment(), granted=None)) == []


@pytest.mark.parametrize(("field", "name"), OF_BENEFICIARY)
def test_each_value_of_the_beneficiary(field, name):
    data = amendment()
    empty = None if field == "commitment_on" else ""
    assert missing(replace(data, beneficiary=replace(data.beneficiary, **{field: empty}))) == [name]


@pytest.mark.parametrize(("field", "name"), OF_OWNER)
def test_each_value_of_the_owner_who_signs_as_well(field, name):
    assert missing(replace(amendment(), owner=replace(OWNER, **{field: ""}))) == [name]


@pytest.mark.parametrize(("field", "name"), OF_DEPARTMENT)
def test_each_value_of_the_department(field, name):
    data = amendment()
    assert missing(replace(data, department=replace(data.department, **{field: ""}))) == [name]


@pytest.mark.django_db
@pytest.mark.usefixtures("nothing_is_printed")
def test_what_lacks_is_all_named_and_nothing_is_kept():
    notified = stages.notified(stages.college_draft())
    files = StoredFile.objects.count()
    Organisation.objects.update(city="", representative_name="")
    value = AmendmentValue(asked_on=date(2026, 1, 5), reason="Retard.", claims_until=date(2028, 7, 1))
    with pytest.raises(DomainError) as refused:
        amendments.prepare(notified, value, by=agent(Role.GESTIONNAIRE), on=date(2026, 1, 12))
    assert refused.value.code == "valeur_manquante"
    assert "ville du bénéficiaire" in refused.value.message
    assert "nom du représentant légal du bénéficiaire" in refused.value.message
    assert StoredFile.objects.count() == files
    assert not Amendment.objects.exists()
