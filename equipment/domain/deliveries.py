"""The equipment and the resources of a dossier are received."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.domain.review import change_state
from applications.models import Candidacy
from tne38.core import journal
from tne38.core.errors import DomainError

from ..models import Delivery


@transaction.atomic
def record_delivery(candidacy: Candidacy, *, received_on: date, by: Any, comment: str = "") -> Delivery:
    """The beneficiary received what it ordered, on this day; a manager or the porteur says so.

    Raises DomainError « champ_invalide », « etat »; NotAllowed.
    """
    if received_on > timezone.localdate():
        raise DomainError("champ_invalide", "Cette date est dans le futur.", field="received_on")
    candidacy = change_state(candidacy, "deliver", by=by)
    delivery = Delivery.objects.create(candidacy=candidacy, received_on=received_on, comment=comment.strip())
    journal.record("réception enregistrée", delivery, by=by, after={"recu_le": received_on})
    return delivery
