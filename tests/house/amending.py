"""An amendment to sign on a notified dossier, for the walks over every address."""

from datetime import date
from typing import Any

from conventions.domain import amendments
from conventions.domain.amendments import AmendmentValue
from conventions.models import Convention

DAY = date(2025, 6, 2)


def amend(world: Any) -> None:
    """One more amendment of the first launched dossier, the former one given up."""
    convention = Convention.objects.get(candidacy=world.launched[0])
    former = convention.amendments.last()
    if former is not None:
        amendments.give_up(former, reason="Essai", by=None)
    value = AmendmentValue("Livraison tardive", DAY, date(2028, 6, 1))
    amendments.prepare(convention, value, by=None, on=DAY)


def _amendment(world: Any) -> list[dict[str, Any]]:
    dossier = world.launched[0]
    return [{"pk": dossier.pk, "amendment_pk": dossier.convention.amendments.latest("pk").pk}]


PARAMETERS = {"conventions:amendment": _amendment}
