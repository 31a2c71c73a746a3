"""The pages where one chooses in a list of the call, or writes what the list does not hold."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst

from tne38.core.text import fold

from ..models import EntProduct, SchoolProject
from .fields import WholeNumberField, lines_of
from .page import AnswerPage


class LabelsPage(AnswerPage):
    """Check boxes from a list of the call, and a free text; stored together as a list of labels."""

    optional = frozenset({"other"})
    answer: ClassVar[str]  # the model field
    choices_of_call: ClassVar[str]  # the related name of the call's list
    other_label: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        proposed = [str(row) for row in getattr(self.candidacy.call, self.choices_of_call).all()]
        stored = getattr(self.project, self.answer)
        model_field = SchoolProject._meta.get_field(self.answer)
        self.fields[self.answer] = forms.MultipleChoiceField(
            label=capfirst(model_field.verbose_name),
            help_text=model_field.help_text,
            choices=[(label, label) for label in proposed],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["other"] = forms.CharField(
            label=self.other_label,
            help_text="Un par ligne.",
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=1000,
        )
        self.initial[self.answer] = [label for label in stored if label in proposed]
        self.initial["other"] = "\n".join(label for label in stored if label not in proposed)
        self._mark_required(True)

    def stored_names(self) -> dict[str, tuple[str, ...]]:
        return {self.answer: (self.answer, "other")}

    def values(self) -> dict[str, Any]:
        if not self.fields.keys() <= self.cleaned_data.keys():
            return {}
        chosen = self.cleaned_data[self.answer]
        return {self.answer: [*chosen, *(x for x in lines_of(self.cleaned_data["other"]) if x not in chosen)]}

    def told(self, stored: str, value: Any) -> str:
        return "\n".join(value)


class TrainingPage(LabelsPage):
    """Formation, with Réseau Canopé."""

    answer, choices_of_call, other_label = "training", "training_themes", "Autre thème de formation"

    class Meta:
        model = SchoolProject
        fields: list[str] = []


class FamilyPage(LabelsPage):
    """Parentalité, with the Ligue de l'enseignement."""

    answer, choices_of_call, other_label = "family_actions", "family_actions", "Autre action de parentalité"

    class Meta:
        model = SchoolProject
        fields: list[str] = []


class EntPage(AnswerPage):
    """Espace numérique de travail: a product that the Département has qualified, or another name."""

    OTHER = "autre"
    optional = frozenset({"ent_other", "ent_annual_cost"})

    # Named after the model field it fills, so that a finding leads to it.
    ent_name = forms.ChoiceField(widget=forms.RadioSelect)
    ent_other = forms.CharField(
        label="Nom de l’autre produit",
        max_length=100,
        help_text="Le Département vérifiera sa conformité au schéma directeur (SDET).",
    )

    class Meta:
        model = SchoolProject
        fields = ["ent_years", "ent_annual_cost"]
        field_classes = {"ent_years": WholeNumberField}

    field_order = ["ent_name", "ent_other", "ent_years", "ent_annual_cost"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products = list(self.candidacy.call.ent_products.all())
        self.names = {product.folded_name: product.name for product in products}
        self.fields["ent_name"].label = capfirst(SchoolProject._meta.get_field("ent_name").verbose_name)
        self.fields["ent_name"].choices = [
            *((product.folded_name, _described(product)) for product in products),
            (self.OTHER, "Un autre produit"),
        ]
        stored = self.project.ent_name
        known = fold(stored) in self.names
        self.initial["ent_name"] = fold(stored) if known else self.OTHER if stored else None
        self.initial["ent_other"] = "" if known else stored
        self._tell_settings()

    def _tell_settings(self) -> None:
        """What the call says of the duration and of the cost."""
        call, cost = self.candidacy.call, self.fields["ent_annual_cost"]
        self.fields["ent_years"].help_text = f"Au moins {call.ent_minimum_years} ans."
        cost.widget.attrs["class"] = "field--medium"
        cost.help_text = (
            f"En euros {self.candidacy.terms.price_basis}, 0 si l’abonnement est gratuit. Lorsque le produit ouvre droit à "
            f"subvention, {call.ent_subsidised_years} ans comptent dans la demande."
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("ent_name") == self.OTHER
            and "ent_other" in cleaned
            and not cleaned["ent_other"].strip()
        ):
            self.add_error("ent_other", "Écrivez le nom du produit, ou choisissez-en un dans la liste.")
        return cleaned

    def stored_names(self) -> dict[str, tuple[str, ...]]:
        names = ("ent_years", "ent_annual_cost")
        return {"ent_name": ("ent_name", "ent_other"), **{name: (name,) for name in names}}

    def values(self) -> dict[str, Any]:
        found = {
            name: self.cleaned_data[name]
            for name in ("ent_years", "ent_annual_cost")
            if name in self.cleaned_data
        }
        if {"ent_name", "ent_other"} <= self.cleaned_data.keys():
            chosen = self.cleaned_data["ent_name"]
            other = " ".join(self.cleaned_data["ent_other"].split())
            found["ent_name"] = other if chosen == self.OTHER else self.names.get(chosen, "")
        return found

    def told(self, stored: str, value: Any) -> str:
        return value if stored == "ent_name" else super().told(stored, value)


def _described(product: EntProduct) -> str:
    if not product.fulfils:
        return f"{product.name} – ne remplit pas l’obligation"
    return product.name if product.subsidised else f"{product.name} – remplit l’obligation, sans subvention"
