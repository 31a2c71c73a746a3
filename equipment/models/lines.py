"""What is asked for: the lines of a project."""

from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, Least

from applications.models import SchoolProject
from applications.terms import Terms
from tne38.core.money_fields import MoneyField

from .catalogue import CatalogueItem


class Expense(NamedTuple):
    """What the lines of a dossier come to, in euros; `uncapped` of them have no cap of their own yet."""

    asked: Decimal
    eligible: Decimal
    uncapped: int


class LineQuerySet(models.QuerySet["Line"]):
    def totals(self) -> dict[str, Decimal]:
        """Expense asked for and eligible, in euros, added up by the database."""
        price, cap = F("unit_price"), Coalesce("unit_cap", "item__cap")
        zero = Decimal("0.00")
        found = self.aggregate(
            asked=Sum(F("quantity") * price, output_field=MoneyField()),
            eligible=Sum(F("quantity") * Least(price, cap), output_field=MoneyField()),
        )
        return {name: value if value is not None else zero for name, value in found.items()}

    def eligible_by_candidacy(self) -> dict[int, Decimal]:
        """Eligible expense of each dossier, in euros, added up by the database."""
        return {key: expense.eligible for key, expense in self.expenses_by_candidacy().items()}

    def expenses_by_candidacy(self) -> dict[int, Expense]:
        """Expense asked for and eligible of each dossier, in euros, added up by the database."""
        return self.expenses_by("project__candidacy")

    def expenses_by(self, column: str) -> dict[Any, Expense]:
        """The same by the values of any column."""
        price, cap = F("unit_price"), Coalesce("unit_cap", "item__cap")
        rows = self.order_by().values_list(column)
        rows = rows.annotate(
            asked=Sum(F("quantity") * price, output_field=MoneyField()),
            eligible=Sum(F("quantity") * Least(price, cap), output_field=MoneyField()),
            uncapped=Count("pk", filter=Q(unit_cap__isnull=True)),
        )
        return {key: Expense(*values) for key, *values in rows}


class Line(models.Model):
    """A quantity of one article at one unit price (in the basis of the dossier, HT or TTC)."""

    project = models.ForeignKey(
        SchoolProject, verbose_name="projet", on_delete=models.CASCADE, related_name="lines"
    )
    item = models.ForeignKey(CatalogueItem, verbose_name="équipement", on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField("quantité")
    unit_price = MoneyField("prix unitaire")
    # Empty while the dossier is a draft; the cap in force at the deposit afterwards.
    unit_cap = MoneyField("plafond au dépôt", null=True, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "équipement demandé"
        verbose_name_plural = "équipements demandés"
        ordering = ["project", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1),
                name="line_has_a_quantity",
                violation_error_message="La quantité est d’au moins 1.",
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gt=Decimal("0")),
                name="line_has_a_price",
                violation_error_message="Le prix unitaire est supérieur à zéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item}"

    def cap_under(self, terms: Terms) -> Decimal:
        """What counts of the unit price at most: kept from the deposit; until then the catalogue's."""
        return self.unit_cap if self.unit_cap is not None else self.item.cap_under(terms)

    @property
    def cap(self) -> Decimal:
        """The same; it reads the dossier of a draft, unless it is loaded."""
        return self.unit_cap if self.unit_cap is not None else self.cap_under(self.project.candidacy.terms)

    @property
    def asked(self) -> Decimal:
        """Euros asked for."""
        return self.quantity * self.unit_price

    @property
    def eligible_price(self) -> Decimal:
        return min(self.unit_price, self.cap)

    @property
    def eligible(self) -> Decimal:
        """Euros that count: the unit price is capped."""
        return self.quantity * self.eligible_price
