"""What may be subsidised: the catalogue of a call."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from applications.models import Call
from applications.models.calls import RateField
from applications.terms import Terms
from tne38.core.money_fields import MoneyField

from ..pricing import in_basis


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
    vat_rate = RateField(
        "taux de TVA",
        default=Decimal("0.2"),
        help_text="0,20 pour 20 % : ramène le plafond à la base du dossier, quand l’appel le demande.",
    )
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
            models.CheckConstraint(
                condition=Q(vat_rate__gte=0, vat_rate__lte=1),
                name="catalogue_vat_is_a_part_of_one",
                violation_error_message="Un taux de TVA est compris entre 0 et 1 (0,20 pour 20 %).",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def cap_under(self, terms: Terms) -> Decimal:
        """The cap in the price basis of a dossier, in euros."""
        return in_basis(self.cap, of=terms.cap_basis, basis=terms.price_basis, vat_rate=self.vat_rate)
