"""The page of the classes concerned by the equipment, each with its measured rate."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ..domain.classes import ClassValue, replace_classes
from ..models import ConnectedClass
from .answers import Table, number
from .fields import RateField
from .rows import Row, RowForm, RowsPage


class ClassRow(RowForm):
    name = forms.CharField(
        label="Classe",
        max_length=60,
        error_messages={"required": "Écrivez le nom de la classe, par exemple 6e A."},
    )
    mbps = RateField(
        label="Débit mesuré (Mb/s)", error_messages={"required": "Écrivez le débit mesuré, en Mb/s."}
    )

    @property
    def warning(self) -> str:
        """What is said at once of a rate that does not suffice."""
        minimum = self.page.candidacy.call.minimum_bandwidth
        if self.is_blank or not self.is_valid() or self.cleaned_data["mbps"] >= minimum:
            return ""
        return (
            f"Le débit est insuffisant : l’appel demande au moins {number(minimum)} Mb/s dans chaque classe "
            "équipée. Le dossier ne pourra pas être déposé ainsi."
        )


class ClassesPage(RowsPage):
    """Classes et Internet."""

    template_name = "applications/classes.html"
    preview_name = "applications/includes/classes_preview.html"
    prefix = "classes"
    row_form = ClassRow
    noun = "classe"

    def stored_rows(self) -> list[Row]:
        return [
            {"stored": str(group.pk), "name": group.name, "mbps": number(group.mbps)}
            for group in self.project.classes.all()
        ]

    def stored_values(self) -> dict[int, dict[str, Any]]:
        # Asked again after a save: what was prefetched is then of the past.
        stored = ConnectedClass.objects.filter(project=self.project)
        return {group.pk: {"name": group.name, "mbps": group.mbps} for group in stored}

    def write(self, values: Sequence[dict[str, Any]], *, by: Any) -> None:
        replace_classes(self.project, [ClassValue(value["name"], value["mbps"]) for value in values], by=by)

    def table(self) -> Table:
        rows = tuple((group.name, number(group.mbps)) for group in self.project.classes.all())
        return Table(("Classe", "Débit mesuré (Mb/s)"), rows, numeric=frozenset({1}))
