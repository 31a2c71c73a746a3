"""A spreadsheet of dossiers that an agent sent: the file, what its examination said, what was imported of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models import Call
from tne38.core.models import StoredFile


class SheetImport(models.Model):
    """One spreadsheet, from its examination, which stores no dossier, to its import.

    `report` holds, by row of the file, what became of each dossier (`report.py`).
    """

    call = models.ForeignKey(
        Call, on_delete=models.PROTECT, related_name="sheet_imports", verbose_name="appel"
    )
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="sheet_import", verbose_name="fichier"
    )
    annotated = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", null=True)
    report = models.JSONField("compte rendu", default=dict)
    created_at = models.DateTimeField("envoyé le", default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="envoyé par"
    )
    examined_at = models.DateTimeField("examiné le", null=True)
    confirmed_at = models.DateTimeField("import demandé le", null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    imported_at = models.DateTimeField("importé le", null=True)

    class Meta:
        verbose_name = "import de dossiers"
        verbose_name_plural = "imports de dossiers papier"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, examined_at__isnull=False),
                name="sheet_import_confirmed_after_its_examination",
                violation_error_message="Un import se confirme après l’examen du fichier.",
            ),
            models.CheckConstraint(
                condition=Q(imported_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="sheet_imported_once_confirmed",
                violation_error_message="Un import se fait une fois confirmé.",
            ),
        ]

    def __str__(self) -> str:
        return f"import n° {self.pk}"

    def rows(self, outcome: str) -> list[dict[str, Any]]:
        """The dossiers of the report with this outcome: « accepte », « ignore » or « refuse »."""
        return [row for row in self.report.get("dossiers", []) if row["issue"] == outcome]

    @property
    def can_be_confirmed(self) -> bool:
        return bool(
            self.examined_at
            and not self.confirmed_at
            and not self.report.get("problemes")
            and self.rows("accepte")
        )
