"""The opinions: who is asked, what is kept, what is filed, who reads them."""

import pytest
from django.db import IntegrityError, transaction

from applications.models import Candidacy
from reviews.domain import assignment, decisions, grid, opinions, recusals
from reviews.domain.opinions import Content
from reviews.enums import Outcome, Stance
from reviews.models import Opinion
from tests.agents import conforming, invited
from tests.factories import CallFactory, agent
from tests.reviews.judges import asked, filed, judged_call, member
from tests.reviews.sittings import HELD_ON
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db


def fresh(user):
    """The account as a new request reads it."""
    return type(user).objects.get(pk=user.pk)


def read_by(user) -> set[int]:
    return set(Opinion.objects.visible_to(fresh(user)).values_list("pk", flat=True))


def test_a_draft_is_kept_whatever_is_missing_and_seen_by_its_author_alone():
    opinion = asked(conforming(), stance=Stance.RESERVE)
    assert (opinion.stance, opinion.comment, opinion.filed_at) == ("reserve", "", None)
    assert read_by(opinion.member) == {opinion.pk}
    assert read_by(agent(Role.GESTIONNAIRE)) == read_by(member()) == set()


@pytest.mark.parametrize("stance", [Stance.RESERVE, Stance.UNFAVOURABLE])
def test_a_reserve_and_a_refusal_ask_for_a_comment(stance):
    opinion = asked(conforming())
    with pytest.raises(DomainError, match="Expliquez votre réserve") as refusal:
        opinions.file_opinion(opinion, Content(stance, "  "), by=opinion.member)
    assert (refusal.value.code, refusal.value.field) == ("champ_obligatoire", "comment")
    assert opinions.file_opinion(opinion, Content(stance, "Réseau trop lent."), by=opinion.member).filed_at


def test_a_favourable_opinion_needs_no_comment_but_every_mark():
    call = judged_call()
    opinion = asked(conforming(call))
    [criterion] = grid.criteria_of(call)
    with pytest.raises(DomainError, match="Qualité du projet : donnez une note de 0 à 5"):
        opinions.file_opinion(opinion, Content(Stance.FAVOURABLE), by=opinion.member)
    with pytest.raises(DomainError, match="la note va de 0 à 5"):
        opinions.save_draft(opinion, Content(marks={criterion.key: 6}), by=opinion.member)
    content = Content(Stance.FAVOURABLE, marks={criterion.key: 5})
    assert opinions.file_opinion(opinion, content, by=opinion.member).marks.get().value == 5


def test_a_filed_opinion_no_longer_changes():
    opinion = filed(conforming())
    with pytest.raises(DomainError, match="déjà rendu"):
        opinions.save_draft(opinion, Content(Stance.UNFAVOURABLE, "Non"), by=opinion.member)


def test_an_opinion_is_its_author_s_alone_before_the_decision():
    candidacy = conforming()
    opinion = asked(candidacy)
    for other in (member(), agent(Role.ADMINISTRATEUR)):
        with pytest.raises(NotAllowed):
            opinions.save_draft(opinion, Content(), by=other)
    decisions.decide(candidacy, Outcome.WAITING_LIST, decided_on=HELD_ON, by=None)
    with pytest.raises(DomainError, match="n’attend pas d’avis"):
        opinions.file_opinion(opinion, Content(Stance.FAVOURABLE), by=opinion.member)


def test_each_reads_the_others_only_once_theirs_is_filed():
    candidacy = conforming()
    first, second = filed(candidacy), asked(candidacy)
    assert read_by(second.member) == {second.pk}
    opinions.file_opinion(second, Content(Stance.FAVOURABLE), by=second.member)
    assert read_by(second.member) == {first.pk, second.pk}
    assert read_by(first.member) == {first.pk, second.pk}


def test_a_member_who_is_not_asked_and_an_inspector_wait_for_the_decision():
    candidacy = conforming()
    opinion = filed(candidacy)
    others = [invited(candidacy.call, person) for person in (member(), agent(Role.IEN))]
    assert [read_by(other) for other in others] == [set(), set()]
    decisions.decide(candidacy, Outcome.WAITING_LIST, decided_on=HELD_ON, by=None)
    assert [read_by(other) for other in others] == [{opinion.pk}] * 2


def test_an_agent_reads_what_is_filed_unless_their_own_is_awaited():
    candidacy = conforming()
    opinion = filed(candidacy)
    both = member()
    both.give_role(Role.INSTRUCTEUR)
    assert read_by(both) == {opinion.pk}
    own = asked(candidacy, both)
    assert read_by(both) == {own.pk}


def test_the_journal_does_not_tell_what_an_opinion_says():
    """Every member reads the history of a dossier, those who have not filed included."""
    candidacy = conforming()
    filed(candidacy, stance=Stance.UNFAVOURABLE, comment="Secret jusqu’au dépôt")
    entry = journal.history(candidacy).last()
    assert (entry.action, entry.after) == ("avis rendu", {"membre": "Membre fictif"})
    assert "Secret" not in str(list(journal.history(candidacy).values()))


def test_the_database_refuses_what_the_domain_would():
    candidacy = conforming()
    opinion = filed(candidacy)
    for broken in (
        {"stance": ""},
        {"stance": Stance.RESERVE, "comment": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opinion.objects.filter(pk=opinion.pk).update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.create(candidacy=candidacy, member=opinion.member)


def test_members_are_asked_by_hand_and_no_longer_unless_they_have_begun():
    candidacy, people = conforming(), [member("A"), member("B"), member("C")]
    assignment.assign(candidacy, people[:2], by=None)
    assignment.assign(candidacy, people[1:], by=agent(Role.INSTRUCTEUR))
    assert set(candidacy.opinions.values_list("member__full_name", flat=True)) == {"B", "C"}
    opinions.save_draft(candidacy.opinions.get(member=people[1]), Content(comment="…"), by=people[1])
    with pytest.raises(DomainError, match="B a commencé son avis"):
        assignment.assign(candidacy, people[2:], by=None)
    with pytest.raises(NotAllowed):
        assignment.assign(candidacy, people, by=people[0])


def test_spreading_completes_evenly_and_says_what_is_short():
    """Four dossiers, two opinions each, three members of whom one keeps away from three dossiers."""
    call = CallFactory()
    dossiers, people = [conforming(call) for _ in range(4)], [member(name) for name in "ABC"]
    for candidacy in dossiers[:3]:
        recusals.declare(candidacy, people[0], by=None)
    done = assignment.spread_evenly(call, people, each=2, by=None)
    assert (done.asked, done.short) == (8, [])
    counts = sorted(Opinion.objects.filter(member=person).count() for person in people)
    assert counts == [1, 3, 4]
    assert assignment.spread_evenly(call, people, each=2, by=None).asked == 0
    recusals.declare(dossiers[0], people[1], by=None)
    again = assignment.spread_evenly(call, people, each=2, by=None)
    assert (again.asked, again.short) == (0, [dossiers[0]])
    assert journal.history(dossiers[1]).last().after == {"membres": ["B", "C"]}


def test_nobody_is_asked_about_what_is_not_conforming():
    call = CallFactory()
    with pytest.raises(DomainError, match="Aucun dossier conforme"):
        assignment.spread_evenly(call, [member()], each=1, by=None)
    candidacy = conforming(call)
    decisions.decide(candidacy, Outcome.WAITING_LIST, decided_on=HELD_ON, by=None)
    with pytest.raises(DomainError, match="n’attend pas d’avis"):
        assignment.assign(Candidacy.objects.get(pk=candidacy.pk), [member()], by=None)
