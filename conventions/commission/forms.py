"""The forms of a meeting of the commission permanente: its date and dossiers, its result, its dates."""

from typing import Any

from django import forms

from applications.models import Candidacy
from equipment.forms.fields import day_field
from tne38.core.money import french

from ..domain.commissions import candidates
from ..domain.votes import Act, Ruling
from ..models import ACT_NUMBER, CommissionItem, ItemOutcome, PermanentCommission


class AgendaForm(forms.Form):
    """The date of a meeting and the dossiers that it is to vote."""

    held_on = day_field("Date de la séance")
    dossiers = forms.ModelMultipleChoiceField(
        label="Dossiers à inscrire",
        queryset=Candidacy.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les dossiers dont les devis sont conformes et qu’aucune autre séance ne vote.",
    )

    def __init__(self, *args: Any, commission: PermanentCommission | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["dossiers"]
        field.queryset = candidates(commission).select_related("organisation", "call", "decision")
        field.label_from_instance = _label
        if not field.queryset.exists():
            field.help_text = "Aucun dossier n’attend de vote : vous pourrez en inscrire plus tard."


def _label(candidacy: Candidacy) -> str:
    return f"{candidacy.number} – {candidacy.organisation.name}, {french(candidacy.decision.amount)}"


class DatesForm(forms.Form):
    """When the act was transmitted to the préfet and published: it is in force from then on."""

    transmitted_on = day_field("Transmis au préfet le", required=False)
    published_on = day_field("Publié le", required=False)


class ResultForm(DatesForm):
    """The act and what became of each dossier: adopted unless one says otherwise."""

    number = forms.CharField(
        label="Numéro de l’acte",
        max_length=30,
        validators=[ACT_NUMBER],
        help_text="Comme au recueil des actes : 2025 CP06 B 16 31.",
    )
    field_order = ["number", "transmitted_on", "published_on"]

    def __init__(self, *args: Any, items: list[CommissionItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            key = item.candidacy_id
            self.fields[f"outcome_{key}"] = forms.ChoiceField(
                label=f"Résultat du dossier {item.candidacy}",
                choices=ItemOutcome.choices,
                initial=ItemOutcome.ADOPTED,
                widget=forms.Select(attrs={"aria-label": f"Résultat du dossier {item.candidacy}"}),
            )
            self.fields[f"reason_{key}"] = forms.CharField(
                label=f"Motif pour le dossier {item.candidacy}",
                required=False,
                max_length=500,
                widget=forms.TextInput(attrs={"aria-label": f"Motif pour le dossier {item.candidacy}"}),
            )

    def rows(self) -> list[tuple[CommissionItem, Any, Any]]:
        """The dossiers, each with its two fields."""
        return [
            (item, self[f"outcome_{item.candidacy_id}"], self[f"reason_{item.candidacy_id}"])
            for item in self.items
        ]

    def act(self) -> Act:
        values = self.cleaned_data
        return Act(values["number"], values["transmitted_on"], values["published_on"])

    def rulings(self) -> dict[int, Ruling]:
        values = self.cleaned_data
        return {
            item.candidacy_id: Ruling(
                ItemOutcome(values[f"outcome_{item.candidacy_id}"]), values[f"reason_{item.candidacy_id}"]
            )
            for item in self.items
        }
