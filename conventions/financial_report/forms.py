"""The form of a compte rendu financier: its table line by line, then what it explains."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from tne38.core.money import ZERO
from tne38.core.money_fields import MoneyFormField

from ..domain.financial_reports import Content
from ..forms import DomainForm, file_field
from ..models import FinancialReport
from ..payment.claim_forms import typed_amount
from .table import EXPENSE, INCOME, Entry, Table, table_of

# Lines left blank for what the dossier does not know.
_BLANK = {EXPENSE: 3, INCOME: 2}


@dataclass(frozen=True)
class Row:
    """The three fields of a line."""

    label: forms.BoundField
    planned: forms.BoundField
    actual: forms.BoundField


class ReportForm(DomainForm):
    """The table prefilled with what the dossier knows; every line may be changed, a line without label goes."""

    explanation = forms.CharField(
        label="Pourquoi les dépenses diffèrent de ce qui était prévu",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Demandé dès que le total réalisé n’est pas le total prévu. Une phrase peut suffire.",
    )
    outcome = forms.CharField(
        label="Ce qui a été fait",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="En quelques phrases : les équipements mis en service, les classes et les élèves concernés, les usages.",
        error_messages={"required": "Dites en quelques phrases ce qui a été fait."},
    )
    file = file_field(
        "Pièce jointe",
        required=False,
        help_text="Vos comptes, ou le compte rendu signé si vous l’avez établi à part.",
    )
    certified = forms.BooleanField(
        label="J’atteste, comme représentant légal ou en son nom, que ces informations sont exactes.",
        error_messages={"required": "Cochez cette case pour déposer le compte rendu."},
    )

    def __init__(self, report: FinancialReport, table: Table, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"explanation": report.explanation, "outcome": report.outcome})
        super().__init__(*args, **kwargs)
        self._places: dict[str, list[int]] = {EXPENSE: [], INCOME: []}
        for side, blank in _BLANK.items():
            for entry in (*table.of(side), *[None] * blank):
                self._add_row(side, entry)

    def _add_row(self, side: str, entry: Entry | None) -> None:
        place = sum(len(places) for places in self._places.values())
        self._places[side].append(place)
        told = f"{'charge' if side == EXPENSE else 'produit'} n° {len(self._places[side])}"
        self.fields[f"l_{place}"] = forms.CharField(
            label=f"Intitulé, {told}", required=False, max_length=200, initial=entry.label if entry else ""
        )
        for prefix, word, value in (
            ("p", "Prévu", entry and entry.planned),
            ("a", "Réalisé", entry and entry.actual),
        ):
            self.fields[f"{prefix}_{place}"] = MoneyFormField(
                label=f"{word}, {told}",
                required=False,
                initial=typed_amount(value) if value is not None else "",
            )

        for prefix in "lpa":
            self.fields[f"{prefix}_{place}"].widget.attrs["class"] = "form-control form-control-sm"

    def rows_of(self, side: str) -> list[Row]:
        return [
            Row(self[f"l_{place}"], self[f"p_{place}"], self[f"a_{place}"]) for place in self._places[side]
        ]

    @property
    def expenses(self) -> list[Row]:
        return self.rows_of(EXPENSE)

    @property
    def incomes(self) -> list[Row]:
        return self.rows_of(INCOME)

    @property
    def foot(self) -> list[forms.BoundField]:
        return [self["explanation"], self["outcome"], self["file"]]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for places in self._places.values():
            for place in places:
                told = values.get(f"p_{place}") or values.get(f"a_{place}")
                if told and not values.get(f"l_{place}"):
                    self.add_error(f"l_{place}", "Nommez cette ligne, ou videz ses montants.")
        return values

    def content(self) -> Content:
        """What is told, once the form is valid."""
        values = self.cleaned_data
        return Content(table_of(self._entries()), values["explanation"], values["outcome"])

    def _entries(self) -> Iterator[Entry]:
        for side, places in self._places.items():
            for place in places:
                if label := self.cleaned_data[f"l_{place}"]:
                    yield Entry(side, label, self._amount(f"p_{place}"), self._amount(f"a_{place}"))

    def _amount(self, name: str) -> Decimal:
        return self.cleaned_data.get(name) or ZERO


class AskAgainForm(forms.Form):
    reason = forms.CharField(
        label="Ce qui ne convient pas",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Le bénéficiaire le lira et retrouvera ce qu’il a écrit.",
    )
