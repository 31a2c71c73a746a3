"""The deadline of one dossier, put off by an agent for a reason."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .candidacies import Candidacy


class Extension(models.Model):
    """One decision to put off; the last one is what `Candidacy.extended_until` says."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.CASCADE, related_name="extensions"
    )
    until = models.DateTimeField("prolongé jusqu’au")
    reason = models.TextField("motif", max_length=1000, help_text="Le porteur le lira.")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="accordé par",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    granted_at = models.DateTimeField("accordé le", default=timezone.now)

    class Meta:
        verbose_name = "prolongation"
        ordering = ["-granted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="extension_has_a_reason",
                violation_error_message="Indiquez le motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} : {timezone.localtime(self.until):%d/%m/%Y}"
