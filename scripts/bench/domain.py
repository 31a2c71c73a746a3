"""What the commands and jobs cost: the directory, the prioritisation, the conventions."""

import io
import resource
import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command

from applications.models import Call

from . import rows
from .queries import counting
from .report import Measure


def timed(act: Callable[[], Any]) -> tuple[float, int]:
    """Milliseconds and queries of an act."""
    with counting() as counter:
        start = time.perf_counter()
        act()
        elapsed = time.perf_counter() - start
    return elapsed * 1000, counter.count


def peak() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _command(name: str) -> None:
    call_command(name, stdout=io.StringIO())


def directory() -> list[Measure]:
    first = timed(lambda: _command("load_reference"))
    again = timed(lambda: _command("load_reference"))
    _command("load_calls")
    return [
        Measure("`load_reference`, base vide", *first, megabytes=peak(), aim="quelques secondes"),
        Measure("`load_reference`, une seconde fois", *again, aim="rien ne change"),
    ]


def ranking() -> list[Measure]:
    from reviews.domain.ranking import rank_call

    found = []
    for count in (10, 100, 1000):
        call = rows.copy_of(Call.objects.get(slug="colleges-prives-2025"), f"mesure-{count}")
        rows.add_dossiers(call, count)
        cost = timed(lambda call=call: rank_call(call, by=None))
        aim = "autant de requêtes pour 10 que pour 1 000" if count == 1000 else ""
        found.append(Measure(f"`score_call`, {count} dossiers", *cost, megabytes=peak(), aim=aim))
    return found


def conventions() -> list[Measure]:
    call = rows.copy_of(Call.objects.get(slug="colleges-prives-2025"), "mesure-conventions")
    pending = rows.vote(rows.add_dossiers(call, 101))
    before = peak()

    def make(some: list[Any]) -> None:
        from conventions.domain import generation  # WeasyPrint is loaded by the first document

        for convention in some:
            generation.generate(convention, by=None)

    one = timed(lambda: make(pending[:1]))
    after_one = peak()
    hundred = timed(lambda: make(pending[1:]))
    return [
        Measure(
            "Une convention, processus neuf",
            *one,
            bytes=_size(pending[0]),
            megabytes=after_one,
            aim="≤ 670 ms",
        ),
        Measure(
            "Cent conventions à la suite", *hundred, megabytes=peak(), aim="≈ 205 ms l’une, mémoire stable"
        ),
        Measure("– soit pour une", hundred[0] / 100, hundred[1] / 100, megabytes=peak() - before),
    ]


def _size(convention: Any) -> int:
    convention.refresh_from_db()
    return convention.file.size


PARTS = {"directory": directory, "ranking": ranking, "conventions": conventions}
