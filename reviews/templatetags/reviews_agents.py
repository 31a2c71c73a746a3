"""The place of a dossier in the ranking and its decision, on the agents' page."""

from typing import Any

from django import template

from applications.models import Candidacy

from ..domain.ranking import score_in_force
from ..explanation import THRESHOLD_SENTENCE, explain

register = template.Library()


@register.inclusion_tag("admin/reviews/_score.html")
def score_review(candidacy: Candidacy) -> dict[str, Any]:
    """The prioritisation criterion by criterion, each with the sentence of the AMI it comes from."""
    score = score_in_force(candidacy)
    criteria = explain(score.criteria, score.ranking.rule) if score else []
    return {
        "candidacy": candidacy,
        "score": score,
        "criteria": criteria,
        "met": sum(item.met for item in criteria),
        "sentence": THRESHOLD_SENTENCE,
    }


@register.inclusion_tag("admin/reviews/_decision.html")
def decision_review(candidacy: Candidacy) -> dict[str, Any]:
    """What the commission decided; read with the dossier."""
    return {"decision": getattr(candidacy, "decision", None)}
