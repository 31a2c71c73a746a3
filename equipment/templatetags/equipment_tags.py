"""The figures of a dossier, in the margin of its pages."""

from typing import Any

from django import template

from applications.enums import CandidacyState as State
from applications.models import Candidacy

from ..totals import Totals, totals_of

register = template.Library()
# The thresholds say what will be asked of the commission: nothing any more once it has decided.
UNDECIDED = {State.DRAFT, State.DEPOSITED, State.IN_REVIEW, State.CONFORMING}


@register.inclusion_tag("equipment/includes/totals.html")
def totals_panel(candidacy: Candidacy, totals: Totals | None = None, *, oob: bool = False) -> dict[str, Any]:
    """« Votre demande »: what is asked for, what is eligible, the shares, the thresholds.

    `totals` replaces what is stored by what is being typed; `oob` puts the panel in place of the one on the page.
    """
    return {
        "totals": totals or totals_of(candidacy),
        "oob": oob,
        "undecided": candidacy.state in UNDECIDED,
    }
