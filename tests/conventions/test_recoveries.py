"""Money claimed back: told, answered, decided by a second person, called for, given back to the envelope."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.history import acts, entries_of
from applications.models import Candidacy
from applications.nuances import told_of
from applications.timeline import timeline
from conventions.domain import recoveries, recovery_decisions
from conventions.models import Balance, Recovery
from conventions.reconciliation import find_gaps
from reviews.models import Reservation
from tests.conventions import stages
from tests.conventions.invoices import two_agents
from tests.conventions.recoveries import (
    DEADLINE,
    DECIDED,
    OPENED,
    RETURNED,
    TITLED,
    decided,
    given_back,
    opened,
    paid,
    returned,
    titled,
)
from tests.conventions.test_reconciliation import endowed, gaps
from tests.factories import MembershipFactory, agent
from tests.pieces import sent
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


@pytest.fixture
def convention():
    return paid(endowed(stages.college_draft()))


def refused(act, *args, **values) -> tuple[str, str]:
    with pytest.raises(DomainError) as raised, transaction.atomic():
        act(*args, **values)
    return raised.value.code, raised.value.field


def reserved() -> dict[str, Decimal]:
    return dict(Reservation.objects.values_list("envelope__funder", "amount"))


def test_the_whole_way(convention):
    first, second = two_agents()
    recovery = opened(convention, "1000.01", by=first)
    assert (recovery.amount, recovery.department_share, recovery.tne_share) == (
        Decimal("1000.01"),
        Decimal("500.00"),
        Decimal("500.01"),
    )
    member = MembershipFactory(organisation=convention.candidacy.organisation).user
    recoveries.answer(recovery, text="L’écran arrive.", sent=sent("preuve.pdf"), by=member)
    assert reserved() == {"departement": Decimal("1700.00"), "tne": Decimal("1700.00")}
    recovery = recovery_decisions.decide(
        Recovery.objects.get(), amount=Decimal("500.00"), reason="Moitié installée.", by=second
    )
    assert (recovery.decided_department_share, recovery.decided_tne_share) == (Decimal("250"), Decimal("250"))
    today = timezone.localdate()
    recovery_decisions.record_title(recovery, title_number=" 2026-118 ", titled_on=today, by=second)
    assert Balance.objects.get().returned == Decimal("0.00")
    recovery = recovery_decisions.record_return(recovery, returned_on=today, by=second)
    assert (recovery.state, recovery.title_number) == ("returned", "2026-118")
    balance = Balance.objects.get()
    assert (balance.paid, balance.returned) == (Decimal("3400.00"), Decimal("500.00"))
    assert reserved() == {"departement": Decimal("1450.00"), "tne": Decimal("1450.00")}
    assert list(find_gaps()) == []
    assert journal.verify().broken_at is None
    kinds = (
        Message.objects.filter(kind__startswith="reversement").order_by("pk").values_list("kind", flat=True)
    )
    assert list(dict.fromkeys(kinds)) == [
        "reversement-envisage",
        "reversement-observations",
        "reversement-decide",
        "reversement-recu",
    ]


def test_the_agents_are_told_of_an_answer_that_they_did_not_record(convention):
    first = agent(Role.GESTIONNAIRE)
    member = MembershipFactory(organisation=convention.candidacy.organisation).user
    recovery = opened(convention, "1000.00", by=first)
    recoveries.answer(recovery, text="L’écran arrive.", hearing_asked=True, by=member)
    told = Message.objects.filter(kind="reversement-observations")
    assert {message.recipient for message in told} == {convention.candidacy.call.contact_email, first.email}
    body = told[0].body
    assert "un reversement de 1\u00a0000,00\u00a0€ est envisagé" in body
    assert "L’écran arrive." in body
    assert "demande à être entendu" in body


def test_an_answer_come_by_post_is_told_to_nobody(convention):
    first = agent(Role.GESTIONNAIRE)
    recovery = opened(convention, by=first)
    recoveries.answer(recovery, text="Non.", answered_on=date(2026, 1, 20), by=first)
    assert not Message.objects.filter(kind="reversement-observations").exists()


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"amount": "0.00"}, "montant_invalide", "amount"),
        ({"amount": "3400.01"}, "montant_invalide", "amount"),
        ({"reason": "  "}, "champ_obligatoire", "reason"),
        ({"ground": "autre"}, "champ_invalide", "ground"),
        ({"answer_by": date(2026, 2, 11)}, "champ_invalide", "answer_by"),
    ],
)
def test_what_cannot_be_opened(convention, values, code, field):
    assert refused(opened, convention, **values) == (code, field)
    assert not Recovery.objects.exists()


def test_the_deadline_is_never_under_fifteen_days(convention, settings):
    settings.RECOVERY_ANSWER_DAYS = 3
    assert recoveries.earliest_deadline(OPENED) == date(2026, 1, 27)
    assert refused(opened, convention, answer_by=date(2026, 1, 26)) == ("champ_invalide", "answer_by")
    assert opened(convention, answer_by=date(2026, 1, 27)).answer_by == date(2026, 1, 27)


def test_nothing_is_claimed_back_of_what_is_not_paid():
    convention = stages.delivered(stages.college_draft())
    assert refused(opened, convention)[0] == "etat"


def test_one_at_a_time_and_never_more_than_is_left(convention):
    first = opened(convention, "3000.00")
    assert refused(opened, convention, "100.00")[0] == "etat"
    returned(titled(decided(first, "3000.00")))
    assert refused(opened, convention, "400.01") == ("montant_invalide", "amount")
    given_back(convention, "400.00")
    assert Balance.objects.get().returned == Decimal("3400.00")
    assert not Reservation.objects.exists()
    assert gaps() == []
    assert refused(opened, convention, "0.01")[0] == "etat"


def test_a_dropped_one_lets_another_be_opened(convention):
    recovery = decided(opened(convention), "0.00")
    assert (recovery.state, recovery.decided_amount) == ("dropped", Decimal("0.00"))
    assert "abandonne" in Message.objects.filter(kind="reversement-decide").first().body
    assert "deux mois" not in Message.objects.filter(kind="reversement-decide").first().body
    assert opened(convention).state == "opened"


def test_it_is_not_decided_before_the_answer_nor_before_the_last_day_is_over(convention):
    recovery = opened(convention)
    other = agent(Role.GESTIONNAIRE)
    values = {"amount": Decimal("1700.00"), "reason": "Motif", "by": other}
    assert refused(recovery_decisions.decide, recovery, on=DEADLINE, **values)[0] == "contradictoire"
    assert recovery_decisions.decide(recovery, on=DECIDED, **values).state == "maintained"


def test_who_asked_to_be_heard_is_heard_first(convention):
    recovery = opened(convention)
    recovery = recoveries.answer(recovery, text="", hearing_asked=True, by=None)
    assert refused(decided, recovery)[0] == "contradictoire"
    act = recoveries.record_hearing
    assert refused(act, recovery, heard_on=OPENED, hearing=" ", by=None) == ("champ_obligatoire", "hearing")
    before = OPENED - timedelta(days=1)
    assert refused(act, recovery, heard_on=before, hearing="Venu", by=None) == ("champ_invalide", "heard_on")
    recovery = act(recovery, heard_on=OPENED, hearing="La maire explique le retard.", by=None)
    assert decided(recovery).state == "maintained"
    assert refused(act, recovery, heard_on=OPENED, hearing="Encore", by=None)[0] == "etat"


def test_two_people_open_and_decide(convention):
    first = agent(Role.GESTIONNAIRE)
    recovery = opened(convention, by=first)
    assert refused(decided, recovery, by=first)[0] == "second_regard"
    with pytest.raises(NotAllowed):
        recovery_decisions.decide(recovery, amount=Decimal("1.00"), reason="Motif", by=None, on=DECIDED)
    with pytest.raises(NotAllowed):
        recoveries.open_on(convention, None, by=None)
    decided(recovery)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.update(decided_by=first)


@pytest.mark.parametrize("role", [Role.INSTRUCTEUR, Role.COMMISSION, Role.IEN])
def test_who_may_not(convention, role):
    other = agent(role)
    for act in (lambda: opened(convention, by=other), lambda: decided(opened(convention), by=other)):
        with pytest.raises(NotAllowed):
            act()
    recovery = Recovery.objects.get()
    with pytest.raises(NotAllowed):
        recoveries.answer(recovery, text="Non", by=other)
    with pytest.raises(NotAllowed):
        recoveries.record_hearing(recovery, heard_on=OPENED, hearing="Venu", by=other)


def test_an_answer_says_something_once_and_is_not_of_tomorrow(convention):
    recovery = opened(convention)
    assert refused(recoveries.answer, recovery, text=" ", by=None) == ("champ_obligatoire", "text")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refused(recoveries.answer, recovery, text="Non", answered_on=tomorrow, by=None) == (
        "champ_invalide",
        "answered_on",
    )
    recoveries.answer(recovery, text="Non", answered_on=date(2026, 1, 20), by=None)
    assert refused(recoveries.answer, recovery, text="Encore", by=None)[0] == "etat"
    assert decided(recovery, "1699.99").decided_amount == Decimal("1699.99")


def test_a_decision_says_why_and_asks_for_no_more_than_was_told(convention):
    recovery = opened(convention)
    assert refused(decided, recovery, "1700.01") == ("montant_invalide", "amount")
    values = {"amount": Decimal("1.00"), "by": agent(Role.GESTIONNAIRE), "on": DECIDED}
    assert refused(recovery_decisions.decide, recovery, reason=" ", **values) == (
        "champ_obligatoire",
        "reason",
    )
    decided(recovery)
    assert refused(decided, recovery)[0] == "etat"


def test_the_title_then_the_money_in_order(convention):
    recovery = decided(opened(convention))
    assert refused(returned, recovery)[0] == "etat"
    title = recovery_decisions.record_title
    values = {"titled_on": TITLED, "by": None}
    assert refused(title, recovery, title_number=" ", **values) == ("champ_obligatoire", "title_number")
    early = {"titled_on": DECIDED - timedelta(days=1), "by": None}
    assert refused(title, recovery, title_number="1", **early) == ("champ_invalide", "titled_on")
    recovery = titled(recovery)
    early_return = {"returned_on": TITLED - timedelta(days=1), "by": None}
    assert refused(recovery_decisions.record_return, recovery, **early_return) == (
        "champ_invalide",
        "returned_on",
    )
    assert returned(recovery).returned_on == RETURNED
    assert refused(returned, recovery)[0] == "etat"
    assert Balance.objects.get().returned == Decimal("1700.00")


BROKEN = {
    "amount": {"amount": Decimal("1.00")},
    "before the deadline": {"answer_by": DECIDED},
    "hearing": {"hearing_asked": True},
    "decided above": {
        "decided_amount": Decimal("1700.01"),
        "decided_department_share": Decimal("850.01"),
    },
    "no reason": {"decision_reason": ""},
    "no title": {"title_number": ""},
    "state": {"state": "autre"},
    "dates": {"returned_on": TITLED - timedelta(days=1)},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(convention, name):
    given_back(convention)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.update(**BROKEN[name])


def told(convention) -> tuple[str, str]:
    found = told_of(Candidacy.objects.get(pk=convention.candidacy_id))
    return found.who, found.next_act


def test_who_acts_next(convention):
    settled_dossier = told(convention)
    # Paid, a private body still owes its report; what is claimed back is told before it.
    assert settled_dossier[0] == "porteur"
    assert "compte rendu financier" in settled_dossier[1]
    today = timezone.localdate()
    first, second = two_agents()
    recovery = recoveries.open_on(
        convention,
        recoveries.RecoveryValue(
            "trop_verse", "Facture comptée deux fois.", Decimal("100.00"), today + timedelta(31)
        ),
        by=first,
    )
    assert told(convention)[0] == "porteur"
    [now] = [event for event in timeline(Candidacy.objects.get()) if event.tone == "now"]
    assert now.whose == "à vous"
    assert "Présentez vos observations" in now.what
    recoveries.answer(recovery, text="D’accord.", by=None)
    assert told(convention) == (
        "departement",
        "Le Département examine le reversement, puis vous écrit sa décision.",
    )
    recovery = recovery_decisions.decide(recovery, amount=Decimal("100.00"), reason="Reconnu.", by=second)
    assert "titre de recettes" in told(convention)[1]
    recovery = recovery_decisions.record_title(recovery, title_number="7", titled_on=today, by=None)
    assert told(convention)[0] == "porteur"
    recovery_decisions.record_return(recovery, returned_on=today, by=None)
    assert told(convention) == settled_dossier


def test_the_porteur_reads_what_happened(convention):
    given_back(convention)
    candidacy = Candidacy.objects.get()
    past = [event.what for event in timeline(candidacy) if event.tone == "done"]
    assert past[-4:] == [
        "Le Département envisage un reversement",
        "Le Département a décidé un reversement",
        "Le titre de recettes est émis",
        "Votre remboursement est enregistré",
    ]
    [*_, first] = [act for act in acts(entries_of(candidacy), {}) if "eversement" in act.what]
    assert (first.what, first.reason.startswith("Un écran")) == ("Reversement envisagé", True)
