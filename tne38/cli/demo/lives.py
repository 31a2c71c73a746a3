"""How a deposited dossier gets to each state: the acts, in order, each by the person who does it."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from applications.domain import review
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from conventions.domain import generation, lapse, payments, signature, votes
from conventions.models import Convention
from equipment.amounts import amounts_of
from equipment.domain import deliveries
from reviews.domain import decisions, ranking
from reviews.enums import Outcome

from .accounts import Cast

Act = Callable[[Candidacy, Any, Cast], object]

DECIDED_ON = date(2025, 5, 15)
HELD_ON = date(2025, 5, 23)
COMMISSION = "2025 CP05 B 16 31"
SIGNED_ON, NOTIFIED_ON = date(2025, 6, 10), date(2025, 6, 20)
RECEIVED_ON, CLAIMED_ON, PAID_ON = date(2025, 9, 4), date(2025, 9, 18), date(2025, 10, 9)
_INCOMPLETE = "[Exemple fictif] Le projet pédagogique ne précise pas les besoins des élèves concernés."
_LATE = "[Exemple fictif] Les justificatifs n’ont pas été reçus dans les délais de la convention."
_SHORT = "[Exemple fictif] Les crédits ne permettent pas de retenir ce dossier."


def _start(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return review.start_review(candidacy, by=cast.instructor)


def _conforming(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return review.declare_conforming(candidacy, by=cast.instructor)


def _non_conforming(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return review.declare_non_conforming(candidacy, by=cast.instructor, reason=_INCOMPLETE)


def _withdraw(candidacy: Candidacy, porteur: Any, _cast: Cast) -> object:
    return review.withdraw(candidacy, by=porteur, reason="[Exemple fictif] Projet reporté à l’an prochain.")


def _select(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    score = ranking.score_in_force(candidacy)
    assert score is not None
    return decisions.decide(
        candidacy, Outcome.SELECTED, amount=score.proposal, decided_on=DECIDED_ON, by=cast.manager
    )


def _wait(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return decisions.decide(candidacy, Outcome.WAITING_LIST, decided_on=DECIDED_ON, by=cast.manager)


def _reject(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return decisions.decide(
        candidacy, Outcome.REJECTED, decided_on=DECIDED_ON, by=cast.manager, reason=_SHORT
    )


def _quotes(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    expense = amounts_of(candidacy).expense_eligible
    return decisions.accept_quotes(candidacy, eligible_expense=expense, by=cast.manager)


def _vote(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    commission = votes.record_commission(number=COMMISSION, held_on=HELD_ON, by=cast.manager)
    return votes.record_vote(candidacy, commission, by=cast.manager)


def _sign(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    made_at = timezone.make_aware(datetime.combine(HELD_ON, time(14, 30)))
    convention = Convention.objects.get(candidacy=candidacy)
    convention = generation.generate(convention, by=cast.manager, at=made_at)
    return signature.record_signature(convention, signed_on=SIGNED_ON, by=cast.manager)


def _notify(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    convention = Convention.objects.get(candidacy=candidacy)
    return signature.notify(convention, notified_on=NOTIFIED_ON, by=cast.manager)


def _deliver(candidacy: Candidacy, porteur: Any, _cast: Cast) -> object:
    return deliveries.record_delivery(candidacy, received_on=RECEIVED_ON, by=porteur)


def _claim(candidacy: Candidacy, porteur: Any, _cast: Cast) -> object:
    expense = amounts_of(candidacy).expense_eligible
    return payments.file_claim(candidacy, justified_expense=expense, filed_on=CLAIMED_ON, by=porteur)


def _pay(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    mandate = f"FICTIF-{candidacy.number}"
    return payments.record_payment(candidacy, mandate_number=mandate, paid_on=PAID_ON, by=cast.manager)


def _lapse(candidacy: Candidacy, _porteur: Any, cast: Cast) -> object:
    return lapse.record_lapse(candidacy, reason=_LATE, by=cast.manager)


_SELECTED: tuple[Act, ...] = (_select,)
_CONTRACT: tuple[Act, ...] = (*_SELECTED, _quotes, _vote, _sign)

# What happens before the prioritisation…
BEFORE_RANKING: dict[State, tuple[Act, ...]] = {
    State.DEPOSITED: (),
    State.IN_REVIEW: (_start,),
    State.NON_CONFORMING: (_start, _non_conforming),
    State.WITHDRAWN: (_withdraw,),
}
CONFORMING: tuple[Act, ...] = (_start, _conforming)
# … and after it, once the dossier is declared conforming.
AFTER_RANKING: dict[State, tuple[Act, ...]] = {
    State.CONFORMING: (),
    State.SELECTED: _SELECTED,
    State.WAITING_LIST: (_wait,),
    State.REJECTED: (_reject,),
    State.QUOTES_ACCEPTED: (*_SELECTED, _quotes),
    State.VOTED: (*_SELECTED, _quotes, _vote),
    State.CONTRACTED: _CONTRACT,
    State.NOTIFIED: (*_CONTRACT, _notify),
    State.DELIVERED: (*_CONTRACT, _notify, _deliver),
    State.CLAIMED: (*_CONTRACT, _notify, _deliver, _claim),
    State.PAID: (*_CONTRACT, _notify, _deliver, _claim, _pay),
    State.LAPSED: (*_CONTRACT, _notify, _lapse),
}
