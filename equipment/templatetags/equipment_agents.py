"""The equipment of a dossier on the agents' page: lines with their caps, ENT, totals."""

from typing import Any

from django import template

from applications import actions
from applications.enums import PriceBasis
from applications.models import Candidacy
from tne38.core.money import ZERO, total
from tne38.core.text import fold

from ..actions import CORRESPONDENTS
from ..amounts import loaded_amounts
from ..domain.quotes import OPEN, why_not
from ..follow_up import follow_up_of
from ..launch import FOLLOWED
from ..quote_rows import rows_of
from ..totals import financing_of, own_share_sentence

register = template.Library()


@register.inclusion_tag("admin/equipment/_lines.html")
def equipment_review(candidacy: Candidacy) -> dict[str, Any]:
    """What is asked for, school by school, against the caps in force at the deposit; no query of its own."""
    projects = list(candidacy.projects.all())
    subsidised = {product.folded_name for product in candidacy.call.ent_products.all() if product.subsidised}
    years = candidacy.terms.ent_subsidised_years
    return {
        "basis": candidacy.terms.price_basis,
        "schools": [_school(project, subsidised, years) for project in projects],
        "several": len(projects) > 1,
        "amounts": loaded_amounts(candidacy),
    }


@register.inclusion_tag("admin/equipment/_figures.html")
def amounts_review(candidacy: Candidacy) -> dict[str, Any]:
    """The amounts of the dossier, for the margin of its page; one query for what a public porteur gets elsewhere."""
    amounts = loaded_amounts(candidacy)
    fundings = [] if candidacy.organisation.is_private else list(candidacy.other_fundings.all())
    financing = financing_of(candidacy, amounts, others=total(row.amount for row in fundings))
    return {
        "amounts": amounts,
        "basis": PriceBasis(candidacy.terms.price_basis).label,
        "fundings": fundings,
        "financing": financing,
        "warning": own_share_sentence(financing) if financing else "",
    }


@register.inclusion_tag("admin/equipment/_quotes.html", takes_context=True)
def quotes_review(context: Any, candidacy: Candidacy) -> dict[str, Any]:
    """The quotes, line by line against what was granted; what prevents them from being accepted."""
    may_file = candidacy.state in OPEN and context["user"].has_perm("equipment.file_quote", candidacy)
    refusal = why_not(candidacy) if candidacy.state in OPEN and candidacy.quotes.all() else None
    return _quotes(candidacy) | {"may_file": may_file, "refusal": refusal.message if refusal else ""}


@register.inclusion_tag("admin/equipment/_quotes.html")
def quotes_checked(candidacy: Candidacy) -> dict[str, Any]:
    """The same, to be confirmed."""
    return _quotes(candidacy) | {"may_file": False, "refusal": ""}


def _quotes(candidacy: Candidacy) -> dict[str, Any]:
    return {"told": rows_of(candidacy), "basis": candidacy.terms.price_basis, "candidacy": candidacy}


@register.inclusion_tag("admin/equipment/_deployment.html", takes_context=True)
def deployment_review(context: Any, candidacy: Candidacy) -> dict[str, Any]:
    """What is ordered and received, the ENT, the accompaniment, who is told."""
    follows = candidacy.state in FOLLOWED
    return {
        "candidacy": candidacy,
        "follows": follows,
        "found": follow_up_of(candidacy) if follows else None,
        "acts": actions.offered(candidacy, context["user"], beside=CORRESPONDENTS),
    }


def _school(project: Any, subsidised: set[str], years: int) -> dict[str, Any]:
    lines = list(project.lines.all())
    cost = project.ent_annual_cost or ZERO
    ent = cost * years if fold(project.ent_name) in subsidised else ZERO
    return {
        "project": project,
        "lines": lines,
        "ent": ent,
        "years": years,
        "asked": total(line.asked for line in lines) + ent,
        "eligible": total(line.eligible for line in lines) + ent,
    }
