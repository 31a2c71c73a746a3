"""A quote: what identifies it, its file, and a line for each thing granted that it offers."""

from dataclasses import dataclass
from typing import Any

from django import forms

from applications.models import Candidacy

from ..domain.quotes import QuotedValue, QuoteValue
from ..granted import Resource, by_school, resources_of
from ..models import Quote, QuoteLine
from .fields import day_field, file_field, name_of, quantity_field, sent_file
from .lines import PriceField

SPARE_ROWS = 2


@dataclass(frozen=True)
class Row:
    """The fields of a line. `resource` is None for what was not granted, which has a `label` field."""

    resource: Resource | None
    quantity: forms.BoundField
    price: forms.BoundField
    label: forms.BoundField | None = None


class QuoteForm(forms.Form):
    """The lines left empty are not in the quote; all may be, an agent then types them."""

    use_required_attribute = False
    supplier = forms.CharField(
        label="Fournisseur", max_length=200, error_messages={"required": "Indiquez le fournisseur."}
    )
    siret = forms.CharField(
        label="SIRET du fournisseur",
        required=False,
        help_text="14 chiffres, en général au bas du devis.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    number = forms.CharField(
        label="Numéro du devis", max_length=60, error_messages={"required": "Indiquez le numéro du devis."}
    )
    dated_on = day_field("Date du devis")
    fichiers = file_field(
        "Devis numérisé", required=True, missing="Choisissez le fichier du devis sur votre ordinateur."
    )

    def __init__(self, candidacy: Candidacy, *args: Any, quote: Quote | None = None, **kwargs: Any) -> None:
        """`quote` fills the form in: the quote that it changes, or that it replaces."""
        self.candidacy, self.resources = candidacy, resources_of(candidacy)
        lines = list(quote.lines.all()) if quote else []
        kwargs["initial"] = _initial(quote, lines) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.several = len(by_school(self.resources)) > 1
        for resource in self.resources:
            self._add_row(str(resource.key), name_of(resource, several=self.several), resource)
        extras = sum(1 for line in lines if line.project_id is None)
        typed = sum(1 for name in self.data if name.startswith("designation-"))
        self.extras = [f"autre{rank}" for rank in range(max(extras + SPARE_ROWS, min(typed, 40)))]
        for rank, key in enumerate(self.extras, 1):
            named = forms.CharField(
                label=f"Autre article {rank}, désignation", required=False, max_length=200
            )
            self.fields[f"designation-{key}"] = named
            self._add_row(key, f"Autre article {rank}", None)

    def _add_row(self, key: str, name: str, resource: Resource | None) -> None:
        counted = "nombre d’années" if resource and resource.is_ent else "quantité"
        priced = "prix par an" if resource and resource.is_ent else "prix unitaire"
        basis = self.candidacy.terms.price_basis
        self.fields[f"quantite-{key}"] = quantity_field(f"{name}, {counted}", min_value=1)
        self.fields[f"prix-{key}"] = PriceField(label=f"{name}, {priced} {basis}", required=False)
        self.fields[f"prix-{key}"].widget.attrs["class"] = "field--short"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for key in [*(str(resource.key) for resource in self.resources), *self.extras]:
            self._require_whole(key, values)
        return values

    def _require_whole(self, key: str, values: dict[str, Any]) -> None:
        """A line has all its fields, or none."""
        names = [name for name in _names(key) if name in self.fields]
        if not any(self.data.get(self.add_prefix(name), "").strip() for name in names):
            return
        missing = {
            "quantite": "Écrivez la quantité.",
            "prix": "Écrivez le prix unitaire.",
            "designation": "Écrivez la désignation.",
        }
        for name in names:
            if not values.get(name) and name not in self.errors:
                self.add_error(name, missing[name.partition("-")[0]])

    def value(self) -> QuoteValue:
        values = self.cleaned_data
        return QuoteValue(values["supplier"], values["number"], values["dated_on"], values["siret"])

    def lines(self) -> list[QuotedValue]:
        """The lines that are filled in."""
        found = [(str(resource.key), resource.key) for resource in self.resources]
        rows = [*found, *((key, None) for key in self.extras)]
        values = self.cleaned_data
        return [
            QuotedValue(
                key, values[f"quantite-{name}"], values[f"prix-{name}"], values.get(f"designation-{name}", "")
            )
            for name, key in rows
            if values.get(f"quantite-{name}")
        ]

    def sent(self) -> Any:
        return sent_file(self.cleaned_data["fichiers"])

    def head(self) -> list[forms.BoundField]:
        names = ("supplier", "siret", "number", "dated_on", "fichiers")
        return [self[name] for name in names if name in self.fields]

    def schools(self) -> list[tuple[Any, list[Row], bool]]:
        """The lines to type, school by school, and whether to show them open."""
        groups = by_school(self.resources)
        found = []
        for project, resources in groups:
            rows = [self._row(str(resource.key), resource) for resource in resources]
            typed = any(row.quantity.value() or row.price.value() for row in rows)
            found.append((project.school, rows, typed or len(groups) <= 3))
        return found

    def others(self) -> list[Row]:
        return [self._row(key, None) for key in self.extras]

    def _row(self, key: str, resource: Resource | None) -> Row:
        label = None if resource else self[f"designation-{key}"]
        return Row(resource, self[f"quantite-{key}"], self[f"prix-{key}"], label)


class ChangedQuoteForm(QuoteForm):
    """The same for a quote whose file stays."""

    fichiers = None


class AskAgainForm(forms.Form):
    """Which quote does not conform, and why."""

    quote = forms.ModelChoiceField(label="Devis", queryset=Quote.objects.none(), empty_label=None)
    reason = forms.CharField(
        label="Ce qui ne convient pas",
        help_text="Le porteur le lit, par courriel et sur la page de ses devis.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Indiquez ce qui ne convient pas."},
    )

    def __init__(self, candidacy: Candidacy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quote"].queryset = Quote.objects.filter(candidacy=candidacy, state="filed")


def _names(key: str) -> tuple[str, str, str]:
    return f"designation-{key}", f"quantite-{key}", f"prix-{key}"


def _initial(quote: Quote | None, lines: list[QuoteLine]) -> dict[str, Any]:
    if quote is None:
        return {}
    names = ("supplier", "siret", "number", "dated_on")
    found: dict[str, Any] = {name: getattr(quote, name) for name in names}
    extras = 0
    for line in lines:
        key = str(line.key) if line.project_id else f"autre{extras}"
        extras += line.project_id is None
        found |= {
            f"quantite-{key}": line.quantity,
            f"prix-{key}": line.unit_price,
            f"designation-{key}": line.label,
        }
    return found
