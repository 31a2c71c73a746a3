"""The figures of a dossier, in its documents."""

from typing import Any

from django import template

from applications.models import Candidacy

from ..totals import totals_of

register = template.Library()


@register.inclusion_tag("documents/amounts.html")
def amounts_document(candidacy: Candidacy) -> dict[str, Any]:
    """The amounts of the whole dossier, with who pays which part."""
    return {"totals": totals_of(candidacy), "basis": candidacy.terms.price_basis}
