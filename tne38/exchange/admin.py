"""The imports of spreadsheets on the agents' site: the list, sending a file, the report of one."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path

from applications import agent_pages
from applications.agent_pages import Desk
from tne38.core.admin_pages import ReadOnlyAdmin

from .models import SheetImport
from .pages import ImportPages
from .subsidies import EXPORT

agent_pages.add_desk(
    Desk(
        "Subventions à publier (SCDL)",
        "Télécharger les subventions accordées dans le format national des données ouvertes.",
        EXPORT,
        "admin:subsidies",
    )
)


@admin.register(SheetImport)
class SheetImportAdmin(ImportPages, ReadOnlyAdmin):
    list_display = ["file_name", "call", "created_by", "created_at", "stage", "deposited", "refused"]
    list_filter = ["call"]
    list_select_related = ["call", "file", "created_by"]
    sortable_by = ["created_at"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/importer/", view(self.confirm), name="exchange_sheetimport_confirm"),
            path("modele/<slug:slug>.<str:form>", view(self.model_file), name="exchange_sheetimport_model"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("exchange.add_sheetimport"))

    @admin.display(description="fichier")
    def file_name(self, sheet_import: SheetImport) -> str:
        return sheet_import.file.name

    @admin.display(description="étape")
    def stage(self, sheet_import: SheetImport) -> str:
        return stage_of(sheet_import)

    @admin.display(description="importés")
    def deposited(self, sheet_import: SheetImport) -> str:
        return str(len(sheet_import.rows("accepte"))) if sheet_import.imported_at else "–"

    @admin.display(description="refusés")
    def refused(self, sheet_import: SheetImport) -> str:
        return str(len(sheet_import.rows("refuse"))) if sheet_import.examined_at else "–"


def stage_of(sheet_import: SheetImport) -> str:
    """Where an import is, in words."""
    if sheet_import.imported_at:
        return "importé"
    if sheet_import.confirmed_at:
        return "import en cours"
    if not sheet_import.examined_at:
        return "examen en cours"
    return "à confirmer" if sheet_import.can_be_confirmed else "à corriger"
