"""Amounts in words, against a table written by hand."""

from decimal import Decimal

import pytest

from tne38.core.words import in_words

TABLE = [
    ("0", "zéro euro"),
    ("1", "un euro"),
    ("2", "deux euros"),
    ("21", "vingt et un euros"),
    ("71", "soixante et onze euros"),
    ("80", "quatre-vingts euros"),
    ("81", "quatre-vingt-un euros"),
    ("91", "quatre-vingt-onze euros"),
    ("100", "cent euros"),
    ("200", "deux cents euros"),
    ("201", "deux cent un euros"),
    ("1000", "mille euros"),
    ("1980", "mille neuf cent quatre-vingts euros"),
    ("35000", "trente-cinq mille euros"),
    ("60000", "soixante mille euros"),
    ("80000", "quatre-vingt mille euros"),
    ("200000", "deux cent mille euros"),
    ("870000", "huit cent soixante-dix mille euros"),
    ("1000000", "un million d’euros"),
    ("2000000", "deux millions d’euros"),
    ("1000001", "un million un euros"),
    ("0.01", "zéro euro et un centime"),
    ("60000.10", "soixante mille euros et dix centimes"),
    ("1.80", "un euro et quatre-vingts centimes"),
    ("46343.21", "quarante-six mille trois cent quarante-trois euros et vingt et un centimes"),
]


@pytest.mark.parametrize(("amount", "words"), TABLE)
def test_an_amount_is_written_in_words(amount, words):
    assert in_words(Decimal(amount)) == words


def test_a_negative_amount_has_no_words():
    with pytest.raises(ValueError, match="-1"):
        in_words(Decimal("-1"))
