"""Recoveries brought to a stage by the domain functions, for the tests; what is paid is 3 400 € unless said."""

from datetime import date
from decimal import Decimal

from conventions.domain import recoveries, recovery_decisions
from conventions.domain.recoveries import RecoveryValue
from conventions.models import Convention, Recovery, RecoveryGround
from tests.conventions import stages
from tests.conventions.invoices import filed, settled
from tests.factories import agent
from tne38.accounts.enums import Role

OPENED, DEADLINE, DECIDED = date(2026, 1, 12), date(2026, 2, 12), date(2026, 2, 13)
TITLED, RETURNED = date(2026, 2, 20), date(2026, 3, 30)
REASON = "Un écran sur deux n’est pas installé (article 5 de la convention)."


def paid(draft=None, *, price: str = "1700.00", number: str = "F-1", people=None) -> Convention:
    """Two VPI at 1 700 €, the balance paid."""
    convention = stages.delivered(draft or stages.college_draft())
    settled(filed(convention, (2, price), number=number), people)
    return Convention.objects.get(pk=convention.pk)


def value(amount: str = "1700.00", **values) -> RecoveryValue:
    given = {"ground": RecoveryGround.MISUSED, "reason": REASON, "answer_by": DEADLINE, **values}
    return RecoveryValue(amount=Decimal(amount), **given)


def opened(convention: Convention, amount: str = "1700.00", *, by=None, **values) -> Recovery:
    by = by or agent(Role.GESTIONNAIRE)
    return recoveries.open_on(convention, value(amount, **values), by=by, on=OPENED)


def decided(recovery: Recovery, amount: str = "1700.00", *, by=None) -> Recovery:
    """By another person, once the deadline has passed."""
    return recovery_decisions.decide(
        recovery,
        amount=Decimal(amount),
        reason="L’écran reste dans son carton.",
        by=by or agent(Role.GESTIONNAIRE),
        on=DECIDED,
    )


def titled(recovery: Recovery, number: str = "2026-118") -> Recovery:
    return recovery_decisions.record_title(recovery, title_number=number, titled_on=TITLED, by=None)


def returned(recovery: Recovery) -> Recovery:
    return recovery_decisions.record_return(recovery, returned_on=RETURNED, by=None)


def given_back(convention: Convention, amount: str = "1700.00") -> Recovery:
    """From the letter to the money."""
    return returned(titled(decided(opened(convention, amount), amount)))
