"""The figures of a dossier, in the margin of its pages."""

from decimal import Decimal
from typing import Any

from django import template

from applications.enums import CandidacyState as State
from applications.models import Candidacy, SchoolProject

from ..amounts import amounts_asked, asked_by_project
from ..next_acts import next_act
from ..totals import Totals, totals_of

register = template.Library()
# The thresholds say what will be asked of the commission: nothing any more once it has decided.
UNDECIDED = {State.DRAFT, State.DEPOSITED, State.IN_REVIEW, State.CONFORMING}


@register.inclusion_tag("equipment/includes/totals.html")
def totals_panel(
    candidacy: Candidacy,
    project: SchoolProject | None = None,
    totals: Totals | None = None,
    others: Decimal | None = None,
    *,
    oob: bool = False,
) -> dict[str, Any]:
    """« Votre demande »: what is asked for, what is eligible, the shares, the thresholds; this school's part.

    `totals`, or `others` alone, replaces what is stored by what is being typed; `oob` puts the panel in place of
    the one on the page.
    """
    return {
        "totals": totals or totals_of(candidacy, project, others=others),
        "oob": oob,
        "undecided": candidacy.state in UNDECIDED,
    }


@register.simple_tag
def subsidies_by_school(candidacy: Candidacy) -> dict[int, Decimal]:
    """The subsidy asked for each school of a dossier, in euros, by the key of its project."""
    return {
        pk: amounts_asked(candidacy, [asked]).amount_eligible
        for pk, asked in asked_by_project(candidacy).items()
    }


@register.filter
def of_project(amounts: dict[int, Decimal], pk: int) -> Decimal | None:
    return amounts.get(pk)


@register.inclusion_tag("equipment/includes/next.html", takes_context=True)
def equipment_next(context: Any, candidacy: Candidacy) -> dict[str, Any]:
    """What the porteur does next with its quotes, then with its deployment."""
    return {"act": next_act(candidacy, context["user"])}
