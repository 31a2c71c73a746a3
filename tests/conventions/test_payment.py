"""From the invoices to the payment: every act in order, by two people, never more than what is granted."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.models import Candidacy
from applications.nuances import told_of
from applications.timeline import timeline
from conventions.domain import claims, invoices, liquidation, payments
from conventions.models import Balance, Claim, Convention, Invoice, Liquidation, Payment
from conventions.prospect import prospect_of
from reviews.models import Envelope, Reservation
from tests.conventions import stages
from tests.conventions.invoices import (
    FILED,
    MANDATED,
    SETTLED,
    checked,
    file,
    filed,
    invoiced,
    mandated,
    settled,
    two_agents,
    value,
)
from tests.equipment.quoting import received, received_in_part
from tests.factories import MembershipFactory, agent
from tests.pieces import sent
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]
TOMORROW = timezone.localdate() + timedelta(days=1)


def refused(act, *args, **values) -> str:
    with pytest.raises(DomainError) as error:
        act(*args, **values)
    return error.value.code


def state(convention: Convention) -> str:
    return Candidacy.objects.get(pk=convention.candidacy_id).state


def test_the_whole_way_of_a_balance():
    convention = stages.delivered(stages.college_draft())
    invoiced(convention, (1, "1650.00"))
    invoiced(convention, (1, "1650.01"), number="F-2")
    assert prospect_of(convention).due.amount == Decimal("3300.01")
    claim = file(convention)
    assert (claim.justified_expense, state(convention)) == (Decimal("3300.01"), "claimed")
    first, second = two_agents()
    found = liquidation.liquidate(claim, by=first)
    assert (found.amount, found.department_share, found.tne_share) == (
        Decimal("3300.01"),
        Decimal("1650.01"),
        Decimal("1650.00"),
    )
    assert [row["retenu"] for row in found.details] == ["1650.00", "1650.01"]
    liquidation.verify(claim, by=second)
    payment = mandated(claim)
    assert (payment.amount, state(convention)) == (Decimal("3300.01"), "claimed")
    payments.record_payment(claim, paid_on=SETTLED, by=None)
    assert state(convention) == "paid"
    assert "3\u00a0300,01\u00a0€" in Message.objects.get(kind="subvention-versee").body
    entry = journal.history(convention.candidacy).last()
    assert (entry.action, entry.after["part_departement"]) == ("versement effectué", "1650.01")
    told = [event.what for event in timeline(Candidacy.objects.get())]
    owed = "Il reste à déposer votre compte rendu financier, pour le 28 février 2027."
    assert told[-3:] == ["Versement demandé", "Subvention versée", owed]
    balance = Balance.objects.get()
    assert (balance.granted, balance.liquidated, balance.paid) == (
        Decimal("3400.00"),
        Decimal("3300.01"),
        Decimal("3300.01"),
    )


def test_the_one_who_liquidates_never_checks():
    claim = filed(stages.delivered(stages.college_draft()), (2, "1700.00"))
    first, second = two_agents()
    with pytest.raises(NotAllowed):
        liquidation.liquidate(claim, by=None)
    liquidation.liquidate(claim, by=first)
    assert refused(liquidation.verify, claim, by=first) == "second_regard"
    assert refused(liquidation.send_back, claim, reason="Erreur", by=first) == "second_regard"
    row = Liquidation.objects.get()
    row.checked_by, row.checked_at = first, timezone.now()
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        row.save()
    assert liquidation.verify(claim, by=second).checked_by == second


def test_a_liquidation_sent_back_is_done_again_without_the_invoice_set_aside():
    convention = stages.delivered(stages.college_draft())
    one = invoiced(convention, (1, "1700.00"))
    invoiced(convention, (1, "1700.00"), number="F-2")
    claim, (first, second) = file(convention), two_agents()
    liquidation.liquidate(claim, by=first)
    assert refused(liquidation.send_back, claim, reason=" ", by=second) == "champ_obligatoire"
    liquidation.send_back(claim, reason="Facture illisible", by=second)
    assert Balance.objects.get().liquidated == 0
    found = liquidation.liquidate(claim, by=first, refused={one.pk: "Illisible"})
    assert found.amount == Decimal("1700.00")
    liquidation.verify(claim, by=second)
    assert list(Invoice.objects.filter(counts=True).values_list("number", flat=True)) == ["F-2"]


def test_a_part_then_the_balance_with_the_odd_cents():
    convention = stages.notified(stages.college_draft())
    received_in_part(convention.candidacy, date(2025, 9, 1))
    people = two_agents()
    claim = filed(convention, (1, "1111.11"), final=False)
    assert settled(claim, people).amount == Decimal("1111.11")
    assert state(convention) == "notified"
    assert (
        refused(filed, convention, (1, "1700.00"), number="F-2") == "etat"
    )  # the balance needs the delivery
    received(convention.candidacy, date(2025, 9, 15))
    payment = settled(file(convention), people, number="2025-4513")
    assert (payment.amount, payment.department_share, payment.tne_share) == (
        Decimal("1700.00"),
        Decimal("850.00"),
        Decimal("850.00"),
    )
    first = Payment.objects.order_by("pk")[0]
    assert (first.department_share, first.tne_share) == (Decimal("555.56"), Decimal("555.55"))
    assert state(convention) == "paid"


def test_each_payment_is_told_and_a_part_says_what_is_left_to_do():
    convention, people = stages.delivered(stages.college_draft()), two_agents()
    claim = filed(convention, (1, "1111.11"), final=False)
    told = told_of(Candidacy.objects.get(pk=convention.candidacy_id))
    assert told.next_act == "Le Département vérifie vos justificatifs."
    settled(claim, people)
    told = told_of(Candidacy.objects.get(pk=convention.candidacy_id))
    assert (told.label, told.who) == ("Solde à demander", "porteur")
    part = Message.objects.filter(kind="subvention-versee").get()
    assert part.subject.endswith("un versement partiel de votre subvention est fait")
    assert "demandez le reste au plus tard le 1er juillet 2027" in part.body.replace("\u00a0", " ")
    settled(filed(convention, (1, "1700.00"), number="F-2"), people, number="2025-4513")
    balance = Message.objects.filter(kind="subvention-versee").order_by("pk").last()
    assert balance.subject.endswith("votre subvention est versée")
    body = balance.body.replace("\u00a0", " ")
    assert "1 700,00 €" in body
    assert "demandez le reste" not in body
    assert "Votre compte rendu financier est à déposer au plus tard le 28 février 2027" in body


def test_more_expense_never_pays_more_than_the_vote():
    """Three ENI at 3 500 € of cap and 480 € × 3 of ENT, at 70 %: 8 358 € were voted."""
    convention = stages.delivered(stages.commune_draft())
    claim = filed(convention, (3, "480.00"), (3, "9000.00"))
    assert checked(claim).liquidation.amount == Decimal("8358.00")
    with pytest.raises(IntegrityError, match="never_more_paid_than_granted"), transaction.atomic():
        Balance.objects.update(liquidated=Decimal("8358.01"))


def test_the_balance_gives_back_what_was_not_spent():
    draft = stages.college_draft()
    for funder in ("departement", "tne"):
        Envelope.objects.create(call=draft.call, funder=funder, amount=Decimal("435000"))
    settled(filed(stages.delivered(draft), (2, "1500.00")))
    assert list(Reservation.objects.values_list("amount", flat=True)) == [Decimal("1500.00")] * 2


def test_nothing_is_paid_without_a_reason():
    convention = stages.delivered(stages.college_draft())
    claim = checked(filed(convention, (2, "1700.00"), paid_on=None))
    assert refused(mandated, claim) == "montant_invalide"
    assert refused(payments.close_without_payment, claim, reason="", by=None) == "champ_obligatoire"
    payment = payments.close_without_payment(claim, reason="Facture non acquittée.", by=None)
    assert (payment.amount, payment.mandate_number, state(convention)) == (Decimal("0.00"), "", "paid")
    assert "Facture non acquittée." in Message.objects.get(kind="versement-nul").body
    paid = checked(filed(stages.delivered(stages.commune_draft()), (0, "0"), (1, "3500.00"), number="X"))
    assert refused(payments.close_without_payment, paid, reason="Non", by=None) == "montant_invalide"


def test_the_mandate_and_the_payment_are_dated_in_order():
    claim = checked(filed(stages.delivered(stages.college_draft()), (2, "1700.00")))
    early, numbered = date(2025, 9, 30), {"mandate_number": "2025-1", "by": None}
    assert refused(payments.record_mandate, claim, mandated_on=early, **numbered) == "champ_invalide"
    assert refused(payments.record_mandate, claim, mandated_on=TOMORROW, **numbered) == "champ_invalide"
    values = {"mandated_on": MANDATED, "by": None}
    assert refused(payments.record_mandate, claim, mandate_number=" ", **values) == "champ_obligatoire"
    mandated(claim)
    assert refused(mandated, claim) == "etat"
    assert refused(payments.record_payment, claim, paid_on=FILED, by=None) == "champ_invalide"
    payments.record_payment(claim, paid_on=SETTLED, by=None)
    assert refused(payments.record_payment, claim, paid_on=SETTLED, by=None) == "etat"


def test_an_invoice_counts_once_across_dossiers_however_it_is_written():
    one, two = stages.delivered(stages.college_draft()), stages.delivered(stages.commune_draft())
    invoiced(two, (0, "0"), (1, "3500.00"), number="fa 2025/001")  # prepared: it blocks nobody
    filed(one, (2, "1700.00"), number="FA-2025-001")
    assert refused(file, two) == "doublon"
    assert not Invoice.objects.filter(convention=two, counts=True).exists()
    row = Invoice.objects.get(convention=two)
    row.claim, row.counts = Claim.objects.get(), True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_an_invoice_refused_as_a_whole_may_be_presented_again():
    convention = stages.notified(stages.college_draft())
    claim = filed(convention, (2, "1700.00"), paid_on=None, final=False)
    checked(claim)
    payments.close_without_payment(claim, reason="Non acquittée", by=None)
    again = invoiced(convention, (2, "1700.00"))
    received(convention.candidacy, date(2025, 9, 15))
    assert prospect_of(convention).due.amount == Decimal("3400.00")
    assert again.counts is False


def test_an_agent_completes_a_request_until_it_is_liquidated():
    convention = stages.delivered(stages.college_draft())
    claim = filed(convention, (1, "1700.00"))
    member = MembershipFactory(organisation=convention.candidacy.organisation).user
    typed = value(convention.candidacy, (1, "1700.00"), number="F-2")
    assert refused(invoices.add_invoice, convention, typed, sent(), by=member) == "etat"
    first, _ = two_agents()
    assert invoices.add_invoice(convention, typed, sent(), by=first).claim == claim
    assert liquidation.liquidate(claim, by=first).amount == Decimal("3400.00")
    typed = value(convention.candidacy, (1, "1.00"), number="F-3")
    assert refused(invoices.add_invoice, convention, typed, sent(), by=first) == "etat"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"supplier_siret": "12345678901234"}, "siret_invalide"),
        ({"number": " - "}, "champ_obligatoire"),
        ({"issued_on": TOMORROW}, "champ_invalide"),
        ({"paid_on": date(2025, 9, 9)}, "champ_invalide"),
        ({"amount_ht": Decimal("0")}, "montant_invalide"),
        ({"amount_ttc": Decimal("3399.99")}, "montant_invalide"),
        ({"amount_ht": Decimal("100"), "amount_ttc": Decimal("3399.99")}, "montant_invalide"),
    ],
)
def test_an_invoice_is_checked_as_it_is_typed(values, code):
    convention = stages.delivered(stages.college_draft())
    assert refused(invoiced, convention, (2, "1700.00"), **values) == code


def test_an_invoice_is_corrected_and_taken_out_with_its_file():
    convention = stages.delivered(stages.college_draft())
    invoice = invoiced(convention, (2, "1700.00"))
    typed = value(convention.candidacy, (1, "1700.00"), number="F-9")
    changed = invoices.change_invoice(invoice, typed, sent("autre.pdf"), by=None)
    assert (changed.number_key, changed.lines.get().quantity, changed.file.name) == ("f9", 1, "autre.pdf")
    assert refused(invoiced, convention, (1, "1.00"), number="F 9") == "doublon"
    invoices.remove_invoice(changed, by=None)
    assert refused(file, convention) == "champ_obligatoire"


def test_who_may():
    convention = stages.delivered(stages.college_draft())
    typed = value(convention.candidacy, (2, "1700.00"))
    reader = MembershipFactory(organisation=convention.candidacy.organisation, role="lecture").user
    for stranger in (reader, agent(Role.INSTRUCTEUR), agent(Role.COMMISSION)):
        with pytest.raises(NotAllowed):
            invoices.add_invoice(convention, typed, sent(), by=stranger)
    member = MembershipFactory(organisation=convention.candidacy.organisation).user
    invoices.add_invoice(convention, typed, sent(), by=member)
    claim = claims.file_claim(convention.candidacy, filed_on=FILED, proof=sent("etat.pdf"), by=member)
    first, second = two_agents()
    with pytest.raises(NotAllowed):
        liquidation.liquidate(claim, by=agent(Role.INSTRUCTEUR))
    liquidation.liquidate(claim, by=first)
    with pytest.raises(NotAllowed):
        liquidation.verify(claim, by=agent(Role.INSTRUCTEUR))
    liquidation.verify(claim, by=second)
    with pytest.raises(NotAllowed):
        payments.record_mandate(claim, mandate_number="1", mandated_on=MANDATED, by=member)
