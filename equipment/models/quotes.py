"""The quotes that a porteur files, matched to what was granted."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models import Attachment, Candidacy, SchoolProject
from tne38.core.money_fields import MoneyField

from ..enums import QuoteState
from .resources import ResourceLine, once_per


class QuoteQuerySet(models.QuerySet["Quote"]):
    def counted(self) -> "QuoteQuerySet":
        """Those that make the expense of a dossier: to be checked, or accepted."""
        return self.filter(state__in=[QuoteState.FILED, QuoteState.ACCEPTED])

    def to_replace(self) -> "QuoteQuerySet":
        return self.filter(state=QuoteState.TO_REPLACE)


class Quote(models.Model):
    """A supplier's offer, with its file; its lines are typed by the porteur, or by the agent who checks it."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="quotes"
    )
    supplier = models.CharField("fournisseur", max_length=200)
    siret = models.CharField("SIRET du fournisseur", max_length=14, blank=True)
    number = models.CharField("numéro du devis", max_length=60)
    dated_on = models.DateField("date du devis")
    attachment = models.ForeignKey(
        Attachment, verbose_name="fichier", on_delete=models.PROTECT, related_name="quotes"
    )
    state = models.CharField("état", max_length=12, choices=QuoteState, default=QuoteState.FILED)
    reason = models.TextField("motif", blank=True, max_length=3000)
    replaces = models.OneToOneField(
        "self",
        verbose_name="remplace",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replacement",
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="déposé par",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    filed_at = models.DateTimeField("déposé le", default=timezone.now)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = "devis"
        verbose_name_plural = "devis"
        ordering = ["candidacy", "filed_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=QuoteState.values), name="quote_has_a_known_state"),
            models.CheckConstraint(
                condition=~Q(supplier="") & ~Q(number=""),
                name="quote_is_identified",
                violation_error_message="Un devis a un fournisseur et un numéro.",
            ),
            models.CheckConstraint(
                condition=~Q(state=QuoteState.TO_REPLACE) | ~Q(reason=""),
                name="quote_to_replace_has_a_reason",
                violation_error_message="Indiquez le motif.",
            ),
            models.UniqueConstraint(
                fields=["candidacy", "supplier", "number"],
                condition=Q(state__in=[QuoteState.FILED, QuoteState.ACCEPTED]),
                name="quote_counted_once",
                violation_error_message="Ce devis est déjà dans le dossier.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}, n° {self.number}"

    @property
    def is_counted(self) -> bool:
        return self.state in {QuoteState.FILED, QuoteState.ACCEPTED}


class QuoteLine(ResourceLine):
    """An article at a unit price, in the basis of the dossier; for an ENT, years at an annual price.

    Without a school, it is something that was not granted, as `label` names it.
    """

    quote = models.ForeignKey(Quote, verbose_name="devis", on_delete=models.PROTECT, related_name="lines")
    project = models.ForeignKey(
        SchoolProject,
        verbose_name="établissement",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    label = models.CharField("désignation", max_length=200, blank=True)
    unit_price = MoneyField("prix unitaire")

    class Meta:
        verbose_name = "ligne de devis"
        verbose_name_plural = "lignes de devis"
        ordering = ["quote", "id"]
        constraints = [
            *once_per("quote", "quote"),
            models.CheckConstraint(
                condition=Q(unit_price__gt=Decimal("0")),
                name="quote_line_has_a_price",
                violation_error_message="Le prix unitaire est supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=False, label="")
                | (Q(project__isnull=True, item__isnull=True) & ~Q(label="")),
                name="quote_line_is_granted_or_named",
                violation_error_message="Une ligne correspond à un article accordé, ou porte sa désignation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item or self.label or 'ENT'}"

    @property
    def amount(self) -> Decimal:
        """Euros, as quoted."""
        return self.quantity * self.unit_price
