"""Sorting the pages of a scan by the codes on them: pure, page numbers count from one.

A page that is turned, out of order or scanned twice finds its place; what cannot be placed is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .codes import PageCode


@dataclass(frozen=True)
class Leaf:
    """A page of the scan: its place there, its code if it was read, by how much it is turned."""

    place: int
    code: PageCode | None
    turned: int = 0


@dataclass
class Bundle:
    """The pages found of one convention, in its own order."""

    number: str
    total: int
    leaves: dict[int, Leaf] = field(default_factory=dict)

    @property
    def pages(self) -> list[int]:
        return sorted(self.leaves)

    @property
    def missing(self) -> list[int]:
        return [page for page in range(1, self.total + 1) if page not in self.leaves]

    @property
    def in_order(self) -> list[Leaf]:
        return [self.leaves[page] for page in self.pages]


@dataclass(frozen=True)
class Sorted:
    """The conventions found, then the places of the pages that belong to none of them, and why."""

    bundles: list[Bundle]
    unread: list[int]
    twice: list[int]
    unknown: list[int]
    altered: list[int]  # the number is known, the content is not that of the convention


def sort(leaves: Iterable[Leaf], seals: Mapping[str, str]) -> Sorted:
    """Put each page with its convention. `seals` are those of the conventions that the portal knows, by number."""
    bundles: dict[str, Bundle] = {}
    found = Sorted([], [], [], [], [])
    for leaf in leaves:
        code = leaf.code
        if code is None:
            found.unread.append(leaf.place)
        elif code.number not in seals:
            found.unknown.append(leaf.place)
        elif seals[code.number] != code.seal:
            found.altered.append(leaf.place)
        else:
            bundle = bundles.setdefault(code.number, Bundle(code.number, code.total))
            if code.page in bundle.leaves:
                found.twice.append(leaf.place)
            else:
                bundle.leaves[code.page] = leaf
    found.bundles.extend(bundles[number] for number in sorted(bundles))
    return found


def numbers_of(leaves: Sequence[Leaf]) -> set[str]:
    """The conventions that the codes name."""
    return {leaf.code.number for leaf in leaves if leaf.code is not None}
