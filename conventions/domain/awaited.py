"""The conventions whose payment is still to be asked for, and what is missing before it."""

from django.db.models import Exists, OuterRef, QuerySet

from applications.enums import CandidacyState as State
from equipment.models import Order

from ..models import Claim, Convention
from ..payment.workflow import OPEN_CLAIM
from ..workflow import ConventionState
from .invoices import CLAIMABLE


def awaited() -> QuerySet[Convention]:
    """Notified, and whose balance is neither asked for nor paid; no request is being examined."""
    claims = Claim.objects.filter(convention=OuterRef("pk")).order_by()
    rows = Convention.objects.filter(state=ConventionState.NOTIFIED, candidacy__state__in=CLAIMABLE)
    rows = rows.exclude(Exists(claims.filter(final=True))).exclude(
        Exists(claims.filter(state__in=OPEN_CLAIM))
    )
    orders = Order.objects.filter(candidacy=OuterRef("candidacy"), cancelled=False).order_by()
    return rows.annotate(has_orders=Exists(orders), has_claims=Exists(claims))


def missing_of(convention: Convention) -> str:
    """What is still to be done, of a row of `awaited`."""
    if convention.has_claims:
        return "Le solde n’est pas demandé."
    if convention.candidacy.state == State.DELIVERED:
        return "Le versement n’est pas demandé."
    if convention.has_orders:
        return "La réception du matériel n’est pas signalée, ni le versement demandé."
    return "Aucune commande n’est enregistrée."
