"""In what order an act locks its rows, on either engine."""

from collections.abc import Callable

import pytest
from django.db.models import QuerySet

Lock = tuple[str, int]


def locks_of(act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[Lock]:
    """The rows that an act reads with `select_for_update`, in the order of their first lock: (model, key)."""
    found: list[Lock] = []
    fetch_all = QuerySet._fetch_all

    def fetch(rows: QuerySet) -> None:
        locks = rows._result_cache is None and rows.query.select_for_update
        fetch_all(rows)
        if locks:
            found.extend((rows.model.__name__, row.pk) for row in rows._result_cache)

    with monkeypatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", fetch)
        act()
    return list(dict.fromkeys(found))


def after_the_journal(locks: list[Lock]) -> list[Lock]:
    """The rows locked once the head of the journal was: there should be none."""
    return locks[locks.index(("JournalHead", 1)) + 1 :]
