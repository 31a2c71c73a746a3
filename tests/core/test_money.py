"""Amounts: exact cents on both engines, half-up, shares that add up."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from equipment.models import CatalogueItem
from tests.factories import CatalogueItemFactory
from tne38.core.money import french, parse, plain, split, to_cent
from tne38.core.money_fields import MoneyField, MoneyFormField

amounts = st.integers(0, 10**11).map(lambda cents: Decimal(cents) / 100)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("2.004", "2.00"), ("2.005", "2.01"), ("2.015", "2.02"), ("0.125", "0.13"), ("59999.995", "60000.00")],
)
def test_amounts_are_rounded_half_up(amount, rounded):
    assert to_cent(Decimal(amount)) == Decimal(rounded)


@pytest.mark.parametrize(
    ("amount", "share", "expected"),
    [
        ("60000.00", "0.5", ("30000.00", "30000.00")),
        ("10.01", "0.5", ("5.01", "5.00")),
        ("0.01", "0.5", ("0.01", "0.00")),
        ("100.00", "0.3", ("70.00", "30.00")),
        ("0.00", "0.5", ("0.00", "0.00")),
    ],
)
def test_the_odd_cent_goes_to_the_first_funder(amount, share, expected):
    assert split(Decimal(amount), Decimal(share)) == tuple(map(Decimal, expected))


@given(amounts, st.integers(0, 10000).map(lambda n: Decimal(n) / 10000))
def test_two_shares_always_add_up(amount, share):
    first, second = split(amount, share)
    assert first + second == amount
    assert first >= 0
    assert second >= 0


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("2 150,00 €", "2150"),
        ("2150.5", "2150.5"),
        ("1 700", "1700"),
        ("12\u202f480,00", "12480"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_people_type_it(text, amount):
    assert parse(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "abc", "1,234.50", "2.005", "NaN", "Infinity", "12 €€ x"])
def test_what_is_not_an_amount_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "code"), [("-1", "negative"), ("abc", "invalid"), ("100000000,01", "too_large")]
)
def test_the_form_field_says_what_is_wrong(text, code):
    with pytest.raises(ValidationError) as refused:
        MoneyFormField().clean(text)
    assert refused.value.code == code


def test_amounts_are_written_the_french_way():
    assert french(Decimal("60000")) == "60\u00a0000,00\u00a0€"
    assert french(Decimal("60000"), cents=False) == "60\u00a0000\u00a0€"
    assert french(Decimal("60000.5"), cents=False) == "60\u00a0000,50\u00a0€"
    assert plain(Decimal("60000")) == "60000.00"


def test_a_float_is_never_an_amount():
    with pytest.raises(TypeError):
        MoneyField().to_python(0.1)


@pytest.mark.django_db
def test_sums_and_comparisons_are_exact_in_the_database():
    """0.10 × 3 is more than 0.30 with SQLite's floats."""
    call = CatalogueItemFactory(code="A", cap=Decimal("0.10")).call
    CatalogueItemFactory(call=call, code="B", cap=Decimal("0.10"))
    CatalogueItemFactory(call=call, code="C", cap=Decimal("0.10"))
    items = CatalogueItem.objects.filter(call=call)
    assert items.aggregate(total=Sum("cap"))["total"] == Decimal("0.30")
    assert items.filter(cap__lte=Decimal("0.10")).count() == 3
    assert items.filter(cap__gt=Decimal("0.10")).count() == 0
    assert items.get(code="A").cap == Decimal("0.10")
