"""What a dossier says, as text: what the recapitulation and the documents print."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from tne38.core.money import french
from tne38.core.money_fields import MoneyFormField

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Answer:
    """One field and what was answered; an empty value means that nothing was."""

    label: str
    value: str


@dataclass(frozen=True)
class Table:
    """Rows of answers; `numeric` are the ranks of the columns that hold figures."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()

    def labelled(self) -> list[list[tuple[str, str, bool]]]:
        """Each row as (header, cell, whether it is a figure): a narrow page shows rows as cards."""
        return [
            [
                (header, cell, rank in self.numeric)
                for rank, (header, cell) in enumerate(zip(self.headers, row, strict=True))
            ]
            for row in self.rows
        ]


def displayed(field: forms.Field, value: Any) -> str:
    """A stored value in words, as its field shows it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return "\n".join(labels_of(field, value))
    choices = getattr(field, "choices", None)
    if choices is not None:
        return "\n".join(labels_of(field, [value]))
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(field, MoneyFormField):
        return french(value)
    return number(value) if isinstance(value, int | Decimal) else str(value)


def labels_of(field: forms.Field, values: Iterable[Any]) -> list[str]:
    """The labels of chosen values; a value that is no longer proposed is shown as it was kept."""
    labels: dict[str, str] = {}
    for key, label in getattr(field, "choices", []):
        group = label if isinstance(label, list | tuple) else [(key, label)]
        labels |= {str(key): str(text) for key, text in group}
    return [labels.get(str(value), str(value)) for value in values]


def number(value: int | Decimal) -> str:
    """« 1 204 », « 35,5 »: grouped by three, a comma, no useless zero."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.replace(",", NO_BREAK_SPACE).replace(".", ",")
