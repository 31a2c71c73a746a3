"""Where the deployment of a dossier stands: what is ordered and received of what was granted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from applications.models import Candidacy

from .granted import Resource, expected_of
from .keys import Key
from .models import Delivery, DeliveryLine, Order, OrderLine


@dataclass(frozen=True)
class Progress:
    """A resource and how many of it are expected, ordered, received."""

    resource: Resource
    expected: int
    ordered: int
    received: int

    @property
    def left_to_order(self) -> int:
        return max(0, self.expected - self.ordered)

    @property
    def left_to_receive(self) -> int:
        return max(0, self.expected - self.received)


def orders_of(candidacy: Candidacy) -> list[Order]:
    """The orders of a dossier with their lines, but those cancelled; no query when they are loaded."""
    lines = OrderLine.objects.select_related("item", "project__school").order_by("pk")
    prefetch_related_objects([candidacy], "orders", Prefetch("orders__lines", lines))
    return [order for order in candidacy.orders.all() if not order.cancelled]


def deliveries_of(candidacy: Candidacy) -> list[Delivery]:
    """The same for its deliveries, with their proofs."""
    deliveries = Delivery.objects.select_related("attachment__file").order_by("received_on", "pk")
    lines = DeliveryLine.objects.select_related("item", "project__school").order_by("pk")
    prefetch_related_objects(
        [candidacy], Prefetch("deliveries", deliveries), Prefetch("deliveries__lines", lines)
    )
    return [delivery for delivery in candidacy.deliveries.all() if not delivery.cancelled]


def progress_of(candidacy: Candidacy) -> list[Progress]:
    """Every resource that is expected, in the order of the schools."""
    ordered, received = _counted(orders_of(candidacy)), received_of(candidacy)
    return [
        Progress(resource, count, ordered[resource.key], received[resource.key])
        for resource, count in expected_of(candidacy)
    ]


def received_of(candidacy: Candidacy) -> Counter[Key]:
    """How many were received of each resource; an ENT, once."""
    return _counted(deliveries_of(candidacy))


def still_expected(candidacy: Candidacy) -> dict[Key, int]:
    """How many are still to be received of each resource; empty when all is there."""
    return {one.resource.key: one.left_to_receive for one in progress_of(candidacy) if one.left_to_receive}


def _counted(rows: Iterable[Order | Delivery]) -> Counter[Key]:
    found = Counter[Key]()
    for row in rows:
        for line in row.lines.all():
            found[line.key] += line.quantity
    return found
