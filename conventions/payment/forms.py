"""What the acts about a payment ask for, on the dossier's page of the agents."""

from typing import Any

from django import forms

from equipment.forms.fields import day_field

from ..domain.accounts import granted_of, ground_of
from ..domain.liquidation import explained
from ..models import Claim
from .justification import counted, examined, presented
from .liquidation import due


def _text(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=3000, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
    )


class LiquidationForm(forms.Form):
    """What counts of each invoice, computed; the agent may set invoices aside, with a reason."""

    def __init__(self, claim: Claim, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim, convention = claim, claim.convention
        found = examined(convention, presented(convention))
        own = [one for one in found if one.invoice.claim_id == claim.pk]
        self.rows = explained(claim, found)
        self.basis = convention.candidacy.terms.price_basis
        self.ground = ground_of(convention, granted=granted_of(convention))
        self.justified = counted(found)
        self.due = due(self.ground, justified=self.justified)
        for one in own:
            self.fields[f"refuser_{one.invoice.pk}"] = forms.CharField(
                label=f"Écarter la facture n° {one.invoice.number} ({one.invoice.supplier_name})",
                required=False,
                max_length=300,
                initial=one.invoice.refused,
                help_text="Le motif, que le bénéficiaire lira. Laissez vide pour la retenir.",
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["refused"] = {
            int(name.removeprefix("refuser_")): reason
            for name, reason in values.items()
            if name.startswith("refuser_") and reason
        }
        return values


class CheckForm(forms.Form):
    """The computation as the first person made it, to confirm."""

    def __init__(self, claim: Claim, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claim, self.liquidation = claim, claim.liquidation
        self.rows, self.basis = claim.liquidation.details, claim.convention.candidacy.terms.price_basis


class SendBackForm(forms.Form):
    reason = _text(
        "Ce qui est à revoir", "La personne qui a liquidé lit ce motif dans l’historique du dossier."
    )


class MandateForm(forms.Form):
    mandate_number = forms.CharField(label="Numéro du mandat", max_length=40)
    mandated_on = day_field("Date du mandat")


class PaymentForm(forms.Form):
    paid_on = day_field("Date du versement")


class NothingDueForm(forms.Form):
    reason = _text("Pourquoi rien n’est versé", "Le bénéficiaire lira ce motif.")
