"""The pages about the school: its figures, its equipment today, its project."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from ..enums import SocleDomain
from ..models import SchoolProject
from .answers import number
from .fields import WholeNumberField, YesNoField
from .page import AnswerPage

# A page whose answers count for the criteria of the call: they are explained as one types.
PRIORITIES = ("applications/figures.html", "applications/includes/figures_preview.html")


class SchoolPage(AnswerPage):
    """Établissement et effectifs. What the directory knows is a suggestion to confirm."""

    template_name, preview_name = PRIORITIES
    optional = frozenset({"contact_name", "contact_email", "linked_lycee"})
    companions = {"linked_to_lycee": ("linked_lycee",)}

    class Meta:
        model = SchoolProject
        fields = ["divisions", "pupils", "linked_to_lycee", "linked_lycee", "contact_name", "contact_email"]
        field_classes = {
            "divisions": WholeNumberField,
            "pupils": WholeNumberField,
            "linked_to_lycee": YesNoField,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.candidacy.call.is_for_college:
            self.fields["linked_to_lycee"].help_text = _lycee_help(self.project)
        else:
            del self.fields["linked_to_lycee"], self.fields["linked_lycee"]
        school = self.project.school
        if school.figures_year and school.pupils:
            self.fields["pupils"].help_text = (
                f"L’annuaire indique {number(school.pupils)} à la rentrée {school.figures_year} : "
                "corrigez si besoin."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("linked_to_lycee") is False:
            cleaned["linked_lycee"] = ""
        return cleaned


def _lycee_help(project: SchoolProject) -> str:
    text = (
        "Un collège et un lycée de même gestion ou sur le même site, par exemple dans un ensemble scolaire."
    )
    if lycee := project.school.suggested_lycee:
        text += f" D’après l’annuaire, le vôtre pourrait être relié à : {lycee}. À vous de confirmer."
    return text


class ParkPage(AnswerPage):
    """État du parc: what works today, for the criterion « faible taux d'équipement »."""

    template_name, preview_name = PRIORITIES
    optional = frozenset({"park_comment"})

    class Meta:
        model = SchoolProject
        fields = ["working_projectors", "working_mobile_labs", "park_comment"]
        field_classes = {"working_projectors": WholeNumberField, "working_mobile_labs": WholeNumberField}
        widgets = {"park_comment": forms.Textarea(attrs={"rows": 4})}


class ProjectPage(AnswerPage):
    """Projet pédagogique et domaines du socle."""

    socle_domains = forms.TypedMultipleChoiceField(
        label=capfirst(SchoolProject._meta.get_field("socle_domains").verbose_name),
        help_text=SchoolProject._meta.get_field("socle_domains").help_text,
        choices=SocleDomain.choices,
        coerce=int,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = SchoolProject
        fields = ["description", "socle_domains"]
        widgets = {"description": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.candidacy.call.requires_socle:
            self.optional = frozenset({"socle_domains"})
            self._mark_required(True)
