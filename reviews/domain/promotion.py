"""When money comes back, the next dossier of the waiting list is selected."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core.errors import DomainError

from ..enums import Outcome
from ..models import Decision
from . import decisions, envelope, waiting_list


@transaction.atomic
def promote(candidacy: Candidacy, *, by: Any) -> Decision:
    """Select a dossier of the waiting list for its proposition, in its turn and within the envelope.

    Raises DomainError « etat » when it does not wait any more, « enveloppe » when the money left does not
    serve it or serves a better ranked one first; NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if candidacy.state != State.WAITING_LIST:
        raise DomainError("etat", f"Le dossier {candidacy} n’est plus sur la liste d’attente.")
    envelope.lock(candidacy.call)
    places = {place.decision.candidacy_id: place for place in waiting_list.places(candidacy.call)}
    place = places[candidacy.pk]
    if not place.served:
        message = f"Les crédits disponibles ne permettent pas de retenir le dossier {candidacy} à son tour."
        raise DomainError("enveloppe", message)
    return decisions.decide(
        candidacy,
        Outcome.SELECTED,
        amount=place.amount,
        decided_on=timezone.localdate(),
        by=by,
        reason=f"Dossier {place.place} de la liste d’attente, retenu grâce à des crédits rendus à l’enveloppe.",
    )
