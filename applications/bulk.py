"""One act on several dossiers: which ones will not pass and why, then the others, each on its own.

A dossier that is refused stops none of the others: each act is a transaction, as it is from the dossier's page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tne38.core.errors import DomainError

from . import agent_pages
from .actions import DossierAction
from .models import Candidacy

# Beyond, the page would answer too late; the agent narrows the list.
MAXIMUM = 200


@dataclass(frozen=True)
class Examined:
    """A dossier chosen for an act, with what is against it: nothing when it passes."""

    candidacy: Candidacy
    refusal: str = ""


@dataclass(frozen=True)
class Report:
    """What a bulk did."""

    done: Sequence[Candidacy]
    refused: Sequence[Examined]


def examine(action: DossierAction, candidacies: QuerySet[Candidacy], by: Any) -> list[Examined]:
    """What would happen to each dossier, oldest first; a number of queries that does not depend on theirs."""
    chosen = agent_pages.with_everything(candidacies, *action.reads)
    return [
        Examined(candidacy, _refusal(action, candidacy, by))
        for candidacy in chosen.order_by("deposited_at", "pk")
    ]


def _refusal(action: DossierAction, candidacy: Candidacy, by: Any) -> str:
    if candidacy.state not in action.states:
        return f"Cet acte n’est pas possible à ce stade : {candidacy.get_state_display()}."
    if not by.has_perm(action.permission, candidacy):
        return "Votre rôle ne permet pas cet acte sur ce dossier."
    if action.refusal and (reason := action.refusal(candidacy)):
        return reason
    if action.applies and not action.applies(candidacy):
        return "Cet acte ne s’applique pas à ce dossier."
    return ""


def carry_out(
    action: DossierAction,
    examined: Iterable[Examined],
    seen: Mapping[int, str],
    values: dict[str, Any],
    by: Any,
) -> Report:
    """Do the act to the dossiers that pass and are still in the state in which they were `seen`."""
    done: list[Candidacy] = []
    refused: list[Examined] = []
    for item in examined:
        reason = item.refusal
        if not reason and seen.get(item.candidacy.pk) != item.candidacy.state:
            reason = f"Le dossier a changé entre-temps : {item.candidacy.get_state_display()}."
        reason = reason or _done(action, item.candidacy, values, by)
        if reason:
            refused.append(Examined(item.candidacy, reason))
        else:
            done.append(item.candidacy)
    return Report(done, refused)


def _done(action: DossierAction, candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    """Carry the act out; why it was refused, or nothing."""
    try:
        action.run(candidacy, dict(values), by)
    except DomainError as refusal:
        return refusal.message
    return ""
