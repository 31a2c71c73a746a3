"""A subsidy that has lapsed: why, since when, what goes back to the envelope, the letter that says it."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tne38.core.models import StoredFile
from tne38.core.money_fields import MoneyField

from .conventions import Convention


class Lapse(models.Model):
    """The lapse of one convention, as an agent pronounced it; amounts in euros."""

    convention = models.OneToOneField(Convention, on_delete=models.PROTECT, related_name="lapse")
    reason = models.TextField("motif")
    # Null for a convention that was never notified: no deadline ran.
    term = models.DateField("échéance passée", null=True)
    pronounced_on = models.DateField("constatée le")
    paid = MoneyField("déjà versé")
    department_share = MoneyField("part du Département rendue")
    tne_share = MoneyField("part TNE rendue")
    letter = models.ForeignKey(StoredFile, verbose_name="lettre", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("enregistrée le", default=timezone.now)

    class Meta:
        verbose_name = "caducité"
        ordering = ["pronounced_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="lapse_has_its_reason",
                violation_error_message="Une caducité se motive.",
            ),
            models.CheckConstraint(
                condition=Q(term__isnull=True) | Q(pronounced_on__gt=F("term")),
                name="lapse_comes_after_its_term",
                violation_error_message="La caducité se constate une fois l’échéance passée.",
            ),
            models.CheckConstraint(
                condition=Q(
                    paid__gte=Decimal("0"), department_share__gte=Decimal("0"), tne_share__gte=Decimal("0")
                ),
                name="lapse_gives_back_no_negative_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"Caducité de la convention n° {self.convention.number}"

    @property
    def given_back(self) -> Decimal:
        """What returns to the two envelopes, in euros."""
        return self.department_share + self.tne_share
