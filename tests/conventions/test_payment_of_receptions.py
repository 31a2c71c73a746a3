"""What is received is paid, what is not waits: invoices that come before the equipment, deliveries cancelled or closed."""

from datetime import date
from decimal import Decimal

import pytest

from conventions.domain import liquidation, payments
from conventions.prospect import prospect_of
from conventions.reconciliation import find_gaps
from equipment.domain import deliveries
from equipment.models import Delivery
from tests.conventions import stages
from tests.conventions.invoices import SETTLED, checked, file, filed, invoiced, mandated, settled, two_agents
from tests.conventions.test_payment import refused, state
from tests.equipment.quoting import received, received_in_part
from tne38.core.errors import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


def test_what_is_not_received_is_paid_once_it_is_without_another_invoice():
    """Two VPI on one invoice, 3 400 €: one received, then the other."""
    convention, people = stages.notified(stages.college_draft()), two_agents()
    received_in_part(convention.candidacy, date(2025, 9, 1))
    assert settled(filed(convention, (2, "1700.00"), final=False), people).amount == Decimal("1700.00")
    assert refused(file, convention, final=False) == "champ_obligatoire"
    received(convention.candidacy, date(2025, 9, 15))
    claim = file(convention)
    assert settled(claim, people, number="2025-4513").amount == Decimal("1700.00")
    [row] = claim.liquidation.details
    assert (row["numero"], row["retenu"]) == ("F-1", "3400.00")
    assert state(convention) == "paid"
    assert list(find_gaps()) == []


def test_two_invoices_of_which_one_is_not_received_yet_are_both_paid_in_the_end():
    """1 700 € each: the first VPI is received, then the second."""
    convention, people = stages.notified(stages.college_draft()), two_agents()
    received_in_part(convention.candidacy, date(2025, 9, 1))
    invoiced(convention, (1, "1700.00"))
    invoiced(convention, (1, "1700.00"), number="F-2")
    claim = file(convention, final=False)
    assert settled(claim, people).amount == Decimal("1700.00")
    assert [row["retenu"] for row in claim.liquidation.details] == ["1700.00", "0.00"]
    received(convention.candidacy, date(2025, 9, 15))
    assert prospect_of(convention).due.amount == Decimal("1700.00")
    claim = file(convention)
    assert settled(claim, people, number="2025-4513").amount == Decimal("1700.00")
    assert [(row["numero"], row["retenu"]) for row in claim.liquidation.details] == [("F-2", "1700.00")]
    assert list(find_gaps()) == []


def test_an_invoice_of_which_nothing_is_received_is_kept_and_presented_once():
    convention, people = stages.notified(stages.college_draft()), two_agents()
    claim = checked(filed(convention, (1, "1700.00"), final=False), people)
    assert claim.liquidation.amount == 0
    payments.close_without_payment(claim, reason="Rien n’est reçu.", by=None)
    assert refused(filed, convention, (1, "1700.00")) == "doublon"
    received(convention.candidacy, date(2025, 9, 15))
    assert prospect_of(convention).due.amount == Decimal("1700.00")
    assert settled(file(convention), people).amount == Decimal("1700.00")
    assert list(find_gaps()) == []


def test_a_delivery_stays_until_the_payment_that_relies_on_it_is_made():
    convention, people = stages.notified(stages.college_draft()), two_agents()
    delivery = received_in_part(convention.candidacy, date(2025, 9, 1))
    claim = filed(convention, (1, "1700.00"), final=False)
    for act in (
        lambda: liquidation.liquidate(claim, by=people[0]),
        lambda: liquidation.verify(claim, by=people[1]),
        lambda: mandated(claim),
    ):
        act()
        assert refused(deliveries.cancel_delivery, delivery, by=None) == "etat"
    payments.record_payment(claim, paid_on=SETTLED, by=None)
    deliveries.cancel_delivery(delivery, by=None)


def test_less_received_than_was_computed_goes_back_to_the_liquidation():
    """One VPI of two, 1 700 €, then none. What is received on top of it stops nothing."""
    convention, (first, second) = stages.notified(stages.college_draft()), two_agents()
    one = received_in_part(convention.candidacy, date(2025, 9, 1))
    claim = filed(convention, (2, "1700.00"), final=False)
    liquidation.liquidate(claim, by=first)
    Delivery.objects.filter(pk=one.pk).update(cancelled=True)
    with pytest.raises(DomainError, match="Renvoyez la demande") as error:
        liquidation.verify(claim, by=second)
    assert error.value.code == "etat"
    assert "1 700,00 € de dépense ont été retenus et 0,00 € seulement" in error.value.message.replace(
        "\u00a0", " "
    )
    received(convention.candidacy, date(2025, 9, 15))
    assert liquidation.verify(claim, by=second).amount == Decimal("1700.00")


def test_deliveries_closed_early_pay_what_arrived():
    convention = stages.notified(stages.college_draft())
    received_in_part(convention.candidacy, date(2025, 9, 1))
    deliveries.close_deliveries(convention.candidacy, reason="Un article n’est plus fabriqué.", by=None)
    claim = checked(filed(convention, (2, "1700.00")))
    assert claim.liquidation.amount == Decimal("1700.00")
    [refusal] = claim.liquidation.details[0]["lignes"][0]["refus"]
    assert (refusal["code"], refusal["montant"]) == ("non_recu", "1700.00")
