"""How a deposited dossier gets to each state: the acts, in order, each by the person who does it."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from applications.domain import review
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from conventions.domain import generation, lapse, signature
from conventions.models import Convention
from reviews.conformity import checklist
from reviews.domain import conformity
from reviews.domain.conformity import Answer
from reviews.domain.quotes import accept_quotes
from reviews.enums import CheckResult, Fact

from . import buying, deploying
from .accounts import Cast

Act = Callable[[Candidacy, Any, Cast], object]


class Step(NamedTuple):
    """An act and the day on which it is done."""

    day: date
    act: Act


SIGNED_ON, NOTIFIED_ON = date(2025, 6, 10), date(2025, 6, 20)
_INCOMPLETE = "[Exemple fictif] Le projet pédagogique ne précise pas les besoins des élèves concernés."
_LATE = "[Exemple fictif] La convention n’a pas été retournée signée malgré deux rappels."


def _start(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return review.start_review(candidacy, by=cast.instructor)


def _check(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    """The points that the facts leave to the agent."""
    left = [Answer(entry.item, CheckResult.PASSED) for entry in checklist(candidacy).left]
    return conformity.answer(candidacy, left, by=cast.instructor)


def _find_wanting(candidacy: Candidacy, porteur: Any, cast: Cast) -> object:
    _check(candidacy, porteur, cast)
    [project] = [entry.item for entry in checklist(candidacy).entries if entry.item.fact == Fact.PROJECT]
    wanting = Answer(project, CheckResult.FAILED, _INCOMPLETE)
    return conformity.answer(candidacy, [wanting], by=cast.instructor)


def _conforming(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return review.declare_conforming(candidacy, by=cast.instructor)


def _non_conforming(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return review.declare_non_conforming(candidacy, by=cast.instructor, reason=_INCOMPLETE)


def _withdraw(candidacy: Candidacy, porteur: Any, _cast: Cast) -> object:
    return review.withdraw(candidacy, by=porteur, reason="[Exemple fictif] Projet reporté à l’an prochain.")


def _quotes(candidacy: Candidacy, porteur: Any, cast: Cast) -> object:
    deploying.quote(candidacy, by=porteur)
    return accept_quotes(candidacy, by=cast.manager)


def _generate(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return generation.generate(Convention.objects.get(candidacy=candidacy), by=cast.manager)


def _sign(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    convention = Convention.objects.get(candidacy=candidacy)
    return signature.record_signature(convention, signed_on=SIGNED_ON, by=cast.manager)


def _notify(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    convention = Convention.objects.get(candidacy=candidacy)
    return signature.notify(convention, notified_on=NOTIFIED_ON, by=cast.manager)


def _order(candidacy: Candidacy, porteur: Any, _cast: Cast) -> object:
    return deploying.order(candidacy, by=porteur)


def _deliver(candidacy: Candidacy, porteur: Any, _cast: Cast) -> object:
    return deploying.receive(candidacy, by=porteur)


def _claim(candidacy: Candidacy, porteur: Any, _cast: Cast) -> object:
    return buying.claim(candidacy, by=porteur)


def _liquidate(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return buying.liquidate(candidacy, cast)


def _pay(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return buying.pay(candidacy, cast)


def _lapse(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return lapse.record_lapse(candidacy, reason=_LATE, by=cast.manager)


_STARTED = Step(date(2025, 4, 7), _start)
# What happens before the prioritisation…
BEFORE_RANKING: dict[State, tuple[Step, ...]] = {
    State.DEPOSITED: (),
    State.IN_REVIEW: (_STARTED,),
    State.NON_CONFORMING: (
        _STARTED,
        Step(date(2025, 4, 14), _find_wanting),
        Step(date(2025, 4, 14), _non_conforming),
    ),
    State.WITHDRAWN: (Step(date(2025, 4, 10), _withdraw),),
}
CONFORMING = (_STARTED, Step(date(2025, 4, 14), _check), Step(date(2025, 4, 28), _conforming))
# … after it, once the sessions have decided and the porteurs are told…
BEFORE_VOTE = (Step(date(2025, 5, 19), _quotes),)
# … and after the vote of the commission permanente.
_MADE = (Step(date(2025, 5, 30), _generate),)
_SIGNED = (*_MADE, Step(SIGNED_ON, _sign))
_NOTIFIED = (*_SIGNED, Step(NOTIFIED_ON, _notify))
_ORDERED = (*_NOTIFIED, Step(deploying.AGREED_ON, _order))
_DELIVERED = (*_ORDERED, Step(deploying.RECEIVED_ON, _deliver))
_CLAIMED = (*_DELIVERED, Step(buying.CLAIMED_ON, _claim))
AFTER_VOTE: dict[State, tuple[Step, ...]] = {
    State.VOTED: _MADE,
    State.CONTRACTED: _SIGNED,
    State.NOTIFIED: _ORDERED,
    State.DELIVERED: _DELIVERED,
    State.CLAIMED: _CLAIMED,
    State.PAID: (*_CLAIMED, Step(date(2025, 9, 25), _liquidate), Step(buying.PAID_ON, _pay)),
    State.LAPSED: (*_MADE, Step(date(2026, 6, 22), _lapse)),
}
