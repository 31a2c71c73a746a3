"""The page of the classes concerned by the equipment, each with its measured rate."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from ..domain.classes import ClassValue, replace_classes
from ..domain.merging import Verdict
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
        minimum = self.page.candidacy.terms.minimum_bandwidth
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
    noun, journal_name = "classe", "classes"
    rows_on_paper = 16

    def loaded(self) -> Iterable[ConnectedClass]:
        return self.project.classes.all()

    def stored(self) -> Iterable[ConnectedClass]:
        return ConnectedClass.objects.filter(project=self.project)

    def typed(self, row: ConnectedClass) -> Row:
        return {"stored": str(row.pk), "name": row.name, "mbps": number(row.mbps)}

    def value(self, row: Any) -> ClassValue:
        return (
            ClassValue(row["name"], row["mbps"]) if isinstance(row, dict) else ClassValue(row.name, row.mbps)
        )

    def replace(self, values: Sequence[ClassValue], *, by: Any, expected: str | None) -> Verdict:
        return replace_classes(self.project, values, by=by, expected=expected)

    def table(self) -> Table:
        rows = tuple((group.name, number(group.mbps)) for group in self.project.classes.all())
        return Table(("Classe", "Débit mesuré (Mb/s)"), rows, numeric=frozenset({1}))
