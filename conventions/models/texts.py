"""The articles of the conventions, by kind of beneficiary, version after version."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class TextKind(models.TextChoices):
    COUNCIL = "commune", "Commune ou EPCI"
    OGEC = "ogec", "OGEC d’un collège privé"


class ArticleText(models.Model):
    """A version of the articles. Once published it never changes: conventions say which one they were made from."""

    kind = models.CharField("bénéficiaire", max_length=20, choices=TextKind)
    version = models.PositiveIntegerField("version")
    body = models.TextField("articles")
    saved_at = models.DateTimeField("enregistrée le", default=timezone.now)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "modèle de convention"
        verbose_name_plural = "modèles de convention"
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_text_per_version"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(published_at__isnull=True), name="one_draft_of_a_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, version {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None
