"""The pieces of a dossier: private files that its porteur, or an agent, adds to it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import ProtectedError, Q
from django.utils import timezone

from tne38.core.models import StoredFile

from ..enums import AttachmentSource, CandidacyState
from .calls import PieceKind
from .candidacies import Candidacy
from .projects import SchoolProject

KEPT = "A piece of a deposited dossier is never deleted."


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def with_file(self) -> "AttachmentQuerySet":
        """With all that a list of pieces shows."""
        return self.select_related("file", "kind", "project__school__commune", "added_by")

    def usable(self) -> "AttachmentQuerySet":
        """Those that can be opened."""
        return self.exclude(file__scan=StoredFile.Scan.INFECTED)

    def delete(self) -> tuple[int, dict[str, int]]:
        kept = list(self.exclude(candidacy__state=CandidacyState.DRAFT)[:1])
        if kept:
            raise ProtectedError(KEPT, set(kept))
        return super().delete()


class Attachment(models.Model):
    """One piece. Everything it hangs from is protected: it only goes by its own removal, from a draft."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="attachments"
    )
    # Null: for the whole dossier.
    project = models.ForeignKey(
        SchoolProject,
        verbose_name="établissement",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attachments",
    )
    # Null: none of those that the call names.
    kind = models.ForeignKey(
        PieceKind,
        verbose_name="nature",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attachments",
    )
    source = models.CharField(
        "origine", max_length=12, choices=AttachmentSource, default=AttachmentSource.FORM
    )
    file = models.OneToOneField(
        StoredFile, verbose_name="fichier", on_delete=models.PROTECT, related_name="attachment"
    )
    # Copied from the file, so that the database itself refuses the same bytes twice in a dossier.
    sha256 = models.CharField(max_length=64, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="ajoutée par", null=True, on_delete=models.PROTECT
    )
    added_at = models.DateTimeField("ajoutée le", default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce"
        ordering = ["candidacy", "added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "sha256"],
                name="file_once_per_dossier",
                violation_error_message="Ce fichier est déjà dans le dossier.",
            ),
            models.CheckConstraint(
                condition=Q(source__in=AttachmentSource.values), name="attachment_source_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.file.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.candidacy.state != CandidacyState.DRAFT:
            raise ProtectedError(KEPT, {self})
        return super().delete(*args, **kwargs)

    @property
    def label(self) -> str:
        """What this piece is, in words."""
        return self.kind.label if self.kind else self.get_source_display()
