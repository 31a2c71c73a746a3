"""Which school to copy, and what of it."""

from typing import Any

from django import forms

from ..domain.copying import parts
from ..models import SchoolProject
from ..schools import school_names


class CopyForm(forms.Form):
    """The other schools of the dossier, and the parts that may be copied, all ticked."""

    use_required_attribute = False
    source = forms.TypedChoiceField(
        label="École à copier", error_messages={"required": "Choisissez une école."}
    )
    parts = forms.MultipleChoiceField(
        label="Réponses à copier",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une rubrique."},
    )

    def __init__(self, projects: list[SchoolProject], target: SchoolProject, data: Any = None) -> None:
        super().__init__(data)
        others = {project.pk: project for project in projects if project.pk != target.pk}
        names = school_names(projects)
        source = self.fields["source"]
        source.choices = [("", "Choisissez une école"), *((pk, names[pk]) for pk in others)]
        source.coerce = lambda pk: others[int(pk)]
        offered = [(part.slug, part.label) for part in parts()]
        self.fields["parts"].choices = offered
        self.initial["parts"] = [slug for slug, _ in offered]
