"""The money of a call, per funder, and what decisions take from it."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models import Call, Candidacy
from tne38.core.money_fields import MoneyField

from ..enums import Funder


class Envelope(models.Model):
    """What one funder puts into a call, in euros."""

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.PROTECT, related_name="envelopes")
    funder = models.CharField("financeur", max_length=20, choices=Funder)
    amount = MoneyField("montant")

    class Meta:
        verbose_name = "enveloppe"
        ordering = ["call", "funder"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "funder"],
                name="one_envelope_per_funder",
                violation_error_message="Ce financeur a déjà une enveloppe pour cet appel.",
            ),
            models.CheckConstraint(condition=Q(amount__gte=Decimal("0")), name="envelope_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.call} – {self.get_funder_display()}"


class Reservation(models.Model):
    """What a decision takes from an envelope, in euros."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="reservations")
    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="reservations")
    amount = MoneyField("montant")

    class Meta:
        verbose_name = "réservation"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "candidacy"], name="one_reservation_per_dossier"),
            models.CheckConstraint(condition=Q(amount__gte=Decimal("0")), name="reservation_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} : {self.amount}"


class Overrun(models.Model):
    """A reservation that was allowed to pass its envelope: by how much that day, by whom and why."""

    envelope = models.ForeignKey(
        Envelope, verbose_name="enveloppe", on_delete=models.PROTECT, related_name="overruns"
    )
    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="overruns"
    )
    amount = MoneyField("dépassement")
    reason = models.TextField("motif")
    actor_label = models.CharField("autorisé par", max_length=254)
    created_at = models.DateTimeField("autorisé le", default=timezone.now)

    class Meta:
        verbose_name = "dépassement d’enveloppe"
        verbose_name_plural = "dépassements d’enveloppe"
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=Decimal("0")), name="overrun_is_positive"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="overrun_has_its_reason",
                violation_error_message="Un dépassement d’enveloppe se motive.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.envelope} : {self.amount} ({self.candidacy})"
