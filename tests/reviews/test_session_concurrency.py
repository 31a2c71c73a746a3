"""Real concurrent connections on PostgreSQL: two sessions, a reopening and a decision, a closing, a promotion."""

from decimal import Decimal

import pytest

from applications.domain import review
from applications.models import Candidacy
from reviews.domain import agenda, attendance, decisions, envelope, letters, promotion, sessions
from reviews.domain.decisions import Choice
from reviews.domain.session_decisions import decide_in_session, reopen
from reviews.enums import Outcome
from reviews.models import Decision, Letter, Minutes
from tests.reviews.sittings import HELD_ON, VALUES, dossiers_of, endowed_call, opened, present, select
from tests.reviews.test_concurrency import together
from tne38.core import journal
from tne38.core.errors import DomainError
from tne38.notifications.models import Message

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def reserved(call) -> list[Decimal]:
    return [state.reserved for state in envelope.states_of(call)]


def codes(found) -> list[str]:
    return sorted(result.code for result in found if isinstance(result, DomainError))


def test_two_sessions_that_decide_at_once_never_pass_the_envelope():
    """3 400 € each, 1 700 € of each funder's 6 000 €: three of the ten, whichever session is first."""
    call = endowed_call("6000.00")
    dossiers = dossiers_of(call, 10)
    first = sessions.prepare(call, VALUES, by=None)
    agenda.set_agenda(first, dossiers[:5], by=None)
    second = sessions.prepare(call, VALUES, by=None)
    for session in (first, second):
        session.quorum = 1
        session.save(update_fields=["quorum"])
        invite_one(session)
        sessions.open_session(session, by=None)
    acts = [
        lambda session=session, candidacy=candidacy: select(session, candidacy)
        for session, part in ((first, dossiers[:5]), (second, dossiers[5:]))
        for candidacy in part
    ]
    found = together(acts)
    assert codes(found) == ["enveloppe"] * 7
    assert reserved(call) == [Decimal("5100.00")] * 2
    assert journal.verify().broken_at is None


def invite_one(session) -> None:
    attendance.record(session, {}, by=None, guests=[attendance.Guest("Membre fictif")])
    present(session)


def test_a_reopening_and_decisions_at_once_keep_the_envelope():
    """One dossier's money serves at most one other, taken before or after it comes back."""
    call = endowed_call("1700.00")
    first, second, third = dossiers_of(call, 3)
    session = opened(call)
    select(session, first)
    acts = [
        lambda: reopen(first, reason="Erreur", by=None),
        lambda: select(session, second),
        lambda: select(session, third),
    ]
    found = together(acts)
    assert set(codes(found)) <= {"enveloppe"}
    assert reserved(call) in ([Decimal("0.00")] * 2, [Decimal("1700.00")] * 2)
    assert Decision.objects.count() == sum(not isinstance(result, Exception) for result in found[1:])
    assert Candidacy.objects.get(pk=first.pk).state == "conforming"


def test_a_dossier_is_decided_once_however_many_ask():
    call = endowed_call()
    [candidacy] = dossiers_of(call, 1)
    session = opened(call)
    found = together([lambda: select(session, candidacy) for _ in range(4)])
    assert codes(found) == ["etat"] * 3
    assert reserved(call) == [Decimal("1700.00")] * 2
    assert journal.history(candidacy).filter(action="décision enregistrée").count() == 1


def test_a_decision_taken_while_the_session_closes_is_in_the_minutes_or_is_refused():
    call = endowed_call()
    dossiers = dossiers_of(call, 6)
    session = opened(call)
    acts = [lambda: sessions.close_session(session, by=None)]
    acts += [lambda candidacy=candidacy: select(session, candidacy) for candidacy in dossiers]
    found = together(acts)
    assert set(codes(found)) <= {"etat"}
    stated = {row["dossier"] for row in Minutes.objects.get().data["decisions"]}
    assert stated == set(Decision.objects.values_list("candidacy__number", flat=True))


def test_money_that_comes_back_is_promised_once():
    """A withdrawal frees 1 700 € of each funder: two promotions and a decision ask for it at once."""
    call = endowed_call("1700.00")
    selected, first, second, third = dossiers_of(call, 4)
    decisions.decide(selected, Outcome.SELECTED, amount=Decimal("3400"), decided_on=HELD_ON, by=None)
    for candidacy in (first, second):
        decisions.decide(candidacy, Outcome.WAITING_LIST, decided_on=HELD_ON, by=None)
    review.withdraw(selected, by=None)
    found = together(
        [
            lambda: promotion.promote(first, by=None),
            lambda: promotion.promote(second, by=None),
            lambda: decisions.decide(
                third, Outcome.SELECTED, amount=Decimal("3400"), decided_on=HELD_ON, by=None
            ),
        ]
    )
    assert codes(found) == ["enveloppe"] * 2
    assert reserved(call) == [Decimal("1700.00")] * 2
    assert Candidacy.objects.get(pk=second.pk).state == "waiting_list"


def test_a_letter_asked_for_twice_at_once_leaves_once():
    call = endowed_call()
    [candidacy] = dossiers_of(call, 1)
    session = opened(call)
    decision = decide_in_session(session, candidacy, Choice(Outcome.WAITING_LIST), by=None)
    sessions.close_session(session, by=None)
    found = together([lambda: letters.notify(decision, by=None) for _ in range(3)])
    assert not [result for result in found if isinstance(result, Exception)]
    assert Letter.objects.count() == 1
    assert Message.objects.filter(kind="candidature-en-attente").count() == 1


def test_a_reopening_and_the_letter_at_once_never_tell_what_is_undone():
    call = endowed_call()
    [candidacy] = dossiers_of(call, 1)
    session = opened(call)
    decision = select(session, candidacy)
    sessions.close_session(session, by=None)
    found = together(
        [lambda: letters.notify(decision, by=None), lambda: reopen(candidacy, reason="Erreur", by=None)]
    )
    told = Message.objects.filter(kind="candidature-retenue").exists()
    assert told == (Candidacy.objects.get(pk=candidacy.pk).state == "selected")
    assert told == (codes(found) == ["etat"])
    assert reserved(call) == ([Decimal("1700.00")] * 2 if told else [Decimal("0.00")] * 2)
