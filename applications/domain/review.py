"""Conformity: what the commission technique says of a dossier. Withdrawal by the porteur."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from tne38.core import journal
from tne38.core.errors import DomainError
from tne38.core.workflow import perform

from ..enums import CandidacyState
from ..models import Candidacy
from ..notifications import DeclaredConforming, DeclaredNonConforming
from .corrections import CORRECTABLE, close_at_withdrawal, require_no_open_request

# What later apps do with a dossier in the transaction of its withdrawal.
_at_withdrawal: list[Callable[[Candidacy], None]] = []


def at_withdrawal(act: Callable[[Candidacy], None]) -> Callable[[Candidacy], None]:
    """Register an act done in the transaction of every withdrawal (a later app gives back what it reserved)."""
    _at_withdrawal.append(act)
    return act


# What later apps ask of a conforming dossier: why it is not one, given the reason named to pass over a failure.
_against_conforming: list[Callable[[Candidacy, str], str | None]] = []
# What these conditions read of a dossier, for who asks them of many.
reads_of_conditions: list[str | Prefetch] = []
# What later apps keep with a verdict, in its transaction.
_at_verdict: list[Callable[[Candidacy], None]] = []


def against_conforming(
    check: Callable[[Candidacy, str], str | None],
) -> Callable[[Candidacy, str], str | None]:
    """Register a condition of every verdict « conforme »."""
    _against_conforming.append(check)
    return check


def at_verdict(act: Callable[[Candidacy], None]) -> Callable[[Candidacy], None]:
    """Register an act done in the transaction of every verdict."""
    _at_verdict.append(act)
    return act


def refusal_to_conform(candidacy: Candidacy, despite: str = "") -> str | None:
    """Why the dossier cannot be declared conforming now, in a sentence; None when it can."""
    reasons = (check(candidacy, despite) for check in _against_conforming)
    return next((reason for reason in reasons if reason), None)


def _require_reason(reason: str) -> str:
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez le motif.", field="reason")
    return reason.strip()


@transaction.atomic
def change_state(candidacy: Candidacy, transition: str, *, by: Any, reason: str = "") -> Candidacy:
    """Carry out one transition of `workflow.py` on a locked dossier and write it in the journal.

    For the domain functions of this app and of later ones, which add what belongs to the act. Raises
    DomainError « etat » or NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    before = candidacy.state
    method = getattr(candidacy, transition)
    perform(method, by=by)
    candidacy.save()
    wording = next(
        item.custom["wording"] for item in candidacy.get_all_state_transitions() if item.name == transition
    )
    journal.record(
        wording.applicant.lower(),
        candidacy,
        by=by,
        before={"etat": before},
        after={"etat": candidacy.state},
        reason=reason,
    )
    return candidacy


def start_review(candidacy: Candidacy, *, by: Any) -> Candidacy:
    """An agent takes the dossier in hand."""
    return change_state(candidacy, "start_review", by=by)


@transaction.atomic
def declare_conforming(candidacy: Candidacy, *, by: Any, despite: str = "") -> Candidacy:
    """The dossier fulfils what the call asks for; porteur, schools and Rectorat are told.

    `despite`: the reason to pass over what fails. Raises DomainError « correction_en_cours », « controles ».
    """
    locked = Candidacy.objects.locked(candidacy.pk)
    require_no_open_request(locked)
    # Asked of a dossier at the right stage: the transition says « etat » of the others.
    if locked.state in CORRECTABLE and (refusal := refusal_to_conform(locked, despite)):
        raise DomainError("controles", refusal)
    for act in _at_verdict:
        act(locked)
    candidacy = change_state(candidacy, "declare_conforming", by=by, reason=despite.strip())
    DeclaredConforming(candidacy).send()
    return candidacy


@transaction.atomic
def declare_non_conforming(candidacy: Candidacy, *, by: Any, reason: str) -> Candidacy:
    """The dossier does not fulfil what the call asks for; the reason is told to the porteur."""
    reason = _require_reason(reason)
    locked = Candidacy.objects.locked(candidacy.pk)
    require_no_open_request(locked)
    for act in _at_verdict:
        act(locked)
    candidacy = change_state(candidacy, "declare_non_conforming", by=by, reason=reason)
    DeclaredNonConforming(candidacy, reason=reason).send()
    return candidacy


def resume_review(candidacy: Candidacy, *, by: Any, reason: str) -> Candidacy:
    """Go back on a verdict of conformity."""
    return change_state(candidacy, "resume_review", by=by, reason=_require_reason(reason))


@transaction.atomic
def withdraw(candidacy: Candidacy, *, by: Any, reason: str = "") -> Candidacy:
    """The porteur gives up before the vote; its schools may then be deposited in another dossier."""
    candidacy = Candidacy.objects.locked(candidacy.pk)
    candidacy.projects.update(filed=False)
    close_at_withdrawal(candidacy)
    for act in _at_withdrawal:
        act(candidacy)
    return change_state(candidacy, "withdraw", by=by, reason=reason)


def last_reason(candidacy: Candidacy) -> str:
    """The reason given with the last verdict, to be shown to the porteur."""
    if candidacy.state not in {CandidacyState.NON_CONFORMING, CandidacyState.REJECTED}:
        return ""
    entry = journal.history(candidacy).filter(after__etat=candidacy.state).last()
    return entry.reason if entry else ""
