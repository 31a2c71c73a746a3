"""Decisions: an amount within what is eligible, money taken from the envelope and given back."""

from datetime import date
from decimal import Decimal

import pytest

from applications.domain import review, submission
from applications.models import Candidacy
from reviews.domain import decisions
from reviews.domain.ranking import rank_call, score_in_force
from reviews.enums import Funder, Outcome
from reviews.models import Envelope, Reservation
from tests.applications.test_submission import BEFORE
from tests.equipment.quoting import with_accepted_quotes
from tests.factories import CallFactory, agent, complete_draft
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db
DAY = date(2025, 5, 12)


def conforming(call=None) -> Candidacy:
    """Two VPI at 1 700 €: 3 400 € asked for and eligible."""
    candidacy = submission.submit(complete_draft(call), by=None, at=BEFORE)
    return review.declare_conforming(candidacy, by=None)


def select(candidacy, amount="3400.00", **values):
    return decisions.decide(
        candidacy, Outcome.SELECTED, amount=Decimal(amount), decided_on=DAY, by=None, **values
    )


def test_a_selected_dossier_has_an_amount_and_two_shares():
    decision = select(conforming())
    assert (decision.amount, decision.department_share, decision.tne_share) == (
        Decimal("3400.00"),
        Decimal("1700.00"),
        Decimal("1700.00"),
    )
    assert Candidacy.objects.get().state == "selected"


@pytest.mark.parametrize("amount", ["0", "-1", "3400.01"])
def test_an_amount_is_positive_and_at_most_what_is_eligible(amount):
    candidacy = conforming()
    with pytest.raises(DomainError) as refused:
        select(candidacy, amount)
    assert refused.value.code == "montant_invalide"
    assert Candidacy.objects.get().state == "conforming"


def test_an_amount_other_than_the_proposition_needs_a_reason():
    candidacy = conforming()
    rank_call(candidacy.call, by=None)
    assert score_in_force(candidacy).proposal == Decimal("3400.00")
    with pytest.raises(DomainError) as refused:
        select(candidacy, "3000.00")
    assert refused.value.field == "reason"
    assert select(candidacy, "3000.00", reason="Matériel déjà présent").amount == Decimal("3000.00")


def test_a_refusal_needs_a_reason_and_takes_no_money():
    candidacy = conforming()
    with pytest.raises(DomainError):
        decisions.decide(candidacy, Outcome.REJECTED, decided_on=DAY, by=None)
    decision = decisions.decide(
        candidacy, Outcome.REJECTED, decided_on=DAY, by=None, reason="Hors du programme"
    )
    assert decision.amount == 0
    assert journal.history(candidacy).last().reason == "Hors du programme"


def test_the_envelope_is_never_overspent():
    call = CallFactory()
    Envelope.objects.create(call=call, funder=Funder.DEPARTMENT, amount=Decimal("3000.00"))
    Envelope.objects.create(call=call, funder=Funder.TNE, amount=Decimal("9000.00"))
    first, second = conforming(call), conforming(call)
    select(first)  # takes 1 700 € of each
    with pytest.raises(DomainError) as refused:
        select(second)
    assert refused.value.code == "enveloppe"
    assert "1\u00a0300,00\u00a0€" in refused.value.message
    assert Candidacy.objects.get(pk=second.pk).state == "conforming"
    review.withdraw(first, by=None)
    assert not Reservation.objects.exists()
    select(second)
    assert sum(Reservation.objects.values_list("amount", flat=True)) == Decimal("3400.00")


def test_lower_quotes_lower_the_subsidy_and_give_the_rest_back():
    call = CallFactory()
    Envelope.objects.create(call=call, funder=Funder.DEPARTMENT, amount=Decimal("3000.00"))
    candidacy = conforming(call)
    select(candidacy)
    decision = with_accepted_quotes(candidacy, Decimal("3000.01"))
    assert (decision.amount, decision.department_share, decision.tne_share) == (
        Decimal("3000.01"),
        Decimal("1500.01"),
        Decimal("1500.00"),
    )
    assert Reservation.objects.get().amount == Decimal("1500.01")


def test_higher_quotes_never_raise_the_subsidy():
    candidacy = conforming()
    select(candidacy)
    assert with_accepted_quotes(candidacy, Decimal("9999")).amount == Decimal("3400.00")


def test_a_member_of_the_commission_does_not_record_decisions():
    with pytest.raises(NotAllowed):
        decisions.decide(
            conforming(), Outcome.SELECTED, amount=Decimal("3400"), decided_on=DAY, by=agent(Role.COMMISSION)
        )
