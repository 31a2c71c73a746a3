"""The acts of decision, on the dossier's page of the agents."""

from functools import partial
from typing import Any

from django import forms
from django.utils import timezone

from applications.actions import DossierAction, register
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from applications.workflow import DECISION
from equipment.amounts import amounts_of
from equipment.domain.quotes import why_not
from equipment.granted import print_of_quotes
from tne38.core.money import ZERO, french
from tne38.core.money_fields import MoneyFormField

from .domain import decisions, quotes, ranking, session_decisions
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
    beyond = forms.CharField(
        label="Motif du dépassement de l’enveloppe",
        required=False,
        help_text="Seulement si l’enveloppe ne suffit pas : l’administration du portail peut alors la dépasser.",
        widget=forms.Textarea(attrs={"rows": 2}),
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
        beyond=values["beyond"],
    )
    outcome = decision.get_outcome_display().lower()
    return f"Décision enregistrée : {outcome}. La lettre part au porteur dans un instant."


def _reopen(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    session_decisions.reopen(candidacy, reason=values["reason"], by=by)
    return "La décision est rouverte, l’enveloppe a repris ses crédits."


class ReopeningForm(forms.Form):
    """Why a session's decision is reopened."""

    reason = forms.CharField(
        label="Motif",
        help_text="Il est inscrit dans l’historique du dossier ; le porteur ne le lit pas.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
    )


class AcceptanceForm(forms.Form):
    """The quotes that the agent has before the eyes; the page writes their print."""

    seen = forms.CharField(required=False)

    def __init__(self, candidacy: Candidacy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = print_of_quotes(candidacy)


def _accept_quotes(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    decision = quotes.accept_quotes(candidacy, by=by, expected=values["seen"] or None)
    return f"Les devis sont conformes : la subvention est de {french(decision.amount)}."


def _may_accept(candidacy: Candidacy) -> bool:
    return why_not(candidacy) is None


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
        "rouvrir-decision",
        "Rouvrir la décision",
        DECISION,
        frozenset({State.DECIDED}),
        _reopen,
        form=ReopeningForm,
        danger=True,
    )
)
register(
    DossierAction(
        "accepter-devis",
        "Accepter les devis",
        "equipment.accept_quotes",
        frozenset({State.SELECTED}),
        _accept_quotes,
        form_for=lambda candidacy: partial(AcceptanceForm, candidacy),
        template="act_quotes",
        applies=_may_accept,
    )
)
