"""What the acts about a convention ask for, on the dossier's page of the agents."""

from typing import Any

from django import forms
from django.utils import timezone

from tne38.core.money_fields import MoneyFormField

from .models import ACT_NUMBER, PermanentCommission


def day_field(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, initial=timezone.localdate, **options)


class VoteForm(forms.Form):
    """The act that voted the subsidy: one already recorded, or a new one."""

    commission = forms.ModelChoiceField(
        label="Séance de la commission permanente",
        queryset=PermanentCommission.objects.none(),
        required=False,
        empty_label="Une nouvelle séance, à préciser ci-dessous",
    )
    number = forms.CharField(
        label="Numéro de l’acte (nouvelle séance)",
        required=False,
        max_length=30,
        validators=[ACT_NUMBER],
        help_text="Comme au recueil des actes : 2025 CP06 B 16 31.",
    )
    held_on = forms.DateField(
        label="Date de la séance (nouvelle séance)",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commission"].queryset = PermanentCommission.objects.all()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("commission") is None:
            for name in ("number", "held_on"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, "Choisissez une séance, ou décrivez-en une nouvelle.")
        return values


class SignatureForm(forms.Form):
    signed_on = day_field("Date de signature par le bénéficiaire")


class NotificationForm(forms.Form):
    notified_on = day_field("Date de notification")


class DeliveryForm(forms.Form):
    received_on = day_field("Date de réception du matériel et des ressources")
    comment = forms.CharField(
        label="Observations", required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ClaimForm(forms.Form):
    justified_expense = MoneyFormField(
        label="Dépense éligible justifiée (en euros)",
        help_text="Total des factures acquittées, plafonds appliqués, dans la base de prix de l’appel.",
    )
    filed_on = day_field("Date de la demande")


class PaymentForm(forms.Form):
    mandate_number = forms.CharField(label="Numéro du mandat", max_length=40)
    paid_on = day_field("Date du versement")


class LapseForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Le bénéficiaire lira ce motif.",
    )
