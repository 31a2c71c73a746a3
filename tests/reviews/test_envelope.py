"""The envelope in the domain: passing it, changing it, the waiting list served in order."""

from datetime import date
from decimal import Decimal

import pytest

from applications.domain import review
from applications.models import Candidacy
from reviews.domain import decisions, envelope, funding, promotion, waiting_list
from reviews.domain.ranking import rank_call
from reviews.enums import Funder, Outcome
from reviews.models import Envelope, Overrun, Reservation
from tests.agents import conforming
from tests.equipment.quoting import with_accepted_quotes
from tests.factories import CallFactory, LineFactory, agent
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import Job

pytestmark = pytest.mark.django_db
DAY = date(2025, 5, 12)


def endowed(amount: str = "3000.00"):
    call = CallFactory()
    funding.endow(call, dict.fromkeys(Funder, Decimal(amount)))
    return call


def select(candidacy, amount="3400.00", **values):
    """3 400 € take 1 700 € of each funder."""
    values = {"by": None, **values}
    return decisions.decide(candidacy, Outcome.SELECTED, amount=Decimal(amount), decided_on=DAY, **values)


def wait(candidacy):
    return decisions.decide(candidacy, Outcome.WAITING_LIST, decided_on=DAY, by=None)


def reserved(call) -> list[Decimal]:
    return [state.reserved for state in envelope.states_of(call)]


class TestPassing:
    def test_an_administrator_passes_it_with_a_reason_and_it_is_recorded(self):
        call = endowed()
        select(conforming(call))
        second, by = conforming(call), agent(Role.ADMINISTRATEUR)
        select(second, by=by, beyond="Accord du président")
        assert [
            (overrun.amount, overrun.reason, overrun.actor_label) for overrun in Overrun.objects.all()
        ] == [(Decimal("400.00"), "Accord du président", str(by))] * 2
        assert [state.exceeded for state in envelope.states_of(call)] == [Decimal("400.00")] * 2
        entries = journal.history(second).filter(action="enveloppe dépassée")
        assert [entry.after["depassement"] for entry in entries] == ["400.00", "400.00"]
        assert entries[0].reason == "Accord du président"

    @pytest.mark.parametrize("role", [Role.INSTRUCTEUR, Role.GESTIONNAIRE])
    def test_other_agents_do_not(self, role):
        call = endowed("1000.00")
        candidacy = conforming(call)
        with pytest.raises(NotAllowed):
            select(candidacy, by=agent(role), beyond="Urgence")
        assert Candidacy.objects.get().state == "conforming"
        assert not Reservation.objects.exists()
        assert not Overrun.objects.exists()

    def test_a_reason_to_pass_it_changes_nothing_where_the_money_is_there(self):
        call = endowed()
        select(conforming(call), by=agent(Role.GESTIONNAIRE), beyond="Au cas où")
        assert not Overrun.objects.exists()

    def test_quotes_give_back_even_once_it_has_been_passed(self):
        call = endowed("1000.00")
        candidacy = conforming(call)
        select(candidacy, beyond="Accord")
        with_accepted_quotes(candidacy, Decimal("3000.00"))
        assert reserved(call) == [Decimal("1500.00")] * 2


