"""Spreading dossiers evenly among members: pure, and always the same for the same dossiers and members.

Each dossier gets as many members as asked, as far as there are some to whom it is not shut. The loads differ by one
at most, unless conflicts of interest leave no other way.
"""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

Pair = tuple[int, int]  # a dossier, a member


@dataclass
class _Sheet:
    """The spreading being made: who newly has which dossiers, and how many each has in all."""

    members: Sequence[int]
    taken: Mapping[int, Collection[int]]
    shut: Collection[Pair]
    given: dict[int, list[int]] = field(default_factory=dict)
    loads: dict[int, int] = field(default_factory=dict)

    def may_take(self, member: int, dossier: int) -> bool:
        return (
            (dossier, member) not in self.shut
            and dossier not in self.given[member]
            and member not in self.taken.get(dossier, ())
        )

    def give(self, member: int, dossier: int) -> None:
        self.given[member].append(dossier)
        self.loads[member] += 1

    def move(self, dossier: int, giver: int, taker: int) -> None:
        self.given[giver].remove(dossier)
        self.loads[giver] -= 1
        self.give(taker, dossier)


def spread(
    dossiers: Sequence[int],
    members: Sequence[int],
    *,
    each: int,
    shut: Collection[Pair] = (),
    taken: Mapping[int, Collection[int]] | None = None,
) -> list[Pair]:
    """New pairs of a dossier and a member, so that each dossier has `each` members.

    `shut` are the pairs that a conflict of interest forbids. `taken` says who already has each dossier: they stay,
    and count in their load.
    """
    taken = taken or {}
    sheet = _Sheet(members, taken, set(shut))
    for member in members:
        sheet.given[member] = []
        sheet.loads[member] = sum(member in held for held in taken.values())
    for dossier in dossiers:
        _serve(sheet, dossier, each - len(taken.get(dossier, ())))
    while _level(sheet):
        pass
    places = {dossier: place for place, dossier in enumerate(dossiers)}
    pairs = [(dossier, member) for member in members for dossier in sheet.given[member]]
    return sorted(pairs, key=lambda pair: (places[pair[0]], members.index(pair[1])))


def _serve(sheet: _Sheet, dossier: int, count: int) -> None:
    """Give a dossier to the members who have the fewest, in their order among equals."""
    able = [member for member in sheet.members if sheet.may_take(member, dossier)]
    for member in sorted(able, key=lambda member: sheet.loads[member])[: max(0, count)]:
        sheet.give(member, dossier)


def _level(sheet: _Sheet) -> bool:
    """Pass a dossier from someone to someone who has two fewer, through others if need be; False: all is even."""
    for heavy in sorted(sheet.members, key=lambda member: -sheet.loads[member]):
        path = _path(sheet, heavy)
        if path:
            for dossier, giver, taker in path:
                sheet.move(dossier, giver, taker)
            return True
    return False


def _path(sheet: _Sheet, heavy: int) -> list[tuple[int, int, int]]:
    """The shortest chain of handings-over from a member to one who has at least two dossiers fewer."""
    came: dict[int, tuple[int, int]] = {}
    waiting = deque([heavy])
    while waiting:
        giver = waiting.popleft()
        for taker in sheet.members:
            if taker == heavy or taker in came:
                continue
            dossier = next((item for item in sheet.given[giver] if sheet.may_take(taker, item)), None)
            if dossier is None:
                continue
            came[taker] = (dossier, giver)
            if sheet.loads[heavy] - sheet.loads[taker] >= 2:
                return _trace(came, heavy, taker)
            waiting.append(taker)
    return []


def _trace(came: Mapping[int, tuple[int, int]], heavy: int, taker: int) -> list[tuple[int, int, int]]:
    """The moves from the last member of the chain back to the first."""
    moves = []
    while taker != heavy:
        dossier, giver = came[taker]
        moves.append((dossier, giver, taker))
        taker = giver
    return moves
