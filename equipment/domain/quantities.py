"""What orders and deliveries check alike."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core.errors import DomainError, NotAllowed

from ..granted import resources_of
from ..keys import Key


def locked_while_delivered(candidacy: Candidacy, permission: str, *, by: Any) -> Candidacy:
    """The dossier, locked, for whoever tells its orders or deliveries: from the notification to the last delivery.

    Raises DomainError « etat », NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if by is not None and not by.has_perm(permission, candidacy):
        raise NotAllowed
    if candidacy.state in {State.DELIVERED, State.CLAIMED, State.PAID}:
        raise DomainError("etat", "Les livraisons de ce dossier sont terminées.")
    if candidacy.state != State.NOTIFIED:
        raise DomainError("etat", "La convention de ce dossier n’est pas encore notifiée.")
    return candidacy


def require_day(day: date, field: str) -> None:
    if day > timezone.localdate():
        raise DomainError("champ_invalide", "Cette date est dans le futur.", field=field)


def require_quantities(
    candidacy: Candidacy, quantities: Mapping[Key, int], *, at_most: Mapping[Key, int] | None = None
) -> dict[Key, int]:
    """The quantities above zero, each of something granted, and within `at_most`. Raises DomainError."""
    kept = {key: quantity for key, quantity in quantities.items() if quantity}
    if not kept:
        raise DomainError("champ_obligatoire", "Écrivez au moins une quantité.")
    labels = {resource.key: resource.label for resource in resources_of(candidacy)}
    for key, quantity in kept.items():
        if key not in labels:
            raise DomainError("article_inconnu", "Un de ces articles n’est pas parmi ceux du dossier.")
        if quantity < 0 or (at_most is not None and quantity > at_most.get(key, 0)):
            left = at_most.get(key, 0) if at_most is not None else 0
            message = (
                f"{labels[key]} : il en reste {left} à recevoir."
                if left
                else f"{labels[key]} : tout est déjà reçu."
            )
            raise DomainError("quantite_invalide", message, field=f"quantite-{key}")
    return kept


def described(lines: Any) -> list[str]:
    """What the journal keeps of an order or of a delivery."""
    return [str(line) for line in lines.select_related("item").order_by("pk")]
