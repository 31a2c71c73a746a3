"""When an act about a convention is offered."""

from typing import Any

from applications.models import Candidacy
from tne38.core.errors import DomainError

from ..payment.workflow import OPEN_CLAIM, ClaimState
from ..workflow import ConventionState


def convention_is(state: ConventionState) -> Any:
    """Whether the dossier's convention is in this state; asked only where the act is offered."""

    def applies(candidacy: Candidacy) -> bool:
        convention = getattr(candidacy, "convention", None)
        return convention is not None and convention.state == state

    return applies


def no_meeting_votes(candidacy: Candidacy) -> bool:
    """Whether no meeting is to vote this dossier: its vote is then recorded by itself."""
    return not candidacy.commission_items.filter(outcome="").exists()


def claim_of(candidacy: Candidacy, *, required: bool = True) -> Any:
    """The request for payment that is open; read again where the act is carried out."""
    convention = getattr(candidacy, "convention", None)
    claims = convention.claims.all() if convention is not None else []
    found = next((claim for claim in claims if claim.state in OPEN_CLAIM), None)
    if found is None and required:
        raise DomainError("etat", f"{candidacy} : aucune demande de versement n’est en cours.")
    return found


def claim_is(state: ClaimState, *, due: bool | None = None) -> Any:
    """Whether the open request is in this state, and something is due on it or not."""

    def applies(candidacy: Candidacy) -> bool:
        claim = claim_of(candidacy, required=False)
        if claim is None or claim.state != state:
            return False
        return due is None or bool(claim.liquidation.amount) == due

    return applies
