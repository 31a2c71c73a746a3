"""Two people write the same thing: what was there when it was shown, what is typed, what is stored. No Django.

Nothing is locked while people type. A page remembers a print of what it showed; a save only writes what the
person really changed, and what someone else changed meanwhile to something else is a conflict that is told.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any


class Verdict(Enum):
    """What becomes of something typed."""

    SAME = "it is what is stored"
    WRITE = "only this person changed it"
    KEEP = "only someone else changed it"
    CONFLICT = "both changed it, to different things"


def verdict(expected: str | None, typed: str, stored: str) -> Verdict:
    """Compare prints; `expected` is the one of what was shown, None for whoever replaces whatever is there."""
    if typed == stored:
        return Verdict.SAME
    if expected in (None, stored):
        return Verdict.WRITE
    return Verdict.KEEP if typed == expected else Verdict.CONFLICT


def fingerprint(value: Any) -> str:
    """A short print of a value: the same for what people would call the same answer."""
    return sha256(_canonical(value).encode()).hexdigest()[:12]


def version(rows: Iterable[Any]) -> str:
    """The print of rows, in their order."""
    return "v" + ".".join(fingerprint(row) for row in rows)


def prints(rows_version: str) -> list[str]:
    """The prints of the rows in a version."""
    return [text for text in rows_version[1:].split(".") if text]


def reunited(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[list[int], list[int]]:
    """Both changes to the rows `base`: the ranks kept of `theirs`, then those added of `mine`.

    A row that I took away goes, one that I added or changed comes after theirs, one that we both added comes once.
    """
    gone = Counter(base) - Counter(mine)
    kept = []
    for rank, row in enumerate(theirs):
        if gone[row]:
            gone[row] -= 1
        else:
            kept.append(rank)
    known = Counter(base) | Counter(theirs)
    added = []
    for rank, row in enumerate(mine):
        if known[row]:
            known[row] -= 1
        else:
            added.append(rank)
    return kept, added


def _canonical(value: Any) -> str:
    if is_dataclass(value):
        return "\x1f".join(_canonical(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, list):
        return "\n".join(sorted(_canonical(item) for item in value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return "fait"  # a moment answers « yes »: which one is not an answer
    if value is None:
        return ""
    return "\n".join(str(getattr(value, "pk", value)).strip().splitlines())
