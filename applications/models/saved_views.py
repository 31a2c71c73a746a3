"""A filter of the list of dossiers that an agent comes back to."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class SavedView(models.Model):
    """One agent's own name for a search: nobody else sees it, and it opens nothing by itself."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField("nom de la vue", max_length=60)
    query = models.CharField("filtres", max_length=500)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "vue enregistrée"
        verbose_name_plural = "vues enregistrées"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_view_once_per_name",
                violation_error_message="Vous avez déjà une vue de ce nom.",
            ),
            models.CheckConstraint(condition=~models.Q(query=""), name="saved_view_has_filters"),
        ]

    def __str__(self) -> str:
        return self.name
