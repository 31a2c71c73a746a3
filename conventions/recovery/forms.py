"""What the acts about a recovery ask for: on the agents' page, and on the page of the beneficiary."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from applications.forms.pieces import ENDINGS
from equipment.forms.fields import day_field
from tne38.core.money import ZERO, french
from tne38.core.money_fields import MoneyFormField

from ..domain.recoveries import RecoveryValue, claimable, earliest_deadline
from ..forms import DomainForm
from ..models import Convention, Recovery, RecoveryGround

WHOLE, PART, NOTHING = "tout", "partie", "rien"


def _text(label: str, help_text: str = "", *, rows: int = 5, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=5000, help_text=help_text, widget=widget, **options)


def _file(label: str) -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": ENDINGS})
    return forms.FileField(label=label, required=False, widget=widget)


class OpenRecoveryForm(forms.Form):
    """Why, how much, and until when the beneficiary may answer."""

    ground = forms.ChoiceField(label="Fondement", choices=RecoveryGround, widget=forms.RadioSelect)
    amount = MoneyFormField(label="Montant à reverser")
    reason = _text(
        "Motifs", "Le bénéficiaire les lit dans la lettre : les faits, l’article de la convention, le calcul."
    )
    answer_by = forms.DateField(
        label="Observations jusqu’au", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, convention: Convention, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earliest = earliest_deadline(timezone.localdate())
        self.fields["answer_by"].initial = earliest
        self.fields[
            "answer_by"
        ].help_text = f"Le {earliest:%d/%m/%Y} au plus tôt : la convention laisse un mois."
        self.fields[
            "amount"
        ].help_text = f"{french(claimable(convention))} au plus : ce que le bénéficiaire a reçu."

    def value(self) -> RecoveryValue:
        return RecoveryValue(**self.cleaned_data)


class RecordAnswerForm(forms.Form):
    """Observations that came by post."""

    answered_on = day_field("Observations reçues le")
    text = _text("Observations", "Ce que dit la lettre, ou son résumé.", required=False)
    fichiers = _file("La lettre numérisée")
    hearing_asked = forms.BooleanField(label="Le bénéficiaire demande à être entendu", required=False)


class HearingForm(forms.Form):
    heard_on = day_field("Date de l’audition")
    hearing = _text("Ce qui a été dit", "Ou : le bénéficiaire, invité, n’est pas venu.")


class DecideForm(forms.Form):
    """The whole, a part with its amount, or nothing."""

    outcome = forms.ChoiceField(
        label="Décision",
        choices=[
            (WHOLE, "Maintenir le reversement en totalité"),
            (PART, "Maintenir le reversement en partie"),
            (NOTHING, "Abandonner le reversement"),
        ],
        widget=forms.RadioSelect,
    )
    amount = MoneyFormField(label="Montant maintenu, si c’est une partie", required=False)
    reason = _text(
        "Motifs de la décision", "Le bénéficiaire les lit dans la lettre : répondez à ses observations."
    )

    def __init__(self, recovery: Recovery, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recovery = recovery
        self.fields["amount"].help_text = f"Moins de {french(recovery.amount)}, le montant annoncé."

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        told, part = self.recovery.amount, values.get("amount")
        outcome = values.get("outcome")
        if outcome == PART and "amount" not in self.errors and not (part and ZERO < part < told):
            self.add_error("amount", f"Indiquez un montant de 0,01 € à moins de {french(told)}.")
        amounts: dict[str | None, Decimal | None] = {WHOLE: told, PART: part, NOTHING: ZERO}
        return {"amount": amounts.get(outcome), "reason": values.get("reason", "")}


class TitleForm(forms.Form):
    """The title that claims the money; the amount is the one that was decided."""

    title_number = forms.CharField(label="Numéro du titre de recettes", max_length=40)
    titled_on = day_field("Date du titre")

    def __init__(self, recovery: Recovery, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title_number"].help_text = f"Pour {french(recovery.decided_amount)}, le montant décidé."


class ReturnForm(forms.Form):
    """The day the money came back."""

    returned_on = day_field("Somme encaissée le")

    def __init__(self, recovery: Recovery, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amount = french(recovery.decided_amount)
        self.fields["returned_on"].help_text = f"{amount}, titre de recettes n° {recovery.title_number}."


class AnswerForm(DomainForm):
    """The beneficiary's observations."""

    text = _text(
        "Vos observations",
        "Écrivez pourquoi la somme reste due, ou ce qui en est justifié.",
        rows=8,
        required=False,
    )
    hearing_asked = forms.BooleanField(
        label="Je demande à être entendu",
        required=False,
        help_text="Le Département vous propose un rendez-vous. Vous pouvez vous y faire assister ou représenter.",
    )
    file = _file("Une pièce à l’appui")
