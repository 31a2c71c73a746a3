"""Whatever is done through the domain leaves no gap; whatever is done behind its back is named."""

import json
import random
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conventions.domain import lapse, liquidation, payments
from conventions.models import Balance, Claim, Convention, InvoiceLine, Liquidation, Payment, Vote
from conventions.reconciliation import find_gaps
from reviews.domain import funding
from reviews.enums import Funder
from reviews.models import Envelope, Reservation
from tests.conventions import stages
from tests.conventions.invoices import MANDATED, SETTLED, file, filed, invoiced, settled, two_agents
from tests.equipment.quoting import received, received_in_part
from tne38.core.errors import DomainError

# Printing is tried elsewhere: here a convention only has to be frozen.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


def endowed(draft):
    funding.endow(draft.call, dict.fromkeys(Funder, Decimal("435000.00")))
    return draft


def gaps() -> list[tuple[str, str]]:
    return [(gap.number, gap.code) for gap in find_gaps()]


class Life:
    """A notified dossier of 3 400 €, and acts at random, that the domain may refuse."""

    def __init__(self, seed: int) -> None:
        self.random, self.people = random.Random(seed), two_agents()
        self.convention, self.rank = stages.notified(endowed(stages.college_draft())), 0

    @property
    def claim(self) -> Claim:
        found = self.convention.claims.order_by("-pk").first()
        if found is None:
            raise DomainError("etat", "Rien n’est demandé.")
        return found

    def act(self) -> None:
        try:
            getattr(self, self.random.choice(ACTS))()
        except DomainError:
            return

    def buy(self) -> None:
        self.rank += 1
        price = f"{self.random.randint(1, 250_000) / 100:.2f}"
        paid_on = self.random.choice([date(2025, 9, 25), None, date(2025, 9, 11)])
        invoiced(
            self.convention, (self.random.randint(1, 3), price), number=f"F-{self.rank}", paid_on=paid_on
        )

    def file(self) -> None:
        file(self.convention, final=self.random.random() < 0.4)

    def deliver(self) -> None:
        deliver = self.random.choice([received, received_in_part])
        deliver(self.convention.candidacy, date(2025, 9, 15))

    def liquidate(self) -> None:
        some = self.claim.invoices.order_by("?").values_list("pk", flat=True)[: self.random.randint(0, 1)]
        liquidation.liquidate(
            self.claim, refused=dict.fromkeys(some, "Illisible"), by=self.random.choice(self.people)
        )

    def verify(self) -> None:
        liquidation.verify(self.claim, by=self.random.choice(self.people))

    def send_back(self) -> None:
        liquidation.send_back(self.claim, reason="Essai", by=self.random.choice(self.people))

    def mandate(self) -> None:
        payments.record_mandate(self.claim, mandate_number=f"M-{self.rank}", mandated_on=MANDATED, by=None)

    def pay(self) -> None:
        payments.record_payment(self.claim, paid_on=SETTLED, by=None)

    def close(self) -> None:
        payments.close_without_payment(self.claim, reason="Rien n’est dû", by=None)

    def lapse(self) -> None:
        if self.random.random() < 0.1:
            lapse.record_lapse(self.convention.candidacy, reason="Essai", by=None, on=stages.LATE)


ACTS = [
    "buy",
    "buy",
    "file",
    "deliver",
    "liquidate",
    "verify",
    "verify",
    "send_back",
    "mandate",
    "pay",
    "close",
    "lapse",
]


@pytest.mark.parametrize("seed", range(5))
def test_no_sequence_of_acts_leaves_a_gap(seed):
    life = Life(seed)
    for _ in range(60):
        life.act()
        assert gaps() == []
    balance = Balance.objects.filter(convention=life.convention).first()
    assert balance is None or balance.paid <= Decimal("3400.00")


def _raise(rows, **values):
    assert rows.update(**values) == 1


TAMPERED = {
    "reservation": lambda: _raise(Reservation.objects.filter(envelope__funder="tne"), amount=Decimal("1.00")),
    "vote": lambda: _raise(
        Vote.objects.all(),
        amount=Decimal("3402"),
        department_share=Decimal("1701"),
        tne_share=Decimal("1701"),
    ),
    "convention": lambda: _raise(Convention.objects.all(), data={"financement": {"montant": "9999.00"}}),
    "compte": lambda: _raise(Balance.objects.all(), liquidated=Decimal("3399.00"), paid=Decimal("3000.00")),
    "versement": lambda: _raise(
        Payment.objects.all(), amount=Decimal("1.00"), department_share=Decimal("1"), tne_share=Decimal("0")
    ),
    "depense": lambda: _raise(InvoiceLine.objects.all(), unit_price=Decimal("1499.99")),
    "liquidation": lambda: _raise(
        Liquidation.objects.all(), amount=Decimal("3000.01"), department_share=Decimal("1500.01")
    ),
    "actes": lambda: _raise(Payment.objects.all(), paid_on=None),
    "facture": lambda: _raise(Claim.objects.get().invoices.all(), number="F-2"),
    "preuve": lambda: _raise(Convention.objects.all(), sha256="0" * 64),
}


@pytest.mark.parametrize("code", TAMPERED)
def test_a_row_changed_behind_the_domain_is_named(code):
    convention = stages.delivered(endowed(stages.college_draft()))
    settled(filed(convention, (2, "1500.00")))
    assert gaps() == []
    number = convention.candidacy.number
    TAMPERED[code]()
    assert (number, code) in gaps()


def test_a_reservation_that_vanished_and_an_envelope_passed_are_named():
    convention = stages.notified(endowed(stages.college_draft()))
    Envelope.objects.filter(funder="departement").update(amount=Decimal("1000.00"))
    Reservation.objects.filter(envelope__funder="tne").delete()
    assert gaps() == [(convention.candidacy.number, "reservation"), ("", "enveloppe")]


def test_a_proof_that_was_changed_on_the_disk_is_named():
    convention = stages.delivered(endowed(stages.college_draft()))
    settled(filed(convention, (2, "1500.00")))
    [invoice] = convention.invoices.select_related("file")
    with invoice.file.content.storage.open(invoice.file.content.name, "wb") as target:
        target.write(b"autre chose")
    [gap] = find_gaps()
    assert (gap.number, gap.code) == (convention.candidacy.number, "preuve")
    assert "facture n° F-1" in gap.message


def test_the_command(capsys):
    convention = stages.delivered(endowed(stages.college_draft()))
    settled(filed(convention, (2, "1500.00")))
    call_command("reconcile", "--json")
    assert json.loads(capsys.readouterr().out) == {"ecarts": []}
    Reservation.objects.filter(envelope__funder="tne").update(amount=Decimal("1.00"))
    with pytest.raises(CommandError) as raised:
        call_command("reconcile", "--json")
    assert raised.value.returncode == 1
    [gap] = json.loads(capsys.readouterr().out)["ecarts"]
    assert gap == {
        "numero": convention.candidacy.number,
        "code": "reservation",
        "message": "1,00\u00a0€ réservés sur l’enveloppe « Dispositif TNE », 1\u00a0500,00\u00a0€ attendus.",
    }


def test_the_queries_do_not_depend_on_the_dossiers():

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert gaps() == []
        return len(found)

    settled(filed(stages.delivered(endowed(stages.college_draft())), (2, "1500.00")))
    one = queries()
    for rank in range(2):
        convention = stages.delivered(endowed(stages.college_draft()))
        settled(filed(convention, (2, "1500.00"), number=f"X-{rank}"), number=f"M-{rank}")
    assert queries() == one
