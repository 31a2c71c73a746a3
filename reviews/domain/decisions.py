"""The commission's decision on a dossier."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.domain.review import change_state
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from equipment.amounts import amounts_of
from tne38.core import jobs, journal
from tne38.core.errors import DomainError
from tne38.core.money import ZERO, french, plain, split, to_cent

from ..enums import Outcome
from ..models import Decision, Overrun, Session
from . import envelope, ranking, waiting_list

LETTER_JOB = "lettre-de-notification"
TRANSITIONS: dict[str, str] = {
    Outcome.SELECTED: "select",
    Outcome.WAITING_LIST: "put_on_waiting_list",
    Outcome.REJECTED: "reject",
}


@dataclass(frozen=True)
class Choice:
    """What is decided of a dossier: an amount in euros when it is selected, the reason told to the porteur.

    `beyond` is why the envelope may be passed; empty, it may not.
    """

    outcome: Outcome
    amount: Decimal = ZERO
    reason: str = ""
    beyond: str = ""


@transaction.atomic
def decide(
    candidacy: Candidacy,
    outcome: Outcome,
    *,
    amount: Decimal = ZERO,
    decided_on: date,
    by: Any,
    reason: str = "",
    beyond: str = "",
) -> Decision:
    """Record a decision taken outside a session; its letter follows. `amount` in euros when the dossier is selected, at most its eligible amount.

    A rejection, an amount other than the proposition, and a dossier selected before better ranked ones of the
    waiting list need a reason. The money is reserved in the same transaction; `beyond` is the reason to pass
    the envelope. Raises DomainError « champ_obligatoire », « montant_invalide », « enveloppe », « etat ».
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if candidacy.state == State.DECIDED:
        raise DomainError(
            "etat", f"Une séance a décidé du dossier {candidacy} : rouvrez d’abord sa décision."
        )
    choice = Choice(outcome, amount, reason.strip(), beyond.strip())
    _require_turn(candidacy, choice)
    decision, passed = settle(candidacy, choice, decided_on=decided_on, by=by)
    change_state(candidacy, TRANSITIONS[outcome], by=by, reason=choice.reason)
    record_in_journal(decision, passed, by=by)
    jobs.enqueue(LETTER_JOB, subject=str(candidacy.pk), by=by)
    return decision


def settle(
    candidacy: Candidacy, choice: Choice, *, decided_on: date, by: Any, session: Session | None = None
) -> tuple[Decision, list[Overrun]]:
    """Check a choice for a locked dossier, reserve its money and keep it; the caller changes the state.

    Returns what was passed of the envelopes as well, to be written in the journal.
    """
    score = ranking.score_in_force(candidacy)
    amount, passed = ZERO, []
    if choice.outcome == Outcome.SELECTED:
        amount = choice.amount
        _require_amount(candidacy, choice, proposal=score.proposal if score else None)
    elif choice.outcome == Outcome.REJECTED and not choice.reason:
        raise DomainError("champ_obligatoire", "Indiquez le motif du refus.", field="reason")
    department, tne = split(amount, candidacy.terms.tne_share)
    if choice.outcome == Outcome.SELECTED:
        authority = envelope.Authority(by, choice.beyond) if choice.beyond else None
        passed = envelope.reserve(candidacy, department=department, tne=tne, authority=authority)
    decision, _ = Decision.objects.update_or_create(
        candidacy=candidacy,
        defaults={
            "outcome": choice.outcome,
            "amount": amount,
            "department_share": department,
            "tne_share": tne,
            "quoted_expense": None,
            "reason": choice.reason,
            "decided_on": decided_on,
            "score": score,
            "session": session,
            "letter": None,
            "actor_label": str(by) if by is not None else "le portail",
        },
    )
    return decision, passed


def record_in_journal(decision: Decision, passed: list[Overrun], *, by: Any) -> None:
    """What was decided, and what it passed of the envelopes; the last step of a decision."""
    after = {
        "decision": decision.get_outcome_display(),
        "montant": plain(decision.amount),
        "part_departement": plain(decision.department_share),
        "part_tne": plain(decision.tne_share),
        **({"seance": str(decision.session)} if decision.session else {}),
    }
    journal.record("décision enregistrée", decision.candidacy, by=by, after=after, reason=decision.reason)
    for overrun in passed:
        after = {"enveloppe": str(overrun.envelope), "depassement": plain(overrun.amount)}
        journal.record("enveloppe dépassée", decision.candidacy, by=by, after=after, reason=overrun.reason)


def _require_turn(candidacy: Candidacy, choice: Choice) -> None:
    """A dossier of the waiting list comes in its turn; before it, the commission says why."""
    if candidacy.state != State.WAITING_LIST or choice.outcome != Outcome.SELECTED or choice.reason:
        return
    envelope.lock(candidacy.call)
    if candidacy.pk not in waiting_list.next_served(candidacy.call):
        message = "Ce dossier n’est pas le prochain de la liste d’attente : indiquez le motif."
        raise DomainError("champ_obligatoire", message, field="reason")


def _require_amount(candidacy: Candidacy, choice: Choice, *, proposal: Decimal | None) -> None:
    amount = choice.amount
    eligible = amounts_of(candidacy).amount_eligible
    if amount <= 0 or amount != to_cent(amount):
        raise DomainError("montant_invalide", "Indiquez le montant accordé, en euros.", field="amount")
    if amount > eligible:
        raise DomainError(
            "montant_invalide",
            f"Le montant accordé ne peut pas dépasser le montant éligible ({french(eligible)}).",
            field="amount",
        )
    if proposal is not None and amount != proposal and not choice.reason:
        raise DomainError(
            "champ_obligatoire",
            f"Le montant diffère de la proposition ({french(proposal)}) : indiquez le motif.",
            field="reason",
        )
