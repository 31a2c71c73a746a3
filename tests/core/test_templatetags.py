"""How amounts, rates and sizes are written for people."""

from decimal import Decimal

import pytest

from tne38.core.templatetags.portal import euros, file_size, percent, round_euros


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1\u00a0Ko"), (43_800, "44\u00a0Ko"), (999_999, "1000\u00a0Ko"), (1_340_000, "1,3\u00a0Mo")],
)
def test_sizes_are_said_in_the_units_people_know(size, text):
    assert file_size(size) == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [("0.7", "70\u00a0%"), ("1", "100\u00a0%"), ("0.505", "50,5\u00a0%"), ("0", "0\u00a0%")],
)
def test_rates_are_percentages(rate, text):
    assert percent(Decimal(rate)) == text


def test_what_is_unknown_is_a_dash():
    assert (euros(None), round_euros(None), percent(None)) == ("–", "–", "–")


def test_amounts_have_their_cents_in_tables_and_not_in_headings():
    assert euros(Decimal("60000")) == "60\u00a0000,00\u00a0€"
    assert round_euros(Decimal("60000")) == "60\u00a0000\u00a0€"
