"""The commission's decision on a dossier."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.domain.review import change_state
from applications.models import Candidacy
from equipment.amounts import amounts_of
from tne38.core.errors import DomainError
from tne38.core.money import ZERO, french, split, to_cent

from ..enums import Outcome
from ..models import Decision
from ..notifications import DecisionTaken
from . import envelope, ranking

_TRANSITION = {
    Outcome.SELECTED: "select",
    Outcome.WAITING_LIST: "put_on_waiting_list",
    Outcome.REJECTED: "reject",
}


@transaction.atomic
def decide(
    candidacy: Candidacy,
    outcome: Outcome,
    *,
    amount: Decimal = ZERO,
    decided_on: date,
    by: Any,
    reason: str = "",
) -> Decision:
    """Record the decision; `amount` in euros when the dossier is selected, at most its eligible amount.

    A rejection, and an amount other than the proposition, need a reason. The money is reserved in the same
    transaction. Raises DomainError « champ_obligatoire », « montant_invalide », « enveloppe », « etat ».
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    score = ranking.score_in_force(candidacy)
    reason = reason.strip()
    if outcome == Outcome.SELECTED:
        _require_amount(candidacy, amount, reason, proposal=score.proposal if score else None)
    else:
        amount = ZERO
        if outcome == Outcome.REJECTED and not reason:
            raise DomainError("champ_obligatoire", "Indiquez le motif du refus.", field="reason")
    department, tne = split(amount, candidacy.terms.tne_share)
    if outcome == Outcome.SELECTED:
        envelope.reserve(candidacy, department=department, tne=tne)
    decision, _ = Decision.objects.update_or_create(
        candidacy=candidacy,
        defaults={
            "outcome": outcome,
            "amount": amount,
            "department_share": department,
            "tne_share": tne,
            "reason": reason,
            "decided_on": decided_on,
            "score": score,
            "actor_label": str(by) if by is not None else "le portail",
        },
    )
    change_state(candidacy, _TRANSITION[outcome], by=by, reason=reason)
    DecisionTaken(decision).send()
    return decision


def _require_amount(candidacy: Candidacy, amount: Decimal, reason: str, *, proposal: Decimal | None) -> None:
    eligible = amounts_of(candidacy).amount_eligible
    if amount <= 0 or amount != to_cent(amount):
        raise DomainError("montant_invalide", "Indiquez le montant accordé, en euros.", field="amount")
    if amount > eligible:
        raise DomainError(
            "montant_invalide",
            f"Le montant accordé ne peut pas dépasser le montant éligible ({french(eligible)}).",
            field="amount",
        )
    if proposal is not None and amount != proposal and not reason:
        raise DomainError(
            "champ_obligatoire",
            f"Le montant diffère de la proposition ({french(proposal)}) : indiquez le motif.",
            field="reason",
        )


@transaction.atomic
def accept_quotes(candidacy: Candidacy, *, eligible_expense: Decimal, by: Any) -> Decision:
    """The quotes conform: the subsidy becomes min(granted, rate × eligible expense of the quotes), in euros.

    The difference goes back to the envelope.
    """
    if eligible_expense <= 0:
        raise DomainError(
            "montant_invalide", "Indiquez le total éligible des devis.", field="eligible_expense"
        )
    candidacy = Candidacy.objects.locked(candidacy.pk)
    decision = Decision.objects.select_for_update().filter(candidacy=candidacy).first()
    if decision is None:
        raise DomainError("etat", f"{candidacy} : aucune décision n’est enregistrée.")
    rate = candidacy.terms.rate
    decision.quoted_expense = eligible_expense
    decision.amount = min(decision.amount, to_cent(eligible_expense * rate))
    decision.department_share, decision.tne_share = split(decision.amount, candidacy.terms.tne_share)
    decision.save()
    envelope.reserve(candidacy, department=decision.department_share, tne=decision.tne_share)
    change_state(candidacy, "accept_quotes", by=by)
    return decision
