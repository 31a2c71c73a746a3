"""What the beneficiary bought: invoices, matched article by article to what was granted."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.enums import PriceBasis
from applications.models import SchoolProject
from equipment.keys import Key
from equipment.models import CatalogueItem
from tne38.core.identifiers import compact
from tne38.core.models import StoredFile
from tne38.core.money_fields import MoneyField
from tne38.core.text import fold

from .conventions import Convention
from .payments import Claim


def invoice_key(number: str) -> str:
    """An invoice number without what people write in different ways: « Fa-2025/001 » is « fa2025001 »."""
    return "".join(character for character in fold(number) if character.isalnum())


class Invoice(models.Model):
    """An invoice of a supplier; part of a request for payment once it is filed."""

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="invoices")
    # Null while the porteur prepares its request.
    claim = models.ForeignKey(
        Claim,
        verbose_name="demande",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invoices",
    )
    supplier_name = models.CharField("fournisseur", max_length=200)
    supplier_siret = models.CharField("SIRET du fournisseur", max_length=14)
    number = models.CharField("numéro de la facture", max_length=60)
    # The identity of an invoice: a company numbers its invoices once, whichever of its sites writes them.
    supplier_siren = models.CharField(max_length=9, editable=False)
    number_key = models.CharField(max_length=60, editable=False)
    issued_on = models.DateField("date de la facture")
    paid_on = models.DateField("acquittée le", null=True, blank=True)
    amount_ht = MoneyField("montant HT")
    amount_ttc = MoneyField("montant TTC")
    file = models.ForeignKey(StoredFile, verbose_name="fichier", on_delete=models.PROTECT, related_name="+")
    # Filed and not refused as a whole: then no other request may hold it. Kept while what it bought is not received.
    counts = models.BooleanField("prise en compte", default=False, editable=False)
    refused = models.CharField("écartée pour", max_length=300, blank=True, editable=False)
    added_at = models.DateTimeField("ajoutée le", default=timezone.now)

    class Meta:
        verbose_name = "facture"
        ordering = ["convention", "claim", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier_siren", "number_key"],
                condition=Q(counts=True),
                name="invoice_counts_once",
                violation_error_message="Cette facture est déjà présentée dans une demande de versement.",
            ),
            models.UniqueConstraint(
                fields=["convention", "supplier_siren", "number_key"],
                condition=Q(claim__isnull=True),
                name="invoice_prepared_once",
                violation_error_message="Cette facture est déjà dans votre demande.",
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=False) | Q(counts=False, refused=""),
                name="invoice_counts_once_filed",
            ),
            models.CheckConstraint(
                condition=Q(amount_ht__gt=Decimal("0"), amount_ttc__gte=models.F("amount_ht")),
                name="invoice_ttc_is_at_least_ht",
                violation_error_message="Le montant TTC est au moins égal au montant HT.",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(paid_on__gte=models.F("issued_on")),
                name="invoice_is_paid_after_its_date",
                violation_error_message="Une facture est acquittée au plus tôt à sa date.",
            ),
            models.CheckConstraint(
                condition=~Q(supplier_siren="") & ~Q(number_key=""), name="invoice_has_an_identity"
            ),
        ]

    def __str__(self) -> str:
        return f"facture n° {self.number} de {self.supplier_name}"

    def identify(self) -> None:
        """Work out what makes it the same invoice as another."""
        self.supplier_siret = compact(self.supplier_siret)
        self.supplier_siren, self.number_key = self.supplier_siret[:9], invoice_key(self.number)

    def amount(self, basis: str) -> Decimal:
        """Euros, HT or TTC."""
        return self.amount_ht if basis == PriceBasis.HT else self.amount_ttc


class InvoiceLine(models.Model):
    """So many of a granted article, at a unit price in the basis of the dossier; years of an ENT without one."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    project = models.ForeignKey(
        SchoolProject, verbose_name="établissement", on_delete=models.PROTECT, related_name="+"
    )
    item = models.ForeignKey(
        CatalogueItem, verbose_name="article", null=True, on_delete=models.PROTECT, related_name="+"
    )
    quantity = models.PositiveIntegerField("quantité")
    unit_price = MoneyField("prix unitaire")

    class Meta:
        verbose_name = "ligne de facture"
        verbose_name_plural = "lignes de facture"
        ordering = ["invoice", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "project", "item"],
                name="invoice_line_once_per_article",
            ),
            models.UniqueConstraint(
                fields=["invoice", "project"],
                condition=Q(item__isnull=True),
                name="invoice_line_once_per_ent",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, unit_price__gt=Decimal("0")), name="invoice_line_has_a_price"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item or 'ENT'}"

    @property
    def key(self) -> Key:
        return Key(self.project_id, self.item_id)
