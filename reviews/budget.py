"""Money against an envelope: pure, exact. What fits, what passes it, who comes next on the waiting list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tne38.core.money import ZERO


@dataclass(frozen=True)
class Waiting:
    """A dossier on the waiting list, in its order: what it asks of each funder, in euros."""

    key: int
    shares: Mapping[str, Decimal]


def excess(*, wanted: Decimal, amount: Decimal, others: Decimal, current: Decimal) -> Decimal:
    """By how much a reservation passes its envelope, in euros; zero when it fits.

    `others` is what the other dossiers hold, `current` what this one already holds: giving some of it back
    never passes, even where the envelope has been passed before.
    """
    return max(wanted - max(amount - others, current), ZERO)


def promotable(waiting: Iterable[Waiting], left: Mapping[str, Decimal]) -> list[int]:
    """The dossiers that the money left would serve, in their order; after one too dear the next are tried.

    `left` names the funders that have an envelope; the others have no ceiling.
    """
    remaining, found = dict(left), []
    for dossier in waiting:
        asked = {funder: dossier.shares.get(funder, ZERO) for funder in remaining}
        if all(asked[funder] <= max(remaining[funder], ZERO) for funder in remaining):
            found.append(dossier.key)
            remaining = {funder: remaining[funder] - asked[funder] for funder in remaining}
    return found
