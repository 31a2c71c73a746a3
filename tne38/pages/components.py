"""What the components page shows: one form in error and one page of a list."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest


class ExampleForm(forms.Form):
    """One field of each kind."""

    school = forms.CharField(label="Établissement", help_text="Son nom, comme sur la plaque.")
    quantity = forms.IntegerField(label="Quantité", required=False)
    price = forms.DecimalField(label="Prix unitaire TTC", help_text="Par exemple 2\u00a0150,00.")
    kind = forms.ChoiceField(label="Équipement", choices=[("vpi", "Ensemble de vidéoprojection interactif")])
    pillar = forms.ChoiceField(
        label="Volet", choices=[("a", "Équipements"), ("b", "Ressources")], widget=forms.RadioSelect
    )
    themes = forms.MultipleChoiceField(
        label="Thèmes de formation",
        help_text="Au moins un.",
        choices=[("1", "Accessibilité numérique"), ("2", "Webradio")],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label="Précisions", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    quote = forms.FileField(label="Devis", required=False, help_text="PDF, 10 Mo au plus.")
    agreed = forms.BooleanField(label="Je certifie que ces renseignements sont exacts")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


_STEPS = [
    ("Établissement", "done", "complète"),
    ("État du parc", "done", "complète"),
    ("Projet pédagogique", "wrong", "à corriger"),
    ("Formation", "part", "commencée"),
    ("Équipements", "part", "commencée"),
    ("Classes et Internet", "", "à faire"),
]


def component_examples(request: HttpRequest) -> dict[str, Any]:
    """A form as it first appears, the same with errors, and the second page of a list."""
    page = Paginator(range(1, 200), 25).get_page(request.GET.get("page", 2))
    steps = [
        {"title": title, "state": state, "state_label": label, "url": "#", "current": title == "Équipements"}
        for title, state, label in _STEPS
    ]
    wrong = ExampleForm({"faux-quantity": "8", "faux-price": "deux mille"}, prefix="faux")
    return {"form": ExampleForm(), "wrong": wrong, "page": page, "steps": steps}
