"""Money against an envelope: literal amounts, then thousands of random sequences of acts."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.budget import Waiting, excess, promotable
from tne38.core.money import ZERO, split

HALF = Decimal("0.5")


@pytest.mark.parametrize(
    ("wanted", "amount", "others", "current", "expected"),
    [
        ("1700.00", "5000.00", "3300.00", "0.00", "0.00"),  # to the cent
        ("1700.01", "5000.00", "3300.00", "0.00", "0.01"),
        ("2000.00", "5000.00", "3300.00", "1700.00", "300.00"),  # replaces what it held
        ("1500.00", "5000.00", "5200.00", "1700.00", "0.00"),  # gives back in an envelope already passed
        ("1800.00", "5000.00", "5200.00", "1700.00", "100.00"),
        ("0.00", "5000.00", "5200.00", "0.00", "0.00"),
    ],
)
def test_what_passes_an_envelope(wanted, amount, others, current, expected):
    values = {"wanted": wanted, "amount": amount, "others": others, "current": current}
    assert excess(**{name: Decimal(value) for name, value in values.items()}) == Decimal(expected)


def waiting(*amounts):
    return [Waiting(place, {"a": Decimal(amount)}) for place, amount in enumerate(amounts, start=1)]


@pytest.mark.parametrize(
    ("amounts", "left", "expected"),
    [
        ((300, 200, 100), {"a": Decimal(500)}, [1, 2]),
        ((600, 200, 100), {"a": Decimal(250)}, [2]),  # the first is too dear: the next are tried
        ((300, 200), {"a": Decimal(-10)}, []),
        ((300, 200), {}, [1, 2]),  # no envelope, no ceiling
    ],
)
def test_who_is_served_in_order(amounts, left, expected):
    assert promotable(waiting(*amounts), left) == expected


def test_both_funders_must_have_the_money():
    asked = [Waiting(1, {"a": Decimal(10), "b": Decimal(10)}), Waiting(2, {"a": Decimal(5), "b": ZERO})]
    assert promotable(asked, {"a": Decimal(12), "b": Decimal(9)}) == [2]


@dataclass
class Commission:
    """A call as the domain handles it, without a database: two envelopes, a waiting list, acts that may fail."""

    amounts: dict[str, Decimal]
    held: dict[int, dict[str, Decimal]] = field(default_factory=dict)
    waits: dict[int, Decimal] = field(default_factory=dict)

    def reserved(self, funder: str) -> Decimal:
        return sum((shares[funder] for shares in self.held.values()), ZERO)

    def left(self) -> dict[str, Decimal]:
        return {funder: amount - self.reserved(funder) for funder, amount in self.amounts.items()}

    def exceeded(self) -> dict[str, Decimal]:
        return {funder: max(-left, ZERO) for funder, left in self.left().items()}

    def reserve(self, dossier: int, amount: Decimal, *, forced: bool = False) -> None:
        shares = dict(zip(self.amounts, split(amount, HALF), strict=True))
        current = self.held.get(dossier, dict.fromkeys(self.amounts, ZERO))
        for funder, wanted in shares.items():
            others = self.reserved(funder) - current[funder]
            passed = excess(
                wanted=wanted, amount=self.amounts[funder], others=others, current=current[funder]
            )
            if passed and not forced:
                return
        self.held[dossier] = shares
        self.waits.pop(dossier, None)

    def act(self, name: str, dossier: int, amount: Decimal) -> None:
        if name in {"decide", "force"} and dossier not in self.held:
            self.reserve(dossier, amount, forced=name == "force")
        elif name == "wait" and dossier not in self.held:
            self.waits[dossier] = amount
        elif name in {"reopen", "withdraw"}:
            self.held.pop(dossier, None)
            self.waits.pop(dossier, None)
        elif name == "quote" and dossier in self.held:
            self.reserve(dossier, min(amount, sum(self.held[dossier].values(), ZERO)))
        elif name == "promote":
            self.promote()
        elif name == "fund":
            taken = self.reserved("a")
            self.amounts["a"] = max(amount, min(taken, self.amounts["a"]))

    def promote(self) -> None:
        """Everyone that the money serves, at once: each must then find its money."""
        asked = [
            Waiting(key, dict(zip(self.amounts, split(amount, HALF), strict=True)))
            for key, amount in sorted(self.waits.items())
        ]
        for key in promotable(asked, self.left()):
            self.reserve(key, self.waits[key])
            assert key in self.held


CENTS = st.integers(1, 9_000_000).map(lambda cents: Decimal(cents) / 100)
NAMES = st.sampled_from(["decide", "wait", "reopen", "withdraw", "quote", "promote", "fund"])
ACTS = st.lists(st.tuples(NAMES, st.integers(1, 8), CENTS), max_size=40)
FORCED = st.lists(
    st.tuples(st.one_of(NAMES, st.just("force")), st.integers(1, 8), CENTS), min_size=5, max_size=40
)


@settings(max_examples=2000)
@given(CENTS, CENTS, ACTS)
def test_no_sequence_of_acts_passes_an_envelope(first, second, acts):
    commission = Commission({"a": first, "b": second})
    for act in acts:
        commission.act(*act)
        for funder, amount in commission.amounts.items():
            assert commission.reserved(funder) <= amount, act


@settings(max_examples=1000)
@given(CENTS, CENTS, FORCED)
def test_once_forced_no_other_act_makes_it_worse(first, second, acts):
    commission = Commission({"a": first, "b": second})
    for act in acts:
        before = commission.exceeded()
        commission.act(*act)
        if act[0] != "force":
            assert all(after <= before[funder] for funder, after in commission.exceeded().items()), act
