"""The vote and the convention of a dossier, on the agents' page."""

from typing import Any

from django import template

from applications.models import Candidacy
from tne38.core.models import Job

from ..jobs import KIND
from ..workflow import ConventionState

register = template.Library()


@register.inclusion_tag("admin/conventions/_vote.html")
def vote_review(candidacy: Candidacy) -> dict[str, Any]:
    """The vote of the commission permanente; read with the dossier."""
    return {"vote": getattr(candidacy, "vote_result", None)}


@register.inclusion_tag("admin/conventions/_convention.html", takes_context=True)
def convention_review(context: dict[str, Any], candidacy: Candidacy) -> dict[str, Any]:
    """The convention: its state, its document; how far the job is while it is being made."""
    convention = getattr(candidacy, "convention", None)
    job = None
    if convention is not None and convention.state == ConventionState.TO_GENERATE:
        job = Job.objects.filter(kind=KIND, subject=str(candidacy.pk)).first()
    return {"convention": convention, "job": job, "request": context["request"], "perms": context["perms"]}
