"""The real directory, cut down to what the tests look up, and the two founding calls."""

from functools import cache

import pytest

from applications import founding_calls, reference
from applications.domain import directory
from applications.enums import SchoolKind
from applications.models import Call
from tests.exchange.dossiers import COMMUNE, EPCI_COMMUNES
from tne38.cli import founding


@cache
def _schools():
    communes = {COMMUNE, *EPCI_COMMUNES}
    kinds = {SchoolKind.COLLEGE, SchoolKind.LYCEE}
    return [row for row in reference.schools() if row.kind in kinds or row.insee in communes]


@cache
def _communes():
    used = {row.insee for row in _schools()}
    return [row for row in reference.communes() if row.insee in used]


@pytest.fixture
def isere(db):
    """Every collège, the écoles of a few communes, both calls: through the functions that load them all."""
    directory.load_territories(reference.epcis(), _communes())
    directory.load_schools(_schools(), refresh=False)
    founding.load_calls()


@pytest.fixture
def colleges(isere):
    return Call.objects.get(slug=founding_calls.COLLEGES)


@pytest.fixture
def primary(isere):
    return Call.objects.get(slug=founding_calls.PRIMARY)
