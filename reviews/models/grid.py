"""What members of the commission judge in the dossiers of a call."""

from django.db import models
from django.db.models import Q

from applications.models import Call


class JudgedCriterion(models.Model):
    """A row of the grid of a call; it no longer changes once a first opinion is filed (`domain/grid.py`)."""

    call = models.ForeignKey(
        Call, verbose_name="appel", on_delete=models.PROTECT, related_name="judged_criteria"
    )
    label = models.CharField("critère", max_length=120)
    help = models.CharField(
        "aide", max_length=300, blank=True, help_text="Ce que le membre regarde pour noter."
    )
    weight = models.PositiveIntegerField(
        "poids", default=1, help_text="La moyenne des notes est multipliée par ce poids."
    )
    scale = models.PositiveIntegerField(
        "note maximale", default=5, help_text="Les notes vont de 0 à ce nombre, sans décimale."
    )
    position = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "critère jugé par la commission"
        verbose_name_plural = "critères jugés par la commission"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "label"],
                name="judged_criterion_once_per_call",
                violation_error_message="Ce critère est déjà dans la grille.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, scale__gte=1),
                name="judged_criterion_weighs",
                violation_error_message="Le poids et la note maximale sont d’au moins 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
