"""The recoveries of a dossier: on the agents' page, on its follow-up."""

from typing import Any

from django import template

from applications.models import Candidacy

from ..models import Recovery
from ..recovery.nuances import PAYABLE
from ..recovery.workflow import ANSWER_RECOVERY, RecoveryState

register = template.Library()
_TOLD = {
    RecoveryState.OPENED: ("todo", "Le délai de réponse est passé, le Département va décider"),
    RecoveryState.ANSWERED: ("info", "Le Département examine vos observations"),
    RecoveryState.MAINTAINED: ("info", "Reversement décidé, titre de recettes à venir"),
    RecoveryState.TITLED: ("todo", "À régler auprès du payeur départemental"),
    RecoveryState.RETURNED: ("done", "Remboursé"),
    RecoveryState.DROPPED: ("done", "Abandonné : vous n’avez rien à reverser"),
}


@register.inclusion_tag("admin/conventions/_recoveries.html")
def recoveries_review(candidacy: Candidacy) -> dict[str, Any]:
    """What is claimed back and what became of it; read with the dossier."""
    convention = getattr(candidacy, "convention", None)
    rows = convention.recoveries.all() if convention else []
    return {"recoveries": [(row, row.awaits_answer()) for row in rows]}


@register.inclusion_tag("conventions/includes/recovery_told.html")
def recovery_told(recovery: Recovery) -> dict[str, Any]:
    """Where a recovery is, as its porteur reads it."""
    tone, told = _TOLD[RecoveryState(recovery.state)]
    if recovery.awaits_answer():
        tone, told = "todo", "Vos observations sont attendues"
    return {"tone": tone, "told": told}


@register.inclusion_tag("conventions/_recoveries.html", takes_context=True)
def recoveries_to_answer(context: dict[str, Any], candidacy: Candidacy) -> dict[str, Any]:
    """What calls the beneficiary to a recovery, and those that are past; nothing before a payment."""
    convention = getattr(candidacy, "convention", None) if candidacy.state in PAYABLE else None
    rows = list(convention.recoveries.all()) if convention is not None else []
    may = bool(rows) and context["request"].user.has_perm(ANSWER_RECOVERY, candidacy)
    return {
        "candidacy": candidacy,
        "recoveries": [(row, may and row.state == RecoveryState.OPENED) for row in rows],
    }
