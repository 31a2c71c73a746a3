"""The measures as a Markdown table, beside what is aimed at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One line: what, how long (ms), how many queries, how many bytes, the memory (MB), the aim in words."""

    what: str
    milliseconds: float | None = None
    queries: float | None = None
    bytes: int | None = None
    megabytes: float | None = None
    aim: str = ""


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    text = f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"
    return text.replace(",", " ").replace(".", ",") + f" {unit}".rstrip()


def table(measures: list[Measure]) -> str:
    """French, ready for docs/exploitation.md."""
    rows = [
        "| Mesure | Durée | Requêtes | Octets | Mémoire | Visé |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for measure in measures:
        cells = [
            measure.what,
            _number(measure.milliseconds, "ms"),
            _number(measure.queries, ""),
            _number(None if measure.bytes is None else measure.bytes / 1024, "Ko"),
            _number(measure.megabytes, "Mo"),
            measure.aim or "–",
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)
