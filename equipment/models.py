"""What is asked for: the catalogue of a call and the lines of a project; what was received."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from applications.models import Call, Candidacy, SchoolProject
from tne38.core.money_fields import MoneyField


class Category(models.Model):
    """A family of equipment as the AMI names it."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="categories")
    code = models.CharField("code", max_length=40)
    label = models.CharField("libellé", max_length=200)
    position = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "catégorie d’équipement"
        verbose_name_plural = "catégories d’équipement"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="category_once_per_call"),
        ]

    def __str__(self) -> str:
        return self.label


class CatalogueItem(models.Model):
    """An article that may be subsidised, with the cap of its unit price."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="catalogue")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="items")
    code = models.CharField("code", max_length=40)
    label = models.CharField("libellé", max_length=200)
    cap = MoneyField("plafond du prix unitaire", help_text="Indicatif, à fixer par le cahier des charges.")
    position = models.PositiveIntegerField("ordre", default=0)
    is_active = models.BooleanField("proposé", default=True)

    class Meta:
        verbose_name = "article du catalogue"
        verbose_name_plural = "catalogue"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "code"],
                name="catalogue_code_once_per_call",
                violation_error_message="Ce code existe déjà pour cet appel.",
            ),
            models.CheckConstraint(
                condition=Q(cap__gt=Decimal("0")),
                name="catalogue_cap_is_positive",
                violation_error_message="Le plafond est supérieur à zéro.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


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
        capped = F("quantity") * Least(F("unit_price"), Coalesce("unit_cap", "item__cap"))
        rows = self.order_by().values_list("project__candidacy")
        return dict(rows.annotate(eligible=Sum(capped, output_field=MoneyField())))


class Line(models.Model):
    """A quantity of one article at one unit price (in the call's basis, HT or TTC)."""

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

    @property
    def cap(self) -> Decimal:
        return self.unit_cap if self.unit_cap is not None else self.item.cap

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


class Delivery(models.Model):
    """The equipment and resources of a dossier were received."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="deliveries"
    )
    received_on = models.DateField("reçu le")
    comment = models.TextField("observations", blank=True)
    created_at = models.DateTimeField("enregistré le", default=timezone.now)

    class Meta:
        verbose_name = "réception"
        ordering = ["received_on", "id"]

    def __str__(self) -> str:
        return f"{self.candidacy} le {self.received_on:%d/%m/%Y}"
