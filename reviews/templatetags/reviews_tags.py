"""The criteria while one fills a dossier; its decision and its prioritisation, explained on its page."""

from typing import Any

from django import template
from django.template.context import RequestContext

from applications.forms.page import AnswerPage
from applications.models import Candidacy, SchoolProject
from tne38.accounts.rules import works_for_the_programme

from ..domain.ranking import rule_of, score_in_force
from ..explanation import THRESHOLD_SENTENCE, explain, explain_outlook, outlook_sentence
from ..models import Decision, Score
from ..outlook import Figures, look_at
from ..report import rule_as_data

register = template.Library()


@register.simple_tag
def decision_of(candidacy: Candidacy) -> Decision | None:
    """What the commission decided and has told, read once for the whole page."""
    return Decision.objects.told().filter(candidacy=candidacy).select_related("score__ranking").first()


@register.inclusion_tag("reviews/includes/score.html", takes_context=True)
def score_explained(
    context: RequestContext, candidacy: Candidacy, decision: Decision | None
) -> dict[str, Any]:
    """The prioritisation, criterion by criterion: to agents at any time, to the porteur once decided."""
    user = context["user"]
    # A member who acts for the porteur reads what the porteur reads.
    agent = (
        works_for_the_programme(user)
        and Candidacy.objects.for_programme(user).filter(pk=candidacy.pk).exists()
    )
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


@register.inclusion_tag("reviews/includes/priorities.html")
def priorities_panel(
    candidacy: Candidacy, project: SchoolProject, page: AnswerPage | None = None, *, oob: bool = False
) -> dict[str, Any]:
    """The criteria of the call under what the draft says so far, or under what is being typed in `page`.

    Nothing where the call has no automatic criterion. `oob` gives the parts that change, for htmx.
    """
    if not candidacy.call.automatic_criteria:
        return {"criteria": []}
    rule = rule_of(candidacy.call)
    names = Figures.__dataclass_fields__
    stored = {name: getattr(project, name) for name in names}
    typed = page.typed() if page is not None else {}
    outlook = look_at(Figures(**stored | {name: typed[name] for name in names if name in typed}), rule)
    return {
        "criteria": explain_outlook(outlook, rule_as_data(rule)),
        "conclusion": outlook_sentence(outlook),
        "call": candidacy.call,
        "oob": oob,
    }
