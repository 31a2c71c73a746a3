"""Real concurrent connections on PostgreSQL: numbers of conventions, the vote of a meeting, its dossiers."""

from datetime import date

import pytest

from applications.models import Candidacy
from conventions.domain import commissions, generation, votes
from conventions.models import CommissionItem, Convention, PermanentCommission, Vote
from tests.conventions import meetings, stages
from tests.factories import CallFactory, complete_draft
from tests.reviews.test_concurrency import together
from tests.reviews.test_session_concurrency import codes
from tne38.core import journal

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def dossiers(count: int) -> list[Candidacy]:
    call = CallFactory()
    return [stages.with_quotes(stages.seated(complete_draft(call))) for _ in range(count)]


def test_conventions_made_at_once_have_each_their_number():
    meetings.voted(dossiers(6))
    conventions = list(Convention.objects.order_by("pk"))
    # Each one twice: two workers that took the same one over.
    found = together(
        [lambda item=item: generation.generate(item, by=None).number for item in conventions * 2]
    )
    assert sorted(found[:6]) == [f"2025-TNE-{n:03d}" for n in range(1, 7)]
    assert found[6:] == found[:6]
    assert journal.verify().broken_at is None


def test_two_meetings_that_want_the_same_dossiers_at_once():
    wanted = dossiers(3)
    found = together(
        [
            lambda: commissions.prepare(held_on=meetings.HELD_ON, chosen=wanted, by=None),
            lambda: commissions.prepare(held_on=date(2025, 7, 4), chosen=reversed(wanted), by=None),
        ]
    )
    assert codes(found) == ["champ_invalide"]
    assert (PermanentCommission.objects.count(), CommissionItem.objects.count()) == (1, 3)


def test_a_vote_recorded_at_once_by_several_is_recorded_once():
    meeting = meetings.frozen(dossiers(3))
    found = together([lambda: votes.record_result(meeting, meetings.ACT, {}, by=None)] * 4)
    assert codes(found) == ["etat"] * 3
    assert Vote.objects.count() == Convention.objects.count() == 3
