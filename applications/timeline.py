"""The life of a dossier as its porteur reads it: what happened, what happens now, what comes next."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tne38.core import journal
from tne38.core.dates import in_words
from tne38.core.workflow import transitions

from .domain.corrections import ANSWERED, ASKED, LIFTED
from .enums import CandidacyState as State
from .models import Call, Candidacy
from .nuances import told_of


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
REASON_SHOWN = {State.NON_CONFORMING, State.REJECTED, State.LAPSED}

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
_STANDS_AT = {
    State.IN_REVIEW: State.DEPOSITED,
    State.DECIDED: State.CONFORMING,
    State.WAITING_LIST: State.CONFORMING,
}
# What a commission does before it has told anyone is its own affair.
UNTOLD = {"decide", "reopen"}
ENDED = {State.NON_CONFORMING, State.REJECTED, State.WITHDRAWN, State.LAPSED, State.PAID}


Deadline = Callable[[Candidacy], Event | None]
_deadlines: list[Deadline] = []


def deadline(told: Deadline) -> Deadline:
    """Register what tells a date to come of a dossier, or gives None."""
    _deadlines.append(told)
    return told


def timeline(candidacy: Candidacy) -> list[Event]:
    """Past events from the journal, the present one, and those to come; one query."""
    return [*_past(candidacy), *_present(candidacy), *_future(candidacy)]


# Acts that leave the state as it is, as they are told to the porteur.
OTHER_ACTS = {
    ASKED: "Le Département a demandé une correction",
    ANSWERED: "Vous avez répondu à la demande de correction",
    LIFTED: "Le Département a levé la demande de correction",
}


def tell(action: str, told: str) -> None:
    """Add an act of the journal, of a later app, to what the porteur reads on its way."""
    OTHER_ACTS[action] = told


def _past(candidacy: Candidacy) -> Iterable[Event]:
    arrows = [arrow for arrow in transitions(Candidacy) if arrow.name not in UNTOLD]
    told = {arrow.wording.applicant.lower(): arrow for arrow in arrows}
    for entry in journal.history(candidacy).filter(action__in=[*told, *OTHER_ACTS]):
        if entry.action in OTHER_ACTS:
            yield Event(OTHER_ACTS[entry.action], "done", at=entry.at)
            continue
        arrow = told[entry.action]
        deposit = arrow.target == State.DEPOSITED
        yield Event(
            arrow.wording.applicant,
            "stop" if arrow.target in ENDED - {State.PAID} else "done",
            at=candidacy.deposited_at if deposit else entry.at,
            reason=entry.reason if arrow.target in REASON_SHOWN else "",
        )


def _present(candidacy: Candidacy) -> Iterable[Event]:
    if asked := candidacy.open_correction:
        day = in_words(timezone.localtime(asked.answer_by))
        yield Event("Répondez à la demande de correction.", "now", whose="à vous", expected=f"avant le {day}")
    elif (told := told_of(candidacy)) and (candidacy.state not in ENDED or told != candidacy.for_applicant):
        yield Event(told.next_act, "now", whose=WHOSE.get(told.who, ""))


def _future(candidacy: Candidacy) -> Iterable[Event]:
    if candidacy.state in ENDED:
        return
    way = list(TO_COME)
    here = way.index(_STANDS_AT.get(candidacy.state, candidacy.state))
    # The first act to come is the present one, already told.
    for state in way[here + 2 :]:
        yield Event(TO_COME[state], "later", expected=_expected(candidacy.call, state))
    yield from filter(None, (told(candidacy) for told in _deadlines))


def _expected(call: Call, state: str) -> str:
    """When, as far as the call says."""
    return {State.SELECTED: call.validation_period, State.NOTIFIED: call.notification_period}.get(state, "")
