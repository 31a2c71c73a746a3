"""The deposit: in time, complete, once."""

from datetime import UTC, datetime

import pytest

from applications.domain import submission
from tests.factories import complete_draft
from tne38.core import journal
from tne38.core.errors import DomainError
from tne38.core.models import Job

pytestmark = pytest.mark.django_db

BEFORE = datetime(2025, 3, 31, 21, 59, 59, tzinfo=UTC)
AFTER = datetime(2025, 3, 31, 22, 0, 0, tzinfo=UTC)


def test_a_deposit_gives_a_number_freezes_the_settings_and_asks_for_the_acknowledgement():
    draft = complete_draft()
    deposited = submission.submit(draft, by=None, at=BEFORE)
    assert deposited.number == "38-2025-0001"
    assert deposited.deposited_at == BEFORE
    assert deposited.frozen["taux"] == "1"
    assert Job.objects.get().kind == "accuse-de-reception"
    assert journal.history(deposited).last().action == "dossier déposé"
    assert deposited.projects.get().filed
    assert deposited.projects.get().lines.get().unit_cap == 2200


def test_depositing_again_changes_nothing():
    draft = complete_draft()
    first = submission.submit(draft, by=None, at=BEFORE)
    again = submission.submit(draft, by=None, at=AFTER)
    assert (again.number, again.deposited_at) == (first.number, first.deposited_at)
    assert Job.objects.count() == 1


def test_one_second_after_the_closing_instant_is_too_late():
    with pytest.raises(DomainError) as refused:
        submission.submit(complete_draft(), by=None, at=AFTER)
    assert refused.value.code == "hors_delai"
