"""What the beneficiary ordered, once its convention is notified."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from applications.history import tell
from applications.models import Candidacy
from tne38.core import journal
from tne38.core.errors import DomainError

from ..keys import Key
from ..models import Order, OrderLine
from .quantities import described, locked_while_delivered, require_day, require_quantities

RECORD_ORDER = "equipment.record_order"
ORDERED, CANCELLED = "commande enregistrée", "commande annulée"


@transaction.atomic
def record_order(
    candidacy: Candidacy, *, supplier: str, ordered_on: date, quantities: Mapping[Key, int], by: Any
) -> Order:
    """An order to a supplier. One dated before the notification is kept, and told not to be fundable.

    Raises DomainError « champ_obligatoire », « champ_invalide », « article_inconnu », « etat »; NotAllowed.
    """
    candidacy = locked_while_delivered(candidacy, RECORD_ORDER, by=by)
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
    candidacy = locked_while_delivered(order.candidacy, RECORD_ORDER, by=by)
    if not candidacy.orders.filter(pk=order.pk, cancelled=False).update(cancelled=True):
        raise DomainError("etat", "Cette commande est déjà annulée.")
    journal.record(CANCELLED, candidacy, by=by, before=_described(order))


def _described(order: Order) -> dict[str, Any]:
    return {"fournisseur": order.supplier, "date": order.ordered_on, "lignes": described(order.lines)}


for _action in (ORDERED, CANCELLED):
    tell(_action, labels={"fournisseur": "fournisseur"})
