"""What counts of invoices: a literal table, then what holds for any invoices."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions.payment.liquidation import Bill, Bought, Granted, Ground, Why, due, examine
from equipment.keys import Key

NOTIFIED = date(2025, 7, 1)
VPI, ENT, OTHER = Key(1, 10), Key(1, None), Key(1, 99)
GRANTED = {VPI: Granted(2, Decimal("2200.00"), 2), ENT: Granted(3, Decimal("480.00"), 3)}


def bill(*lines, total=None, issued=date(2025, 9, 1), paid=date(2025, 9, 20), refused=""):
    bought = [Bought(key, quantity, Decimal(price)) for key, quantity, price in lines]
    amount = sum((line.amount for line in bought), Decimal("0.00")) if total is None else Decimal(total)
    return Bill(amount, issued, paid, bought, refused)


def told(examined) -> list[tuple[str, str]]:
    whys = [refusal for line in examined.lines for refusal in line.refusals] + list(examined.refusals)
    return [(refusal.why, str(refusal.amount)) for refusal in whys]


@pytest.mark.parametrize(
    ("one", "counted", "refused"),
    [
        (bill((VPI, 2, "1700.00")), "3400.00", []),
        (bill((VPI, 2, "2300.00")), "4400.00", [(Why.ABOVE_CAP, "200.00")]),
        (bill((VPI, 3, "1700.00")), "3400.00", [(Why.TOO_MANY, "1700.00")]),
        (bill((VPI, 3, "2300.00")), "4400.00", [(Why.TOO_MANY, "2300.00"), (Why.ABOVE_CAP, "200.00")]),
        (bill((ENT, 3, "500.00")), "1440.00", [(Why.ABOVE_CAP, "60.00")]),
        (bill((OTHER, 1, "10.00")), "0.00", [(Why.NOT_GRANTED, "10.00")]),
        (bill((VPI, 1, "1700.00"), total="1950.00"), "1700.00", [(Why.NOT_GRANTED, "250.00")]),
        (bill((VPI, 1, "1700.00"), issued=date(2025, 6, 30)), "0.00", [(Why.BEFORE_NOTIFICATION, "1700.00")]),
        (bill((VPI, 1, "1700.00"), issued=NOTIFIED), "1700.00", []),
        (bill((VPI, 1, "1700.00"), paid=None), "0.00", [(Why.NOT_PAID, "1700.00")]),
        (bill((VPI, 1, "1700.00"), refused="illisible"), "0.00", [(Why.SET_ASIDE, "1700.00")]),
    ],
)
def test_the_table(one, counted, refused):
    [found] = examine(GRANTED, [one], notified_on=NOTIFIED)
    assert (found.counted, told(found)) == (Decimal(counted), refused)


def test_what_a_first_invoice_took_the_second_has_no_more():
    first, second = examine(GRANTED, [bill((VPI, 1, "1700")), bill((VPI, 2, "1700"))], notified_on=NOTIFIED)
    assert (first.counted, second.counted) == (Decimal("1700"), Decimal("1700"))
    assert told(second) == [(Why.TOO_MANY, "1700")]
    assert second.lines[0].refusals[0].sentence == "1 au-delà de ce que la convention accorde (2 en tout)."


def test_an_invoice_that_does_not_count_takes_nothing_from_the_next():
    found = examine(
        GRANTED, [bill((VPI, 2, "1700"), paid=None), bill((VPI, 2, "1700"))], notified_on=NOTIFIED
    )
    assert [one.counted for one in found] == [Decimal("0.00"), Decimal("3400")]


def test_what_is_not_received_does_not_count_yet():
    one_of_two = {VPI: Granted(2, Decimal("2200.00"), 1)}
    first, second = examine(
        one_of_two, [bill((VPI, 3, "2300.00")), bill((VPI, 1, "1700.00"))], notified_on=NOTIFIED
    )
    assert first.counted == Decimal("2200.00")
    assert told(first) == [
        (Why.TOO_MANY, "2300.00"),
        (Why.NOT_RECEIVED, "2300.00"),
        (Why.ABOVE_CAP, "100.00"),
    ]
    sentence = "Réception non signalée pour 1\u00a0: ce qui n’est pas reçu n’est pas payé."
    assert first.lines[0].refusals[1].sentence == sentence
    # The first invoice keeps its place: its article counts once it is received.
    assert told(second) == [(Why.TOO_MANY, "1700.00")]


cents = st.integers(1, 500_000).map(lambda value: Decimal(value) / 100)
keys = st.sampled_from([VPI, ENT, OTHER])
lines = st.lists(st.tuples(keys, st.integers(1, 5), cents), max_size=3, unique_by=lambda line: line[0])
days = st.dates(date(2025, 6, 1), date(2025, 12, 31))


@st.composite
def bills(draw):
    found = bill(
        *draw(lines),
        issued=draw(days),
        paid=draw(st.none() | days),
        refused=draw(st.sampled_from(["", "non"])),
    )
    return Bill(found.total + draw(cents), found.issued_on, found.paid_on, found.lines, found.refused)


@given(st.lists(bills(), max_size=5), st.integers(0, 3), st.integers(0, 4))
def test_every_euro_counts_or_is_refused_and_what_is_received_is_never_passed(invoices, vpi, years):
    granted = {VPI: Granted(2, Decimal("2200.00"), vpi), ENT: Granted(3, Decimal("480.00"), years)}
    found = examine(granted, invoices, notified_on=NOTIFIED)
    for one in found:
        assert one.counted + one.refused == one.bill.total
        assert (one.counted == 0) or (
            one.bill.issued_on >= NOTIFIED and one.bill.paid_on and not one.bill.refused
        )
    most = min(2, vpi) * Decimal("2200") + min(3, years) * Decimal("480")
    assert sum(one.counted for one in found) <= most


parts = st.integers(0, 10_000).map(lambda part: Decimal(part) / 10_000)
amounts = st.integers(0, 100_000_00).map(lambda value: Decimal(value) / 100)


@given(granted=amounts, rate=parts, tne_part=parts, expenses=st.lists(amounts, min_size=1, max_size=5))
def test_parts_paid_one_after_the_other_add_up_to_a_single_payment(granted, rate, tne_part, expenses):
    department = tne = justified = Decimal("0.00")
    for expense in expenses:
        justified += expense
        step = due(Ground(granted, rate, tne_part, department, tne), justified=justified)
        assert step.department_share + step.tne_share == step.amount
        assert min(step.department_share, step.tne_share, step.amount) >= 0
        department, tne = department + step.department_share, tne + step.tne_share
    whole = due(Ground(granted, rate, tne_part), justified=justified)
    assert (department, tne) == (whole.department_share, whole.tne_share)
    assert department + tne <= granted


def test_nothing_more_is_due_when_less_is_granted_than_was_liquidated():
    ground = Ground(Decimal("100"), Decimal("1"), Decimal("0.5"), Decimal("75"), Decimal("75"))
    assert due(ground, justified=Decimal("500")).amount == 0
