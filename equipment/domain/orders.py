"""What the beneficiary ordered, once its convention is notified."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from applications.history import tell
from applications.models import Candidacy
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..keys import Key
from ..models import Order, OrderLine
from .quantities import described, require_day, require_launched, require_quantities

ORDERED, CANCELLED = "commande enregistrée", "commande annulée"


@transaction.atomic
def record_order(
    candidacy: Candidacy, *, supplier: str, ordered_on: date, quantities: Mapping[Key, int], by: Any
) -> Order:
    """An order to a supplier. One dated before the notification is kept, and told not to be fundable.

    Raises DomainError « champ_obligatoire », « champ_invalide », « article_inconnu », « etat »; NotAllowed.
    """
    candidacy = _locked(candidacy, by)
    require_day(ordered_on, "ordered_on")
    if not supplier.strip():
        raise DomainError("champ_obligatoire", "Indiquez le fournisseur.", field="supplier")
    kept = require_quantities(candidacy, quantities)
    order = Order.objects.create(candidacy=candidacy, supplier=supplier.strip(), ordered_on=ordered_on)
    OrderLine.objects.bulk_create(
        OrderLine(order=order, project_id=key.project, item_id=key.item, quantity=quantity)
        for key, quantity in kept.items()
    )
    journal.record(ORDERED, candidacy, by=by, after=_described(order))
    return order


@transaction.atomic
def cancel_order(order: Order, *, by: Any) -> None:
    """The order was recorded by mistake, or is cancelled. Raises DomainError « etat », NotAllowed."""
    candidacy = _locked(order.candidacy, by)
    if not candidacy.orders.filter(pk=order.pk, cancelled=False).update(cancelled=True):
        raise DomainError("etat", "Cette commande est déjà annulée.")
    journal.record(CANCELLED, candidacy, by=by, before=_described(order))


def _locked(candidacy: Candidacy, by: Any) -> Candidacy:
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if by is not None and not by.has_perm("equipment.record_order", candidacy):
        raise NotAllowed
    require_launched(candidacy)
    return candidacy


def _described(order: Order) -> dict[str, Any]:
    return {"fournisseur": order.supplier, "date": order.ordered_on, "lignes": described(order.lines)}


for _action in (ORDERED, CANCELLED):
    tell(_action, labels={"fournisseur": "fournisseur"})
