"""The life of a dossier as its porteur reads it: what happened, what happens now, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tne38.core import journal
from tne38.core.workflow import transitions

from .enums import CandidacyState as State
from .models import Call, Candidacy


@dataclass(frozen=True)
class Event:
    """One line. `tone` is done, now, stop or later; `whose` says who acts, for what happens now."""

    what: str
    tone: str
    at: datetime | None = None
    reason: str = ""
    whose: str = ""
    expected: str = ""


WHOSE = {"porteur": "à vous", "departement": "au Département", "commission": "à la commission"}
REASON_SHOWN = {State.NON_CONFORMING, State.REJECTED}

# What leads to each state, in the order of a dossier that succeeds, told before it happens.
TO_COME: dict[str, str] = {
    State.DEPOSITED: "Dépôt du dossier",
    State.CONFORMING: "Vérification de la conformité par le Département",
    State.SELECTED: "Étude des dossiers par la commission",
    State.QUOTES_ACCEPTED: "Vérification de vos devis",
    State.VOTED: "Vote de la subvention en commission permanente",
    State.CONTRACTED: "Signature de la convention par vos soins",
    State.NOTIFIED: "Signature et notification par le Département : c’est le départ du programme. "
    "Ne commandez pas avant.",
    State.DELIVERED: "Commande, livraison et formation par Réseau Canopé",
    State.CLAIMED: "Envoi des factures acquittées",
    State.PAID: "Versement de la subvention",
}
# States beside the way: where the dossier goes back to it.
_STANDS_AT = {State.IN_REVIEW: State.DEPOSITED, State.WAITING_LIST: State.CONFORMING}
ENDED = {State.NON_CONFORMING, State.REJECTED, State.WITHDRAWN, State.LAPSED, State.PAID}


def timeline(candidacy: Candidacy) -> list[Event]:
    """Past events from the journal, the present one, and those to come; one query."""
    return [*_past(candidacy), *_present(candidacy), *_future(candidacy)]


def _past(candidacy: Candidacy) -> Iterable[Event]:
    told = {arrow.wording.applicant.lower(): arrow for arrow in transitions(Candidacy)}
    for entry in journal.history(candidacy).filter(action__in=list(told)):
        arrow = told[entry.action]
        deposit = arrow.target == State.DEPOSITED
        yield Event(
            arrow.wording.applicant,
            "stop" if arrow.target in ENDED - {State.PAID} else "done",
            at=candidacy.deposited_at if deposit else entry.at,
            reason=entry.reason if arrow.target in REASON_SHOWN else "",
        )


def _present(candidacy: Candidacy) -> Iterable[Event]:
    if candidacy.state not in ENDED:
        told = candidacy.for_applicant
        yield Event(told.next_act, "now", whose=WHOSE.get(told.who, ""))


def _future(candidacy: Candidacy) -> Iterable[Event]:
    if candidacy.state in ENDED:
        return
    way = list(TO_COME)
    here = way.index(_STANDS_AT.get(candidacy.state, candidacy.state))
    # The first act to come is the present one, already told.
    for state in way[here + 2 :]:
        yield Event(TO_COME[state], "later", expected=_expected(candidacy.call, state))


def _expected(call: Call, state: str) -> str:
    """When, as far as the call says."""
    return {State.SELECTED: call.validation_period, State.NOTIFIED: call.notification_period}.get(state, "")
