"""The acts of decision, on the dossier's page of the agents."""

from typing import Any

from django import forms
from django.utils import timezone

from applications.actions import DossierAction, register
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from applications.workflow import DECISION
from equipment.amounts import amounts_of
from tne38.core.money import ZERO
from tne38.core.money_fields import MoneyFormField

from .domain import decisions, ranking
from .enums import Outcome


class DecisionForm(forms.Form):
    """The decision of the commission."""

    outcome = forms.ChoiceField(label="Décision", choices=Outcome.choices, widget=forms.RadioSelect)
    amount = MoneyFormField(
        label="Subvention accordée (en euros)",
        required=False,
        help_text="Pour un dossier retenu : la proposition, ou un autre montant avec un motif.",
    )
    decided_on = forms.DateField(
        label="Date de la décision", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label="Motif",
        required=False,
        help_text="Obligatoire pour un refus ou un montant différent de la proposition ; le porteur le lira.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
    )


def _suggest(candidacy: Candidacy) -> dict[str, Any]:
    score = ranking.score_in_force(candidacy)
    amount = score.proposal if score else amounts_of(candidacy).amount_eligible
    return {"outcome": Outcome.SELECTED, "amount": amount, "decided_on": timezone.localdate()}


def _decide(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    decision = decisions.decide(
        candidacy,
        Outcome(values["outcome"]),
        amount=values["amount"] or ZERO,
        decided_on=values["decided_on"],
        by=by,
        reason=values["reason"],
    )
    return f"Décision enregistrée : {decision.get_outcome_display().lower()}."


class QuotesForm(forms.Form):
    """The total of the quotes that the agent has checked."""

    eligible_expense = MoneyFormField(
        label="Total éligible des devis (en euros)",
        help_text="Dans la base de prix de l’appel, après application des plafonds.",
    )


def _accept_quotes(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    decisions.accept_quotes(candidacy, eligible_expense=values["eligible_expense"], by=by)
    return "Les devis sont conformes."


register(
    DossierAction(
        "decider",
        "Enregistrer la décision",
        DECISION,
        frozenset({State.CONFORMING, State.WAITING_LIST}),
        _decide,
        form=DecisionForm,
        initial=_suggest,
    )
)
register(
    DossierAction(
        "accepter-devis",
        "Accepter les devis",
        "equipment.accept_quotes",
        frozenset({State.SELECTED}),
        _accept_quotes,
        form=QuotesForm,
        initial=lambda candidacy: {"eligible_expense": amounts_of(candidacy).expense_eligible},
    )
)
