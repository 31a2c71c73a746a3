"""What a public porteur asks of others than this programme."""

from django.db import models
from django.db.models import Q

from tne38.core.money_fields import MoneyField

from ..enums import FundingState
from .candidacies import Candidacy


class OtherFunding(models.Model):
    """A public subsidy asked of, or granted by, someone else for the same expense; euros."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.CASCADE, related_name="other_fundings"
    )
    funder = models.CharField("financeur", max_length=150)
    amount = MoneyField("montant")
    state = models.CharField("état", max_length=10, choices=FundingState)
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "autre financement"
        verbose_name_plural = "autres financements"
        ordering = ["candidacy", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="other_funding_has_an_amount",
                violation_error_message="Le montant est supérieur à zéro.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=FundingState.values), name="other_funding_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder} ({self.get_state_display()})"
