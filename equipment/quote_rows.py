"""The quotes of a dossier as pages read them: each line with what counts of it and what exceeds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from applications.models import Candidacy

from .enums import QuoteState
from .granted import Resource, assessment_of, quotes_of, resources_of
from .models import Quote, QuoteLine
from .quoting import Assessment, Counted

TONES = {
    QuoteState.FILED: "info",
    QuoteState.ACCEPTED: "done",
    QuoteState.TO_REPLACE: "todo",
    QuoteState.REPLACED: "",
    QuoteState.WITHDRAWN: "",
}


@dataclass(frozen=True)
class LineRow:
    """A line; `counted` is None in a quote that no longer counts."""

    line: QuoteLine
    label: str
    school: str
    counted: Counted | None


@dataclass(frozen=True)
class QuoteRow:
    quote: Quote
    lines: tuple[LineRow, ...]

    @property
    def tone(self) -> str:
        return TONES[QuoteState(self.quote.state)]

    @property
    def amount(self) -> Decimal:
        """Euros, as quoted."""
        return sum((row.line.amount for row in self.lines), Decimal("0.00"))

    @property
    def is_open(self) -> bool:
        """Whether it may still be replaced or withdrawn."""
        return self.quote.state in {QuoteState.FILED, QuoteState.TO_REPLACE}


@dataclass(frozen=True)
class Told:
    """All the quotes of a dossier, what they come to, and what was granted but is in none."""

    current: tuple[QuoteRow, ...]
    former: tuple[QuoteRow, ...]
    assessment: Assessment
    missing: tuple[Resource, ...]
    several: bool  # schools


def rows_of(candidacy: Candidacy) -> Told:
    """In a constant number of queries, none for what the page has loaded."""
    quotes, resources = quotes_of(candidacy), resources_of(candidacy)
    assessment = assessment_of(candidacy, quotes)
    rows = _rows(quotes, resources, iter(assessment.lines))
    missing = [one for one in resources if assessment.lines and not assessment.counted_of(one.key)]
    return Told(
        current=tuple(row for row in rows if row.quote.is_counted or row.is_open),
        former=tuple(row for row in rows if not row.quote.is_counted and not row.is_open),
        assessment=assessment,
        missing=tuple(missing),
        several=len({one.project for one in resources}) > 1,
    )


def _rows(
    quotes: Sequence[Quote], resources: Sequence[Resource], counted: Iterator[Counted]
) -> list[QuoteRow]:
    """The assessment has the lines of the quotes that count, in this order."""
    labels = {resource.key: resource.label for resource in resources}
    return [
        QuoteRow(
            quote,
            tuple(
                LineRow(
                    line,
                    line.label or labels.get(line.key) or (line.item.label if line.item else "ENT"),
                    line.project.school.name if line.project else "",
                    next(counted) if quote.is_counted else None,
                )
                for line in quote.lines.all()
            ),
        )
        for quote in quotes
    ]
