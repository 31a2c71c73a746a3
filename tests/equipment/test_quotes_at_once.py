"""Real concurrent connections on PostgreSQL: quotes accepted, replaced and withdrawn at the same time."""

from decimal import Decimal

import pytest
from django.db.models import Sum

from applications.models import Candidacy
from equipment.domain import quotes
from equipment.models import Quote
from reviews.domain.quotes import accept_quotes
from reviews.models import Decision, Reservation
from tests.conventions import stages
from tests.conventions.test_payment_at_once import codes
from tests.factories import MembershipFactory, agent, complete_draft
from tests.pieces import sent
from tests.reviews.sittings import endowed_call
from tests.reviews.test_concurrency import together
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.notifications.models import Message

from .quoting import filed, value
from .test_quotes import vpi

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def selected(call) -> Candidacy:
    """3 400 € granted, a quote of 3 200 €."""
    candidacy = stages.selected(complete_draft(call))
    filed(candidacy, vpi(candidacy, 2, "1600.00"))
    return candidacy


def reserved() -> Decimal:
    return Reservation.objects.aggregate(total=Sum("amount"))["total"]


def test_quotes_accepted_by_six_agents_at_once_give_the_money_back_once():
    candidacy = selected(endowed_call("20000.00"))
    assert reserved() == Decimal("3400.00")
    people = [agent(Role.GESTIONNAIRE) for _ in range(6)]
    found = together([lambda by=by: accept_quotes(candidacy, by=by) for by in people])
    assert codes(found) == ["etat"] * 5
    assert Decision.objects.get().amount == reserved() == Decimal("3200.00")
    told = list(Message.objects.filter(kind="devis-acceptes").values_list("recipient", flat=True))
    assert len(told) == len(set(told)) > 0
    assert journal.verify().broken_at is None


def test_quotes_accepted_while_the_porteur_replaces_or_withdraws_them():
    """Whoever comes first, what is reserved is what the quote in force comes to; the other is refused."""
    call = endowed_call("60000.00")
    dossiers = [selected(call) for _ in range(6)]
    acts = []
    for rank, candidacy in enumerate(dossiers):
        porteur = MembershipFactory(organisation=candidacy.organisation).user
        quote = candidacy.quotes.get()

        def replace(candidacy=candidacy, quote=quote, by=porteur) -> Quote:
            line = vpi(candidacy, 2, "1500.00")
            return quotes.file_quote(
                candidacy, value("D-2"), sent("second.pdf"), [line], by=by, replaces=quote
            )

        def withdraw(quote=quote, by=porteur) -> Quote:
            return quotes.withdraw_quote(quote, by=by)

        acts.append(replace if rank % 2 else withdraw)
        acts.append(lambda candidacy=candidacy: accept_quotes(candidacy, by=None))
    together(acts)
    due = {"accepted": Decimal("0.00"), "selected": Decimal("0.00")}
    for candidacy in dossiers:
        after = Candidacy.objects.get(pk=candidacy.pk)
        [*in_force] = after.quotes.counted()
        if after.state == "quotes_accepted":
            [quote] = in_force
            assert quote.state == "accepted"
            assert after.decision.amount == sum(line.amount for line in quote.lines.all())
            due["accepted"] += after.decision.amount
        else:
            assert (after.state, in_force) == ("selected", [])
            due["selected"] += Decimal("3400.00")
    assert reserved() == due["accepted"] + due["selected"]
    assert journal.verify().broken_at is None
