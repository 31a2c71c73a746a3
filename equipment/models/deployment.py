"""What happens once the convention is notified: orders, deliveries, the ENT, training and parentalité."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models import Attachment, Candidacy, SchoolProject

from ..enums import Accompaniment
from .resources import ResourceLine, once_per


class Order(models.Model):
    """What was ordered from a supplier."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="orders"
    )
    supplier = models.CharField("fournisseur", max_length=200)
    ordered_on = models.DateField("commandé le")
    cancelled = models.BooleanField("annulée", default=False)
    created_at = models.DateTimeField("enregistré le", default=timezone.now)

    class Meta:
        verbose_name = "commande"
        ordering = ["candidacy", "ordered_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(supplier=""),
                name="order_has_a_supplier",
                violation_error_message="Indiquez le fournisseur.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}, le {self.ordered_on:%d/%m/%Y}"


class OrderLine(ResourceLine):
    order = models.ForeignKey(Order, verbose_name="commande", on_delete=models.PROTECT, related_name="lines")

    class Meta:
        verbose_name = "ligne de commande"
        verbose_name_plural = "lignes de commande"
        ordering = ["order", "id"]
        constraints = once_per("order", "order")

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item or 'ENT'}"


class Delivery(models.Model):
    """What was received on a day; or, when it `closes`, why nothing more is waited for."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="deliveries"
    )
    received_on = models.DateField("reçu le")
    comment = models.TextField("observations", blank=True)
    # The delivery note.
    attachment = models.ForeignKey(
        Attachment,
        verbose_name="justificatif",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deliveries",
    )
    closes = models.BooleanField("clôt les livraisons", default=False)
    cancelled = models.BooleanField("annulée", default=False)
    created_at = models.DateTimeField("enregistré le", default=timezone.now)

    class Meta:
        verbose_name = "réception"
        ordering = ["received_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy"], condition=Q(closes=True), name="deliveries_closed_once"
            ),
            models.CheckConstraint(
                condition=Q(closes=False) | ~Q(comment=""),
                name="closing_has_a_reason",
                violation_error_message="Indiquez le motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} le {self.received_on:%d/%m/%Y}"


class DeliveryLine(ResourceLine):
    delivery = models.ForeignKey(
        Delivery, verbose_name="réception", on_delete=models.PROTECT, related_name="lines"
    )

    class Meta:
        verbose_name = "ligne de réception"
        verbose_name_plural = "lignes de réception"
        ordering = ["delivery", "id"]
        constraints = once_per("delivery", "delivery")

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item or 'ENT'}"


class DataAgreement(models.Model):
    """The ENT of a public école: told to the conseil d'école, then agreed with the DSDEN when it is its first."""

    project = models.OneToOneField(
        SchoolProject, verbose_name="école", on_delete=models.PROTECT, related_name="data_agreement"
    )
    had_ent = models.BooleanField("l’école avait déjà un ENT", default=False)
    presented_on = models.DateField("présenté en conseil d’école le", null=True, blank=True)
    signed_on = models.DateField("convention signée avec la DSDEN le", null=True, blank=True)

    class Meta:
        verbose_name = "convention de données avec la DSDEN"
        verbose_name_plural = "conventions de données avec la DSDEN"
        ordering = ["project"]

    def __str__(self) -> str:
        return f"ENT de {self.project}"

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do before the ENT opens."""
        return self.had_ent or (self.presented_on is not None and self.signed_on is not None)


class AccompanimentStep(models.Model):
    """A training or a parentalité action that a project chose: when it is planned, when it was done."""

    project = models.ForeignKey(
        SchoolProject, verbose_name="établissement", on_delete=models.PROTECT, related_name="accompaniment"
    )
    kind = models.CharField("volet", max_length=12, choices=Accompaniment)
    label = models.TextField("action")
    planned_on = models.DateField("prévue le", null=True, blank=True)
    done_on = models.DateField("faite le", null=True, blank=True)

    class Meta:
        verbose_name = "action d’accompagnement"
        verbose_name_plural = "actions d’accompagnement"
        ordering = ["project", "kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "label"], name="accompaniment_once"),
            models.CheckConstraint(
                condition=Q(kind__in=Accompaniment.values), name="accompaniment_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label
