"""The page of the equipment asked for: an article, a quantity, a unit price on each line."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms

from applications.forms.answers import Answer, Table, number
from applications.forms.fields import WholeNumberField
from applications.forms.rows import Row, RowForm, RowsPage
from tne38.core.money import NO_BREAK_SPACE, ZERO, french
from tne38.core.money_fields import MoneyFormField

from .amounts import Asked, amounts_asked, loaded_names, subscription
from .domain.lines import LineValue, replace_lines
from .models import CatalogueItem, Line
from .pricing import PricedLine
from .totals import Totals, totals_of


class PriceField(MoneyFormField):
    """A unit price: an amount above zero."""

    def to_python(self, value: object) -> Any:
        amount = super().to_python(value)
        if amount == ZERO:
            raise forms.ValidationError("Le prix unitaire est supérieur à zéro.")
        return amount


class LineRow(RowForm):
    item = forms.TypedChoiceField(
        label="Article", error_messages={"required": "Choisissez un équipement dans la liste."}
    )
    quantity = WholeNumberField(
        label="Quantité", min_value=1, error_messages={"required": "Écrivez la quantité, par exemple 6."}
    )
    unit_price = PriceField(
        label="Prix unitaire", error_messages={"required": "Écrivez le prix unitaire, en euros."}
    )

    def prepare(self) -> None:
        item = self.fields["item"]
        item.choices = [("", "Choisissez un équipement"), *self.page.choices]
        item.coerce = lambda key: self.page.catalogue[int(key)]
        self.fields["unit_price"].label = f"Prix unitaire {self.page.candidacy.call.price_basis}"

    @cached_property
    def priced(self) -> PricedLine | None:
        """The line with its cap, once it is right."""
        if not self.is_right:
            return None
        value = self.cleaned_data
        return PricedLine(value["quantity"], value["unit_price"], value["item"].cap)

    @property
    def warning(self) -> str:
        """What remains at the applicant's charge above the cap."""
        if self.priced is None or self.priced.asked == self.priced.eligible:
            return ""
        return (
            f"Le plafond est de {french(self.priced.cap)} par unité : "
            f"{french(self.priced.asked - self.priced.eligible)} restent à votre charge."
        )


class LinesPage(RowsPage):
    """Équipements."""

    template_name = "equipment/step.html"
    preview_name = "equipment/includes/preview.html"
    prefix = "equipements"
    row_form = LineRow
    noun = "équipement"

    @cached_property
    def catalogue(self) -> dict[int, CatalogueItem]:
        """The articles of the call, in the order of their categories; those withdrawn only where already chosen."""
        items = CatalogueItem.objects.filter(call=self.candidacy.call).select_related("category")
        chosen = {line.item_id for line in self.project.lines.all()}
        ordered = sorted(
            items, key=lambda item: (item.category.position, item.category_id, item.position, item.pk)
        )
        return {item.pk: item for item in ordered if item.is_active or item.pk in chosen}

    @cached_property
    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The articles by category, each with its cap."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for item in self.catalogue.values():
            label = f"{item.label} – plafond{NO_BREAK_SPACE}: {french(item.cap, cents=False)}"
            groups.setdefault(item.category.label, []).append((str(item.pk), label))
        return list(groups.items())

    def stored_rows(self) -> list[Row]:
        return [
            {
                "stored": str(line.pk),
                "item": str(line.item_id),
                "quantity": str(line.quantity),
                "unit_price": french(line.unit_price).removesuffix(f"{NO_BREAK_SPACE}€"),
            }
            for line in self.project.lines.all()
        ]

    def stored_values(self) -> dict[int, dict[str, Any]]:
        return {
            line.pk: {"item": line.item, "quantity": line.quantity, "unit_price": line.unit_price}
            # Asked again after a save: what was prefetched is then of the past.
            for line in Line.objects.filter(project=self.project).select_related("item")
        }

    def write(self, values: Sequence[dict[str, Any]], *, by: Any) -> None:
        lines = [LineValue(value["item"], value["quantity"], value["unit_price"]) for value in values]
        replace_lines(self.project, lines, by=by)

    def totals(self) -> Totals:
        """The totals with the lines of the page that are right; nothing is written."""
        typed = [form.priced for form in self.forms if form.priced]
        return totals_of(self.candidacy, self.project, typed=typed)

    def answers(self) -> list[Answer]:
        lines = [PricedLine(line.quantity, line.unit_price, line.cap) for line in self.project.lines.all()]
        ent = subscription(self.project, loaded_names(self.candidacy.call))
        amounts = amounts_asked(self.candidacy, [Asked(lines, ent)])
        return [
            Answer("Dépense demandée", french(amounts.expense_asked)),
            Answer("Dépense éligible", french(amounts.expense_eligible)),
            Answer("Subvention demandée, au plus", french(amounts.amount_eligible)),
        ]

    def table(self) -> Table:
        headers = (
            "Équipement",
            "Quantité",
            "Prix unitaire",
            "Plafond",
            "Montant demandé",
            "Montant éligible",
        )
        rows = tuple(
            (
                line.item.label,
                number(line.quantity),
                french(line.unit_price),
                french(line.cap),
                french(line.asked),
                french(line.eligible),
            )
            for line in self.project.lines.all()
        )
        return Table(headers, rows, numeric=frozenset({1, 2, 3, 4, 5}))
