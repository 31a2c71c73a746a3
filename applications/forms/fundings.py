"""The page of the other subsidies: a funder, an amount and how far it is on each row."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from tne38.core.money import NO_BREAK_SPACE, ZERO, french, total
from tne38.core.money_fields import MoneyFormField

from ..domain.fundings import FundingValue, replace_fundings
from ..domain.merging import Verdict
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
    noun, journal_name = "financement", "financements"
    rows_on_paper = 4

    def loaded(self) -> Iterable[OtherFunding]:
        return self.candidacy.other_fundings.all()

    def stored(self) -> Iterable[OtherFunding]:
        return OtherFunding.objects.filter(candidacy=self.candidacy)

    def typed(self, row: OtherFunding) -> Row:
        return {
            "stored": str(row.pk),
            "funder": row.funder,
            "amount": french(row.amount).removesuffix(f"{NO_BREAK_SPACE}€"),
            "state": row.state,
        }

    def value(self, row: Any) -> FundingValue:
        said = row if isinstance(row, dict) else vars(row)
        return FundingValue(said["funder"], said["amount"], said["state"])

    def replace(self, values: Sequence[FundingValue], *, by: Any, expected: str | None) -> Verdict:
        return replace_fundings(self.candidacy, values, by=by, expected=expected)

    def others(self) -> Decimal:
        """What the rows that are right add up to, in euros; nothing is written."""
        return total(form.cleaned_data["amount"] for form in self.forms if form.is_right)

    def table(self) -> Table:
        rows = tuple((row.funder, french(row.amount), row.get_state_display()) for row in self.loaded())
        return Table(("Financeur", "Montant", "État"), rows, numeric=frozenset({1}))
