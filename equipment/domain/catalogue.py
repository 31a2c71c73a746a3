"""The catalogue of a call as it is shipped: what its text lists, with indicative caps."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.models import Call
from tne38.core import journal

from ..models import CatalogueItem, Category


@dataclass(frozen=True)
class ItemValue:
    """An article; `cap` is the greatest unit price that counts, in euros."""

    code: str
    label: str
    cap: Decimal


# The categories are those of the AMI. The caps are indicative (TTC), to be fixed by the cahier des charges.
SHIPPED: dict[tuple[str, str], list[ItemValue]] = {
    ("VIDEOPROJECTION", "Ensemble de vidéoprojection interactif (VPI et ENI)"): [
        ItemValue("VPI", "Ensemble de vidéoprojection interactif (VPI)", Decimal("2200.00")),
        ItemValue("ENI", "Écran numérique interactif (ENI)", Decimal("3500.00")),
    ],
    ("CLASSE_MOBILE", "Ensemble de classe mobile (tablettes et/ou PC)"): [
        ItemValue("CLASSE_MOBILE_TABLETTES", "Classe mobile de tablettes", Decimal("8000.00")),
        ItemValue("CLASSE_MOBILE_PC", "Classe mobile d’ordinateurs portables", Decimal("12000.00")),
    ],
    ("WEBRADIO", "Kit WebRadio"): [ItemValue("WEBRADIO", "Kit WebRadio", Decimal("2500.00"))],
    ("WEBTV", "Kit WebTV"): [ItemValue("WEBTV", "Kit WebTV", Decimal("4000.00"))],
    ("COMPLEMENT", "Équipements complémentaires"): [
        ItemValue("COMPLEMENT", "Équipement complémentaire", Decimal("1500.00")),
    ],
}


@transaction.atomic
def ship(call: Call, *, by: Any = None) -> list[CatalogueItem]:
    """Give a new call the shipped catalogue; a call that already has articles is left as it is."""
    if call.catalogue.exists():
        return []
    items: list[CatalogueItem] = []
    for place, ((code, label), values) in enumerate(SHIPPED.items()):
        category = Category.objects.create(call=call, code=code, label=label, position=place)
        for value in values:
            item = CatalogueItem(call=call, category=category, position=len(items), **vars(value))
            item.full_clean()
            item.save()
            items.append(item)
    plafonds = {item.code: str(item.cap) for item in items}
    journal.record("catalogue créé", call, by=by, after={"plafonds": plafonds})
    return items
