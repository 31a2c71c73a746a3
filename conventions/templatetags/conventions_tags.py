"""The vote and the convention of a dossier, on the agents' page."""

from typing import Any

from django import template

from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core.models import Job

from ..domain.copies import ANSWER
from ..jobs import KIND
from ..workflow import ConventionState

register = template.Library()
_WITH_A_CONVENTION = {
    State.VOTED,
    State.CONTRACTED,
    State.NOTIFIED,
    State.DELIVERED,
    State.CLAIMED,
    State.PAID,
}


@register.inclusion_tag("admin/conventions/_vote.html")
def vote_review(candidacy: Candidacy) -> dict[str, Any]:
    """The vote of the commission permanente; read with the dossier."""
    return {"vote": getattr(candidacy, "vote_result", None)}


@register.inclusion_tag("conventions/_to_answer.html", takes_context=True)
def convention_to_answer(context: dict[str, Any], candidacy: Candidacy) -> dict[str, Any]:
    """What calls the beneficiary to its convention, once it is made."""
    convention = getattr(candidacy, "convention", None) if candidacy.state in _WITH_A_CONVENTION else None
    if convention is not None and convention.file_id is None:
        convention = None
    to_sign = convention is not None and convention.state == ConventionState.TO_SIGN
    return {
        "candidacy": candidacy,
        "convention": convention,
        "to_sign": to_sign and context["request"].user.has_perm(ANSWER, candidacy),
    }


@register.inclusion_tag("admin/conventions/_convention.html", takes_context=True)
def convention_review(context: dict[str, Any], candidacy: Candidacy) -> dict[str, Any]:
    """The convention: its state, its document; how far the job is while it is being made."""
    convention = getattr(candidacy, "convention", None)
    job = None
    if convention is not None and convention.state == ConventionState.TO_GENERATE:
        job = Job.objects.filter(kind=KIND, subject=str(candidacy.pk)).first()
    return {
        "convention": convention,
        "authorisation": getattr(convention, "authorisation", None),
        "copies": convention.copies.all() if convention else [],
        "job": job,
        "request": context["request"],
        "perms": context["perms"],
    }
