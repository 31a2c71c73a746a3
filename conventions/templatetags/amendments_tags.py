"""The amendments of a dossier's convention: on the agents' page, on its follow-up."""

from typing import Any

from django import template

from applications.models import Candidacy

from ..amendment.workflow import SIGN_AMENDMENT, AmendmentState
from ..recovery.nuances import PAYABLE

register = template.Library()


@register.inclusion_tag("admin/conventions/_amendments.html")
def amendments_review(candidacy: Candidacy) -> dict[str, Any]:
    """Each amendment and what it changes; read with the dossier."""
    convention = getattr(candidacy, "convention", None)
    return {"amendments": convention.amendments.all() if convention else []}


@register.inclusion_tag("conventions/_amendments.html", takes_context=True)
def amendments_to_sign(context: dict[str, Any], candidacy: Candidacy) -> dict[str, Any]:
    """What calls the beneficiary to an amendment, and those that are past; nothing before the notification."""
    convention = getattr(candidacy, "convention", None) if candidacy.state in PAYABLE else None
    rows = list(convention.amendments.all()) if convention is not None else []
    may = bool(rows) and context["request"].user.has_perm(SIGN_AMENDMENT, candidacy)
    return {
        "candidacy": candidacy,
        "amendments": [(row, may and row.state == AmendmentState.TO_SIGN) for row in rows],
    }
