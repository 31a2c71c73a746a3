"""What is printed once and kept: the minutes of a session, the letters that notify its decisions."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models import Candidacy
from tne38.core.models import StoredFile

from ..enums import Outcome
from .sessions import Session


class Minutes(models.Model):
    """The minutes of a closed session: their data from its closing, their bytes once they are printed."""

    session = models.OneToOneField(
        Session, verbose_name="séance", on_delete=models.PROTECT, related_name="minutes"
    )
    data = models.JSONField("données", editable=False)
    file = models.ForeignKey(
        StoredFile,
        verbose_name="document",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sha256 = models.CharField("empreinte SHA-256", max_length=64, blank=True, editable=False)
    template_version = models.CharField("version du modèle", max_length=20, blank=True, editable=False)
    made_at = models.DateTimeField("établi le", null=True, editable=False)

    class Meta:
        verbose_name = "procès-verbal"
        verbose_name_plural = "procès-verbaux"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=True, made_at__isnull=True, sha256="")
                | (Q(file__isnull=False, made_at__isnull=False) & ~Q(sha256="") & ~Q(template_version="")),
                name="printed_minutes_are_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"Procès-verbal, {self.session}"


class Letter(models.Model):
    """The letter that notified a decision, never printed again."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="letters"
    )
    outcome = models.CharField("décision", max_length=20, choices=Outcome)
    file = models.OneToOneField(
        StoredFile, verbose_name="document", on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    template_version = models.CharField("version du modèle", max_length=20)
    data = models.JSONField("données")
    created_at = models.DateTimeField("établie le", default=timezone.now)

    class Meta:
        verbose_name = "lettre de notification"
        verbose_name_plural = "lettres de notification"
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.candidacy} : {self.get_outcome_display()}"
