"""The page of the equipment asked for: an article, a quantity, a unit price on each line."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms

from applications.domain.merging import Verdict
from applications.enums import PriceBasis
from applications.forms.answers import Answer, Table, number
from applications.forms.fields import WholeNumberField
from applications.forms.rows import Row, RowForm, RowsPage
from applications.terms import Terms
from tne38.core.money import NO_BREAK_SPACE, ZERO, french
from tne38.core.money_fields import MoneyFormField

from ..amounts import Asked, amounts_asked, caps_of, loaded_names, subscription
from ..domain.lines import LineValue, replace_lines
from ..models import CatalogueItem, Line
from ..pricing import PricedLine
from ..totals import Totals, totals_of


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
        self.fields["unit_price"].label = f"Prix unitaire {self.page.terms.price_basis}"

    @cached_property
    def priced(self) -> PricedLine | None:
        """The line with its cap, once it is right."""
        if not self.is_right:
            return None
        value = self.cleaned_data
        cap = self.page.cap_of(value["item"])
        return PricedLine(value["quantity"], value["unit_price"], cap)

    @property
    def warning(self) -> str:
        """What remains at the applicant's charge above the cap."""
        if self.priced is None or self.priced.asked == self.priced.eligible:
            return ""
        return (
            f"Le plafond est de {french(self.priced.cap)} {self.page.terms.price_basis} par unité : "
            f"{french(self.priced.asked - self.priced.eligible)} restent à votre charge."
        )


class LinesPage(RowsPage):
    """Équipements."""

    template_name = "equipment/step.html"
    preview_name = "equipment/includes/preview.html"
    prefix = "equipements"
    row_form = LineRow
    noun, journal_name = "équipement", "equipements"
    rows_on_paper = 4

    @cached_property
    def terms(self) -> Terms:
        return self.candidacy.terms

    @property
    def price_basis(self) -> str:
        """« hors taxes (HT) »."""
        return PriceBasis(self.terms.price_basis).label

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
    def _frozen_caps(self) -> dict[int, Decimal]:
        return caps_of(self.candidacy) if self.candidacy.frozen else {}

    def cap_of(self, item: CatalogueItem) -> Decimal:
        """The cap of an article: the one that the deposit froze, today's in a draft."""
        return self._frozen_caps.get(item.pk) or item.cap_under(self.terms)

    @cached_property
    def choices(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The articles by category, each with its cap."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for item in self.catalogue.values():
            cap = french(self.cap_of(item), cents=False)
            label = f"{item.label} – plafond{NO_BREAK_SPACE}: {cap}"
            groups.setdefault(item.category.label, []).append((str(item.pk), label))
        return list(groups.items())

    def loaded(self) -> Iterable[Line]:
        return self.project.lines.all()

    def stored(self) -> Iterable[Line]:
        return Line.objects.filter(project=self.project).select_related("item")

    def typed(self, row: Line) -> Row:
        return {
            "stored": str(row.pk),
            "item": str(row.item_id),
            "quantity": str(row.quantity),
            "unit_price": french(row.unit_price).removesuffix(f"{NO_BREAK_SPACE}€"),
        }

    def value(self, row: Any) -> LineValue:
        if isinstance(row, dict):
            return LineValue(row["item"], row["quantity"], row["unit_price"])
        return LineValue(row.item, row.quantity, row.unit_price)

    def replace(self, values: Sequence[LineValue], *, by: Any, expected: str | None) -> Verdict:
        return replace_lines(self.project, values, by=by, expected=expected)

    def totals(self) -> Totals:
        """The totals with the lines of the page that are right; nothing is written."""
        typed = [form.priced for form in self.forms if form.priced]
        return totals_of(self.candidacy, self.project, typed=typed)

    def answers(self) -> list[Answer]:
        lines = [
            PricedLine(line.quantity, line.unit_price, line.cap_under(self.terms))
            for line in self.project.lines.all()
        ]
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
            f"Prix unitaire {self.terms.price_basis}",
            f"Plafond {self.terms.price_basis}",
            "Montant demandé",
            "Montant éligible",
        )
        rows = tuple(
            (
                line.item.label,
                number(line.quantity),
                french(line.unit_price),
                french(line.cap_under(self.terms)),
                french(line.asked),
                french(line.eligible),
            )
            for line in self.project.lines.all()
        )
        return Table(headers, rows, numeric=frozenset({1, 2, 3, 4, 5}))