class TestAmount:
    def test_a_manager_changes_it_with_a_reason(self):
        call = endowed()
        row, by = Envelope.objects.get(call=call, funder=Funder.TNE), agent(Role.GESTIONNAIRE)
        funding.change_amount(row, Decimal("4000.00"), reason="Délibération de juin", by=by)
        assert Envelope.objects.get(pk=row.pk).amount == Decimal("4000.00")
        entry = journal.history(row).last()
        assert (entry.before, entry.after, entry.reason) == (
            {"montant": "3000.00"},
            {"montant": "4000.00"},
            "Délibération de juin",
        )

    def test_never_below_what_is_reserved(self):
        call = endowed()
        select(conforming(call))
        row = Envelope.objects.get(call=call, funder=Funder.TNE)
        with pytest.raises(DomainError) as refused:
            funding.change_amount(row, Decimal("1699.99"), reason="Moins", by=None)
        assert refused.value.field == "amount"
        assert "1\u00a0700,00\u00a0€" in refused.value.message
        funding.change_amount(row, Decimal("1700.00"), reason="Moins", by=None)

    def test_one_that_was_passed_may_be_raised_part_of_the_way(self):
        call = endowed("1000.00")
        select(conforming(call), beyond="Accord")
        row = Envelope.objects.get(call=call, funder=Funder.TNE)
        funding.change_amount(row, Decimal("1200.00"), reason="Premier abondement", by=None)
        with pytest.raises(DomainError):
            funding.change_amount(row, Decimal("1199.99"), reason="Moins", by=None)

    def test_not_without_a_reason_nor_by_anyone(self):
        row = Envelope.objects.get(call=endowed(), funder=Funder.TNE)
        with pytest.raises(DomainError) as refused:
            funding.change_amount(row, Decimal("4000.00"), reason=" ", by=None)
        assert refused.value.field == "reason"
        for role in (Role.INSTRUCTEUR, Role.COMMISSION):
            with pytest.raises(NotAllowed):
                funding.change_amount(row, Decimal("4000.00"), reason="Plus", by=agent(role))


class TestWaitingList:
    def three_waiting(self, call) -> list[Candidacy]:
        """In the order of the ranking, whatever the order of the decisions: 3 400, 6 800 and 3 400 €."""
        first, second, third = (conforming(call, pupils=pupils) for pupils in (100, 200, 300))
        LineFactory(project=second.projects.get(), item=second.projects.get().lines.get().item)
        rank_call(call, by=None)
        for candidacy in (third, first, second):
            wait(candidacy)
        return [first, second, third]

    def test_it_keeps_the_order_of_the_ranking_even_when_it_is_ranked_again(self):
        call = endowed("10.00")
        expected = self.three_waiting(call)
        assert [place.decision.candidacy for place in waiting_list.places(call)] == expected
        expected[0].projects.update(pupils=440)
        rank_call(call, by=None)
        assert [place.decision.candidacy for place in waiting_list.places(call)] == expected

    def test_money_that_comes_back_serves_the_first_it_can(self):
        call = endowed("1700.00")
        selected = conforming(call, pupils=50)
        select(selected)
        first, second, third = self.three_waiting(call)
        with pytest.raises(DomainError) as refused:
            promotion.promote(first, by=None)
        assert refused.value.code == "enveloppe"
        review.withdraw(selected, by=None)
        assert [place.served for place in waiting_list.places(call)] == [True, False, False]
        with pytest.raises(DomainError):
            promotion.promote(third, by=None)
        decision = promotion.promote(first, by=agent(Role.GESTIONNAIRE))
        assert (decision.outcome, decision.amount) == ("selected", Decimal("3400.00"))
        assert "Dossier 1 de la liste d’attente" in decision.reason
        assert Candidacy.objects.get(pk=first.pk).state == "selected"
        assert journal.history(first).filter(action="décision enregistrée").count() == 2
        assert Job.objects.filter(kind="lettre-de-notification", subject=str(first.pk)).exists()
        assert [place.decision.candidacy for place in waiting_list.places(call)] == [second, third]

    def test_one_too_dear_lets_the_next_be_served(self):
        call = endowed("1700.00")
        first, _second, third = self.three_waiting(call)
        promotion.promote(first, by=None)
        for row in Envelope.objects.filter(call=call):
            funding.change_amount(row, Decimal("3400.00"), reason="Abondement", by=None)
        # 1 700 € of each funder are left: the second asks for 3 400 €.
        assert [place.served for place in waiting_list.places(call)] == [False, True]
        assert promotion.promote(third, by=None).amount == Decimal("3400.00")

    def test_a_dossier_that_does_not_wait_is_not_promoted(self):
        with pytest.raises(DomainError) as refused:
            promotion.promote(conforming(endowed()), by=None)
        assert refused.value.code == "etat"

    def test_the_commission_says_why_it_jumps_the_list(self):
        call = endowed("1700.00")
        _first, _second, third = self.three_waiting(call)
        with pytest.raises(DomainError) as refused:
            select(third)
        assert refused.value.field == "reason"
        assert select(third, reason="Seul projet du territoire").amount == Decimal("3400.00")
