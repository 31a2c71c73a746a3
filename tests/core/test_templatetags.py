"""How amounts, rates and sizes are written for people."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from tne38.core.templatetags.portal import euros, file_size, percent, round_euros


@pytest.mark.parametrize(
    ("size", "text"),
    [(1, "1\u00a0Ko"), (43_800, "44\u00a0Ko"), (999_999, "1\u00a0Mo"), (1_340_000, "1,3\u00a0Mo")],
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


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2025, 7, 1), "1er juillet 2025"),
        (date(2025, 7, 11), "11 juillet 2025"),
        # Half past eleven at night in Greenwich: the day after, in Isère.
        (datetime(2025, 6, 30, 23, 30, tzinfo=UTC), "1er juillet 2025"),
        (None, ""),
    ],
)
def test_the_first_day_of_a_month_is_written_in_french_in_every_template(day, written):
    assert Template('{{ day|date:"j F Y" }}').render(Context({"day": day})) == written


def test_other_shapes_of_dates_are_those_of_django():
    day = datetime(2025, 7, 1, 8, 5, tzinfo=UTC)
    html = Template('{{ day|date:"j N Y" }} {{ day|date:"d/m/Y" }} {{ day|date:"j F Y à H:i" }}')
    assert html.render(Context({"day": day})) == "1er juil. 2025 01/07/2025 1er juillet 2025 à 10:05"
