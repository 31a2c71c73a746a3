"""What a dossier holds of the envelope once money moves: the rest, and what is given back, may serve another."""

from applications.enums import CandidacyState as State
from reviews.domain import envelope

from ..models import Convention
from ..recovery.amounts import Shares
from .accounts import granted_shares, paid_shares, returned_shares

SETTLED = [State.PAID, State.LAPSED]


def give_back_the_rest(convention: Convention) -> None:
    """Keep from the envelope only what is paid and not given back; the dossier is locked."""
    _hold(convention, paid_shares(convention))


def give_back_what_returned(convention: Convention) -> None:
    """Return to the envelope what the beneficiary gave back: it is not granted again to this dossier."""
    settled = convention.candidacy.state in SETTLED
    _hold(convention, paid_shares(convention) if settled else granted_shares(convention))


def give_back_what_is_not_granted(convention: Convention) -> None:
    """Return to the envelope what an amendment no longer grants; the dossier is locked and not settled."""
    _hold(convention, granted_shares(convention))


def _hold(convention: Convention, borne: Shares) -> None:
    kept = borne - returned_shares(convention)
    if kept.amount:
        envelope.reserve(convention.candidacy, department=kept.department, tne=kept.tne)
    else:
        envelope.release(convention.candidacy)
