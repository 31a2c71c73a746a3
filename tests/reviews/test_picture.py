"""The picture of the propositions against the envelope."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.picture import LEFT, WIDTH, Share, draw

SHARES = [
    Share(1, Decimal("400"), "done"),
    Share(2, Decimal("300"), "stop", fits=False),
    Share(3, Decimal("100"), "todo"),
]


def test_what_fits_comes_in_rank_order_and_the_rest_after_the_envelope():
    picture = draw(SHARES, Decimal("600"))
    assert [(bar.rank, bar.tone) for bar in picture.bars] == [(1, "done"), (3, "todo"), (2, "stop")]
    # 900 euros on 980 units: the envelope ends at two thirds, where the third bar starts.
    assert picture.limit == picture.bars[2].x == "663.33"
    assert picture.bars[1].x == "445.56"


@pytest.mark.parametrize(
    ("shares", "envelope", "label"),
    [
        (
            SHARES,
            Decimal("600"),
            "500\u00a0€ pour 600\u00a0€ d’enveloppe ; un dossier n’y tient pas (rang 2).",
        ),
        (
            SHARES[:1],
            Decimal("600"),
            "400\u00a0€ pour 600\u00a0€ d’enveloppe ; tous les dossiers y tiennent.",
        ),
        (SHARES[:1], None, "400\u00a0€ ; aucune enveloppe n’est fixée."),
        (
            [SHARES[1], Share(4, Decimal("9"), "stop", fits=False)],
            Decimal("0"),
            "0\u00a0€ pour 0\u00a0€ d’enveloppe ; 2 dossiers n’y tiennent pas (rangs 2, 4).",
        ),
    ],
)
def test_the_label_says_the_conclusion(shares, envelope, label):
    assert draw(shares, envelope).label == f"Cumul des propositions dans l’ordre du classement : {label}"


amounts = st.decimals("0", "100000", places=2)


@given(st.lists(st.tuples(amounts, st.booleans()), max_size=30), st.none() | amounts)
def test_every_bar_stays_inside_the_picture(given_shares, envelope):
    shares = [Share(rank, amount, "done", fits) for rank, (amount, fits) in enumerate(given_shares, start=1)]
    picture = draw(shares, envelope)
    assert len(picture.bars) == len(shares)
    for bar in picture.bars:
        assert Decimal(bar.x) >= LEFT
        assert Decimal(bar.x) + Decimal(bar.width) <= LEFT + WIDTH + Decimal("0.51")
