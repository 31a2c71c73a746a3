"""The beneficiary signs, then the président of the Département: the notification launches the programme."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.domain.review import change_state
from tne38.core import journal
from tne38.core.errors import DomainError
from tne38.core.workflow import perform

from ..models import Convention
from ..notifications import AT_NOTIFICATION
from .dates import first_term
from .locking import locked


def require_between(day: date, earliest: date | None, *, field: str, earliest_name: str) -> None:
    """Raise DomainError « champ_invalide » for a day in the future or before `earliest`."""
    if day > timezone.localdate():
        raise DomainError("champ_invalide", "Cette date est dans le futur.", field=field)
    if earliest is not None and day < earliest:
        message = f"Cette date précède {earliest_name} ({earliest:%d/%m/%Y})."
        raise DomainError("champ_invalide", message, field=field)


@transaction.atomic
def record_signature(convention: Convention, *, signed_on: date, by: Any) -> Convention:
    """The beneficiary, authorised by its assembly, signed.

    Raises DomainError « champ_invalide », « etat ».
    """
    convention = locked(convention)
    perform(convention.sign, by=by)
    held_on = convention.candidacy.vote_result.commission.held_on
    require_between(signed_on, held_on, field="signed_on", earliest_name="le vote")
    convention.signed_on = signed_on
    convention.save()
    change_state(convention.candidacy, "contract", by=by)
    journal.record("convention signée par le bénéficiaire", convention, by=by, after={"signee_le": signed_on})
    return convention


@transaction.atomic
def notify(
    convention: Convention, *, notified_on: date, by: Any, countersigned_on: date | None = None
) -> Convention:
    """The président signed and the convention is notified: the beneficiary may order.

    `countersigned_on` is the day of the président's signature, that of the notification where it is not said.
    Raises DomainError « champ_invalide », « etat ».
    """
    convention = locked(convention)
    perform(convention.notify, by=by)
    countersigned_on = countersigned_on or notified_on
    require_between(
        countersigned_on,
        convention.signed_on,
        field="countersigned_on",
        earliest_name="la signature du bénéficiaire",
    )
    require_between(
        notified_on, countersigned_on, field="notified_on", earliest_name="la signature du président"
    )
    convention.countersigned_on, convention.notified_on = countersigned_on, notified_on
    convention.claims_until = first_term(convention, notified_on)
    convention.save()
    change_state(convention.candidacy, "notify", by=by)
    for letter in AT_NOTIFICATION:
        letter(convention).send()
    after = {
        "signee_par_le_president_le": countersigned_on,
        "notifiee_le": notified_on,
        "versement_jusqu_au": convention.claims_until,
    }
    journal.record("convention notifiée", convention, by=by, after=after)
    return convention
