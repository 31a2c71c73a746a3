"""How the portal writes to the owner of an account.

The app that keeps the messages comes after this one: it says here, once, how a letter leaves.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class AccountLetter:
    """One letter to one address. The same `key` never leaves twice to an address."""

    kind: str
    recipient: str
    subject: str
    body: str
    key: str


_carriers: list[Callable[[AccountLetter], None]] = []


def carrier(send: Callable[[AccountLetter], None]) -> Callable[[AccountLetter], None]:
    """Register how letters leave, within the transaction of the act that causes them."""
    _carriers.append(send)
    return send


def post(letter: AccountLetter) -> None:
    """Give a letter to whoever carries it."""
    for send in _carriers:
        send(letter)
