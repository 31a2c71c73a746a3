"""The page of the other subsidies: a funder, an amount and how far it is on each row."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from tne38.core.money import NO_BREAK_SPACE, ZERO, french, total
from tne38.core.money_fields import MoneyFormField

from ..domain.fundings import FundingValue, replace_fundings
from ..enums import FundingState
from ..models import OtherFunding
from .answers import Table
from .rows import Row, RowForm, RowsPage


class FundingRow(RowForm):
    funder = forms.CharField(
        label="Financeur",
        max_length=150,
        error_messages={"required": "Écrivez qui apporte cette subvention, par exemple État (DETR)."},
    )
    amount = MoneyFormField(label="Montant", error_messages={"required": "Écrivez le montant, en euros."})
    state = forms.ChoiceField(
        label="État",
        choices=[("", "Choisissez"), *FundingState.choices],
        error_messages={"required": "Choisissez si la subvention est demandée ou obtenue."},
    )

    def clean_amount(self) -> Decimal:
        amount = self.cleaned_data["amount"]
        if amount == ZERO:
            raise forms.ValidationError("Le montant est supérieur à zéro.")
        return amount


class FundingsPage(RowsPage):
    """Autres financements: said once, for the whole dossier."""

    template_name = "applications/fundings.html"
    preview_name = "applications/includes/fundings_preview.html"
    prefix = "financements"
    row_form = FundingRow
    noun = "financement"

    def _stored(self) -> list[OtherFunding]:
        return list(self.candidacy.other_fundings.all())

    def stored_rows(self) -> list[Row]:
        return [
            {
                "stored": str(row.pk),
                "funder": row.funder,
                "amount": french(row.amount).removesuffix(f"{NO_BREAK_SPACE}€"),
                "state": row.state,
            }
            for row in self._stored()
        ]

    def stored_values(self) -> dict[int, dict[str, Any]]:
        return {
            row.pk: {"funder": row.funder, "amount": row.amount, "state": row.state} for row in self._stored()
        }

    def write(self, values: Sequence[dict[str, Any]], *, by: Any) -> None:
        replace_fundings(self.candidacy, [FundingValue(**_plain(value)) for value in values], by=by)

    def others(self) -> Decimal:
        """What the rows that are right add up to, in euros; nothing is written."""
        return total(form.cleaned_data["amount"] for form in self.forms if form.is_right)

    def table(self) -> Table:
        rows = tuple((row.funder, french(row.amount), row.get_state_display()) for row in self._stored())
        return Table(("Financeur", "Montant", "État"), rows, numeric=frozenset({1}))


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    return {name: value[name] for name in ("funder", "amount", "state")}
