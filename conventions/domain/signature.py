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
from ..notifications import ConventionNotified
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
def notify(convention: Convention, *, notified_on: date, by: Any) -> Convention:
    """The président signed and the convention is notified: the beneficiary may order.

    Raises DomainError « champ_invalide », « etat ».
    """
    convention = locked(convention)
    perform(convention.notify, by=by)
    require_between(
        notified_on, convention.signed_on, field="notified_on", earliest_name="la signature du bénéficiaire"
    )
    convention.notified_on = notified_on
    convention.save()
    change_state(convention.candidacy, "notify", by=by)
    ConventionNotified(convention).send()
    journal.record("convention notifiée", convention, by=by, after={"notifiee_le": notified_on})
    return convention
