"""The decision and the prioritisation of a dossier, explained on its page."""

from typing import Any

from django import template
from django.template.context import RequestContext

from applications.models import Candidacy
from tne38.accounts.rules import works_for_the_programme

from ..domain.ranking import score_in_force
from ..explanation import THRESHOLD_SENTENCE, explain
from ..models import Decision, Score

register = template.Library()


@register.simple_tag
def decision_of(candidacy: Candidacy) -> Decision | None:
    """What the commission decided, read once for the whole page."""
    return Decision.objects.filter(candidacy=candidacy).select_related("score__ranking").first()


@register.inclusion_tag("reviews/includes/score.html", takes_context=True)
def score_explained(
    context: RequestContext, candidacy: Candidacy, decision: Decision | None
) -> dict[str, Any]:
    """The prioritisation, criterion by criterion: to agents at any time, to the porteur once decided."""
    agent = works_for_the_programme(context["user"])
    score: Score | None = decision.score if decision else None
    if score is None and (agent or decision):
        score = score_in_force(candidacy)
    if score is None or not score.criteria or not (agent or decision):
        return {"score": None}
    return {
        "score": score,
        "agent": agent,
        "criteria": explain(score.criteria, score.ranking.rule),
        "met": sum(item["rempli"] for item in score.criteria),
        "minimum": score.ranking.rule["criteres_minimum"],
        "sentence": THRESHOLD_SENTENCE,
    }


@register.inclusion_tag("reviews/includes/decision.html")
def decision_panel(decision: Decision | None) -> dict[str, Any]:
    """The decision with its amounts; nothing before."""
    return {"decision": decision}
