"""Who last wrote an answer, as the journal tells it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tne38.core import journal

from .drafts import of_school
from .editing import Place


@dataclass(frozen=True)
class Writer:
    """A person's name, empty when unknown; `is_reader` when it is the person who asks."""

    name: str = ""
    at: datetime | None = None
    is_reader: bool = False


def last_writer(place: Place, name: str, *, reader: Any) -> Writer:
    """Who last wrote the answer that the journal calls `name` in this place."""
    entries = journal.history(place.candidacy).filter(after__has_key=name)
    if place.project is not None:
        entries = entries.filter(
            **{f"after__{key}": value for key, value in of_school(place.project).items()}
        )
    entry = entries.last()
    if entry is None:
        return Writer()
    mine = entry.actor_id is not None and entry.actor_id == getattr(reader, "pk", None)
    return Writer(entry.actor_label.partition(" <")[0], entry.at, mine)
