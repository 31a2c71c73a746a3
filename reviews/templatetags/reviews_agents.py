"""The place of a dossier in the ranking and its decision, on the agents' page."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import RequestContext

from applications import actions
from applications.actions import offered
from applications.domain.corrections import CORRECTABLE
from applications.models import Call, Candidacy
from applications.templatetags.agents import told
from equipment.granted import assessment_of

from .. import opinion_page
from ..check_actions import CONFORMITY
from ..conformity import checklist
from ..domain import envelope
from ..domain.quotes import final_amount
from ..domain.ranking import score_in_force
from ..domain.recusals import DECLARE, RECORD
from ..explanation import THRESHOLD_SENTENCE, explain, explain_judged
from ..models import Decision, Overrun
from ..models.opinions import UNDECIDED, may_read
from ..opinion_actions import OPINIONS

register = template.Library()


@register.inclusion_tag("admin/reviews/_checks.html", takes_context=True)
def checks_review(context: dict[str, Any], candidacy: Candidacy) -> dict[str, Any]:
    """The checklist of conformity, compact: what is found, what remains, what to ask the porteur."""
    found, user = checklist(candidacy), context["user"]
    ask = actions.find("demander-correction")
    return {
        "candidacy": candidacy,
        "checklist": found,
        "others": told(found.others),
        "examined": candidacy.state in CORRECTABLE,
        "acts": actions.offered(candidacy, user, beside=CONFORMITY),
        "ask": ask if ask and ask.is_offered(candidacy, user) else None,
    }


@register.inclusion_tag("admin/reviews/_score.html", takes_context=True)
def score_review(context: RequestContext, candidacy: Candidacy) -> dict[str, Any]:
    """The prioritisation criterion by criterion, each with the sentence of the AMI it comes from.

    What the members' marks add is hidden from whoever may not read the opinions yet.
    """
    score = score_in_force(candidacy)
    criteria = explain(score.criteria, score.ranking.rule) if score else []
    return {
        "candidacy": candidacy,
        "score": score,
        "criteria": criteria,
        "met": sum(item.met for item in criteria),
        "judged": explain_judged(score.judged) if score else [],
        "open": bool(score and score.judged) and may_read(context["request"].user, candidacy),
        "sentence": THRESHOLD_SENTENCE,
    }


@register.filter
def points(value: int | Decimal) -> str:
    """« 6 », « 13,50 »."""
    return str(value).replace(".", ",")


@register.inclusion_tag("admin/reviews/_decision.html")
def decision_review(candidacy: Candidacy) -> dict[str, Any]:
    """What the commission decided, read with the dossier; what it passed of the envelopes."""
    decision = getattr(candidacy, "decision", None)
    overruns = candidacy.overruns.select_related("envelope") if decision and candidacy.has_overruns else []
    return {"decision": decision, "overruns": overruns}


@register.inclusion_tag("admin/reviews/_settled.html")
def quotes_settled(candidacy: Candidacy) -> dict[str, Any]:
    """What accepting the quotes would make of the subsidy."""
    decision = Decision.objects.select_related("candidacy__call", "candidacy__organisation").get(
        candidacy=candidacy
    )
    amount = final_amount(decision, assessment_of(candidacy).eligible)
    return {"decision": decision, "amount": amount, "back": decision.amount - amount}


@register.inclusion_tag("admin/reviews/_envelope.html", takes_context=True)
def envelope_panel(context: dict[str, Any], states: list[envelope.FunderState]) -> dict[str, Any]:
    """The envelopes of a call, as a table."""
    return {**_envelopes(states), "may_change": context["perms"]["reviews"]["change_envelope"]}


@register.inclusion_tag("admin/reviews/_left.html")
def envelope_left(states: list[envelope.FunderState]) -> dict[str, Any]:
    """What is left of the envelopes of a call, in a column."""
    return _envelopes(states)


def _envelopes(states: list[envelope.FunderState]) -> dict[str, Any]:
    """The envelopes, and who let them be passed when they are."""
    exceeded = [state for state in states if state.exceeded]
    overruns = Overrun.objects.filter(envelope__in=[state.envelope for state in exceeded])
    return {
        "states": states,
        "exceeded": exceeded,
        "overruns": overruns.select_related("candidacy") if exceeded else [],
    }


@register.simple_tag
def envelopes_of(calls: Iterable[Call]) -> list[tuple[Call, list[envelope.FunderState]]]:
    """Each call that has an envelope, with how it stands."""
    found = envelope.states(calls)
    return [(call, found[call.pk]) for call in calls if call.pk in found]


@register.inclusion_tag("admin/reviews/opinion/_dossier.html", takes_context=True)
def opinions_review(context: RequestContext, candidacy: Candidacy) -> dict[str, Any]:
    """The opinions that this person may read, with what they may do about them."""
    user = context["request"].user
    return {
        "opinions": opinion_page.read(candidacy, user),
        "acts": offered(candidacy, user, beside=OPINIONS),
        # With why, for the agents alone.
        "declared": candidacy.recusals.all() if user.has_perm(RECORD) else [],
        "may_recuse": user.has_perm(DECLARE) and candidacy.state in UNDECIDED,
    }
