"""The vote of the commission permanente, which opens the way to the convention."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from applications.domain.review import change_state
from applications.models import Candidacy
from reviews.models import Decision
from tne38.core import journal
from tne38.core.errors import DomainError

from ..models import Convention, PermanentCommission, Vote
from .commissions import save_commission


@transaction.atomic
def record_commission(*, number: str, held_on: date, by: Any) -> PermanentCommission:
    """The act of this number, recorded when it is new (CGCT, art. L3211-2).

    Raises DomainError « champ_invalide » for a number that is not one, or one known with another date.
    """
    number = " ".join(number.split()).upper()
    known = PermanentCommission.objects.select_for_update().filter(number=number).first()
    if known is not None:
        if known.held_on != held_on:
            message = f"L’acte n° {number} est déjà enregistré à la date du {known.held_on:%d/%m/%Y}."
            raise DomainError("champ_invalide", message, field="held_on")
        return known
    commission = PermanentCommission(number=number, held_on=held_on)
    try:
        return save_commission(commission, changed=["number", "held_on"], by=by)
    except ValidationError as error:
        raise DomainError("champ_invalide", " ".join(error.messages), field="number") from error


@transaction.atomic
def record_vote(candidacy: Candidacy, commission: PermanentCommission, *, by: Any) -> Vote:
    """The commission permanente voted the subsidy decided for this dossier; its convention is to be made.

    Raises DomainError « etat » unless the quotes are accepted, NotAllowed.
    """
    candidacy = change_state(candidacy, "vote", by=by)
    decision = Decision.objects.get(candidacy=candidacy)
    if commission.held_on < decision.decided_on:
        held, decided = f"{commission.held_on:%d/%m/%Y}", f"{decision.decided_on:%d/%m/%Y}"
        message = f"La séance du {held} précède la décision du {decided}."
        raise DomainError("champ_invalide", message, field="held_on")
    vote = Vote.objects.create(
        candidacy=candidacy,
        commission=commission,
        amount=decision.amount,
        department_share=decision.department_share,
        tne_share=decision.tne_share,
    )
    convention = Convention.objects.create(candidacy=candidacy)
    after = {"acte": commission.number, "montant": vote.amount, "dossier": candidacy.number}
    journal.record("convention à générer", convention, by=by, after=after)
    return vote
