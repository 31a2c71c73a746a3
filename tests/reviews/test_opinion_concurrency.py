"""Real concurrent connections on PostgreSQL: the grid and a first opinion, an opinion and a recusal, two filings."""

import pytest
from django.db import transaction

from applications.models import Candidacy
from reviews.domain import assignment, grid, opinions, recusals
from reviews.domain.opinions import Content
from reviews.enums import Stance
from reviews.models import JudgedCriterion, Opinion, Recusal
from tests.agents import conforming
from tests.factories import CallFactory
from tests.reviews.judges import asked, member
from tests.reviews.test_concurrency import together
from tne38.core import journal
from tne38.core.errors import DomainError

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
FAVOURABLE = Content(Stance.FAVOURABLE)


def add_criterion(call) -> str:
    with transaction.atomic():
        grid.require_open(call)
        JudgedCriterion.objects.create(call=call, label="Critère ajouté")
    return "added"


def test_the_grid_and_a_first_opinion_at_once_never_pass_each_other():
    """Either the opinion lacks the new mark, or the grid is shut: never a filed opinion without a mark."""
    for _ in range(5):
        opinion = asked(conforming(CallFactory()))
        call = opinion.candidacy.call
        found = together(
            [
                lambda: opinions.file_opinion(opinion, FAVOURABLE, by=opinion.member),  # noqa: B023
                lambda: add_criterion(call),  # noqa: B023
            ]
        )
        assert sum(isinstance(result, DomainError) for result in found) == 1, found
        filed = Opinion.objects.get(pk=opinion.pk).filed_at is not None
        assert filed != JudgedCriterion.objects.filter(call=call).exists()


def test_an_opinion_filed_while_its_author_keeps_away_counts_for_nothing():
    candidacy = conforming()
    opinion = asked(candidacy)
    found = together(
        [
            lambda: opinions.file_opinion(opinion, FAVOURABLE, by=opinion.member),
            lambda: recusals.declare(candidacy, opinion.member, by=opinion.member),
        ]
    )
    assert all(isinstance(result, DomainError | Opinion | Recusal) for result in found), found
    assert Recusal.objects.count() == 1
    assert not Opinion.objects.counted().exists()
    assert not Opinion.objects.filter(filed_at__isnull=True).exists()


def test_an_opinion_sent_twice_at_once_is_filed_once():
    opinion = asked(conforming())
    act = lambda: opinions.file_opinion(opinion, FAVOURABLE, by=opinion.member)  # noqa: E731
    found = together([act, act])
    assert sum(isinstance(result, DomainError) for result in found) == 1
    assert [entry.action for entry in journal.history(opinion.candidacy)].count("avis rendu") == 1
    assert journal.verify().broken_at is None


def test_two_agents_who_spread_at_once_ask_each_member_once():
    call = CallFactory()
    dossiers, people = [conforming(call) for _ in range(6)], [member() for _ in range(3)]
    found = together([lambda: assignment.spread_evenly(call, people, each=2, by=None)] * 2)
    assert sorted(result.asked for result in found) == [0, 12]
    counts = [Opinion.objects.filter(member=user).count() for user in people]
    assert counts == [4, 4, 4]
    assert Candidacy.objects.filter(opinions__isnull=False).distinct().count() == len(dossiers)
