"""The addresses of the request for payment and of what is claimed back, with the dossiers that fill them."""

from typing import Any

from applications.models import Candidacy
from conventions.models import Convention
from tests.conventions.invoices import file, settled, two_agents
from tests.conventions.recoveries import decided, opened


def _prepared(world: Any) -> list[dict[str, Any]]:
    return [{"pk": world.buying[0].pk}]


def _invoice(world: Any) -> list[dict[str, Any]]:
    invoice = world.buying[0].convention.invoices.order_by("pk").first()
    return [{"pk": world.buying[0].pk, "invoice_pk": invoice.pk}]


def pay(world: Any, candidacy: Candidacy) -> None:
    """One dossier paid, from which money is claimed back; one more recovery of the first one."""
    if world.paid:
        _claim_more(world.paid[0].convention)
    people = two_agents()
    settled(file(candidacy.convention), people)
    convention = Convention.objects.get(candidacy=candidacy)
    opened(convention, "2.00", by=people[0])
    world.paid.append(Candidacy.objects.get(pk=candidacy.pk))


def _claim_more(convention: Convention) -> None:
    """One more recovery, the former one dropped."""
    first, second = two_agents()
    decided(convention.recoveries.latest("pk"), "0.00", by=second)
    opened(convention, "3.00", by=first)


def _recovery(world: Any) -> list[dict[str, Any]]:
    return [{"pk": world.paid[0].pk, "recovery_pk": world.paid[0].convention.recoveries.latest("pk").pk}]


PARAMETERS = {
    "conventions:report": lambda world: [{"pk": world.paid[0].pk}],
    "conventions:claim": lambda world: [*_prepared(world), {"pk": world.claimed[0].pk}],
    "conventions:file_claim": _prepared,
    "conventions:add_invoice": _prepared,
    "conventions:preview_invoice": _prepared,
    "conventions:invoice": _invoice,
    "conventions:remove_invoice": _invoice,
    "conventions:recovery": _recovery,
}
