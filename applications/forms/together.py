"""What a page says when someone else wrote on it meanwhile: two answers to choose from, or news of theirs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import Truncator

from tne38.core.dates import in_words

from ..domain.writers import Writer
from ..status import NO_BREAK_SPACE, clock
from .answers import Table

SEEN = "vu"  # the hidden field that carries what the page showed
MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Choice:
    """What the person decided of an answer, having seen what was stored then (its print)."""

    kept: str
    seen: str


@dataclass(frozen=True)
class Difference:
    """Two answers to one question; for rows, two tables instead of two texts."""

    name: str
    label: str
    anchor: str
    seen: str
    who: str
    theirs: str = ""
    mine: str = ""
    their_rows: Table | None = None
    my_rows: Table | None = None

    @property
    def is_long(self) -> bool:
        return any(len(text) > 80 or "\n" in text for text in (self.theirs, self.mine))


@dataclass(frozen=True)
class Arrival:
    """An answer that only someone else changed."""

    label: str
    who: str
    value: str = ""

    @property
    def sentence(self) -> str:
        """« Nombre de divisions : 12 (Camille Exemple, à 14 h 32). »"""
        said = Truncator(self.value.replace("\n", ", ")).chars(120)
        value = f"{NO_BREAK_SPACE}: {said}" if said else f"{NO_BREAK_SPACE}: modifié"
        return f"{self.label}{value} ({self.who})."


class Together:
    """What the views ask of any page about the others who write on it; a page of its own kind says nothing."""

    differences: Sequence[Difference] = ()
    arrivals: Sequence[Arrival] = ()
    seen: str = ""

    def catch_up(self) -> None:
        """Before the page is shown whole again: put in it what others wrote where this person wrote nothing."""


def expected_of(data: Mapping[str, Any]) -> dict[str, str]:
    """The prints that a page of fields carries, by field."""
    try:
        found = json.loads(data.get(SEEN) or "{}")
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in found.items()} if isinstance(found, dict) else {}


def choice_of(data: Mapping[str, Any], name: str) -> Choice | None:
    """What was ticked for an answer, if anything."""
    kept, _, seen = data.get(f"choix-{name}", "").partition(":")
    return Choice(kept, seen) if kept in (MINE, THEIRS, BOTH) else None


def told(writer: Writer) -> str:
    """« Camille Exemple, à 14 h 32 »."""
    name = writer.name or "une autre personne"
    if writer.is_reader:
        name = "vous, dans une autre fenêtre"
    if writer.at is None:
        return name
    at, now = timezone.localtime(writer.at), timezone.localtime()
    day = "" if at.date() == now.date() else f"le {in_words(at)} "
    return f"{name}, {day}à {clock(at)}"
