"""A chart of horizontal bars, laid out on the server: pure arithmetic, in units of the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

STEP = 44  # a label, then its bar
_LONGEST = Decimal(225)  # of 360; what is left is for the value
_LABEL = 38  # letters; the table has the whole of it


@dataclass(frozen=True)
class Value:
    """What a bar shows: its label, its size, the same in words, its tone (one of the tags')."""

    label: str
    size: Decimal
    told: str
    tone: str = "info"


@dataclass(frozen=True)
class Bar:
    """One bar with where its texts stand."""

    label: str
    told: str
    tone: str
    label_y: int
    y: int
    value_x: str
    value_y: int
    width: str


@dataclass(frozen=True)
class Chart:
    """A whole chart; `code` makes its identifiers, `conclusion` says in a sentence what it shows."""

    code: str
    title: str
    conclusion: str
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        return STEP * len(self.bars)


def draw(code: str, title: str, conclusion: str, values: Sequence[Value]) -> Chart:
    """One bar a value, in their order; the largest takes the room there is."""
    largest = max((value.size for value in values), default=Decimal(0)) or Decimal(1)
    bars = []
    for place, value in enumerate(values):
        width = max(value.size, Decimal(0)) / largest * _LONGEST
        top = place * STEP
        bars.append(
            Bar(
                label=_short(value.label),
                told=value.told,
                tone=value.tone,
                label_y=top + 14,
                y=top + 20,
                value_x=f"{width + 8:.2f}",
                value_y=top + 33,
                width=f"{width:.2f}",
            )
        )
    return Chart(code, title, conclusion, tuple(bars))


def _short(label: str) -> str:
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1].rstrip()}…"
