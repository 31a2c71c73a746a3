"""The equipment of a dossier on the agents' page: lines with their caps, ENT, totals."""

from typing import Any

from django import template

from applications.enums import PriceBasis
from applications.models import Candidacy
from tne38.core.money import ZERO, total
from tne38.core.text import fold

from ..amounts import loaded_amounts
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
