"""The forms of a scenario: its settings, its amounts."""

from collections.abc import Iterable
from typing import Any

from django import forms

from applications.forms.fields import WholeNumberField
from applications.models import Call
from tne38.core.money import NO_BREAK_SPACE, french
from tne38.core.money_fields import MoneyFormField

from ..domain.grid import criteria_of
from ..domain.ranking import envelope_of
from ..domain.scenarios import tried_weights
from ..models import Scenario
from ..models.scenarios import RULE_SETTINGS

WEIGHT = "poids-"


class EquipmentRateField(forms.DecimalField):
    """Sets in good order per division; a comma or a dot."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Écrivez un taux, par exemple 0,50."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_digits=5, decimal_places=4, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "class": "field--short"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return (
            value if value is None or isinstance(value, str) else f"{value.normalize():f}".replace(".", ",")
        )


class ScenarioForm(forms.Form):
    """What a scenario changes. A field left empty is the setting of the call."""

    name = forms.CharField(
        label="Nom", max_length=80, help_text="Ce que le scénario essaie : « Trois critères exigés »."
    )
    minimum_criteria = WholeNumberField(label="Critères pour être prioritaire", required=False)
    priority_threshold = MoneyFormField(
        label="Seuil des établissements prioritaires (en euros)", required=False
    )
    standard_threshold = MoneyFormField(label="Seuil des autres établissements (en euros)", required=False)
    low_equipment_rate = EquipmentRateField(label="Taux d’équipement faible, en dessous de", required=False)
    points_isolated = WholeNumberField(label="Points : établissement isolé", required=False)
    points_size = WholeNumberField(label="Points : taille", required=False)
    points_low_equipment = WholeNumberField(label="Points : faible équipement", required=False)
    envelope = MoneyFormField(label="Enveloppe, tous financeurs ensemble (en euros)", required=False)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in RULE_SETTINGS:
            if call.automatic_criteria:
                self.fields[name].help_text = self._of_the_call(name, getattr(call, name))
            else:
                del self.fields[name]
        for criterion in criteria_of(call):
            self.fields[f"{WEIGHT}{criterion.key}"] = WholeNumberField(
                label=f"Poids\u00a0: {criterion.label}",
                required=False,
                help_text=f"Laissé vide, comme l’appel{NO_BREAK_SPACE}: {criterion.weight}.",
            )
        amount = envelope_of(call)
        told = "aucune" if amount is None else french(amount, cents=False)
        self.fields["envelope"].help_text = f"Laissé vide, comme l’appel{NO_BREAK_SPACE}: {told}."

    def values(self) -> dict[str, Any]:
        """What the domain takes: the weights of the judged criteria together, by key."""
        given = {name: value for name, value in self.cleaned_data.items() if not name.startswith(WEIGHT)}
        weights = {
            int(name.removeprefix(WEIGHT)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(WEIGHT)
        }
        return {**given, "weights": weights}

    def _of_the_call(self, name: str, value: Any) -> str:
        field = self.fields[name]
        told = french(value, cents=False) if isinstance(field, MoneyFormField) else field.prepare_value(value)
        return f"Laissé vide, comme l’appel{NO_BREAK_SPACE}: {told}."


def values_of(scenario: Scenario) -> dict[str, Any]:
    """What the form shows of a scenario."""
    weights = {f"{WEIGHT}{key}": weight for key, weight in tried_weights(scenario).items()}
    return {"name": scenario.name, "envelope": scenario.envelope, **scenario.settings, **weights}


class AmountsForm(forms.Form):
    """The amounts of one page of dossiers, by key; an empty one is what the rule proposes."""

    def __init__(self, *args: Any, labels: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in labels:
            self.fields[str(key)] = MoneyFormField(label=label, required=False)
            self.fields[str(key)].widget.attrs.update({"aria-label": f"Montant fixé, {label}"})

    def amounts(self) -> dict[int, Any]:
        return {int(name): amount for name, amount in self.cleaned_data.items()}
