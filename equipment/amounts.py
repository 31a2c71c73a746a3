"""The amounts of dossiers, loaded in a constant number of queries and computed by `pricing.py`."""

from collections.abc import Iterable
from decimal import Decimal

from applications.models import Call, Candidacy, EntProduct, SchoolProject
from tne38.core.money import ZERO
from tne38.core.text import fold

from .models import Line
from .pricing import Amounts, PricedLine, Subscription, price


def rate_of(candidacy: Candidacy) -> Decimal:
    """The subsidy rate of a dossier: frozen at its deposit, the call's before."""
    frozen = candidacy.frozen.get("taux")
    return Decimal(frozen) if frozen else candidacy.call.subsidy_rate


def ent_years_of(candidacy: Candidacy) -> int:
    """The years of ENT that are subsidised: frozen at the deposit, the call's before."""
    return candidacy.frozen.get("ent_annees_subventionnees") or candidacy.call.ent_subsidised_years


def subsidised_names(call: Call) -> frozenset[str]:
    """The folded names of the ENT that open a subsidy, as qualified today."""
    products = EntProduct.objects.filter(call=call, subsidised=True)
    return frozenset(products.values_list("folded_name", flat=True))


def subscription(project: SchoolProject, subsidised: frozenset[str]) -> Subscription:
    return Subscription(project.ent_annual_cost or ZERO, fold(project.ent_name) in subsidised)


def amounts_by_candidacy(candidacies: Iterable[Candidacy], call: Call) -> dict[int, Amounts]:
    """The amounts of many dossiers of one call, by primary key: three queries whatever their number."""
    candidacies = list(candidacies)
    ids = [candidacy.pk for candidacy in candidacies]
    lines: dict[int, list[PricedLine]] = {pk: [] for pk in ids}
    subscriptions: dict[int, list[Subscription]] = {pk: [] for pk in ids}
    subsidised = subsidised_names(call)
    for line in Line.objects.filter(project__candidacy__in=ids).select_related("item", "project"):
        lines[line.project.candidacy_id].append(PricedLine(line.quantity, line.unit_price, line.cap))
    for project in SchoolProject.objects.filter(candidacy__in=ids):
        subscriptions[project.candidacy_id].append(subscription(project, subsidised))
    return {
        candidacy.pk: price(
            lines[candidacy.pk],
            subscriptions[candidacy.pk],
            rate=rate_of(candidacy),
            ent_years=ent_years_of(candidacy),
        )
        for candidacy in candidacies
    }


def amounts_of(candidacy: Candidacy) -> Amounts:
    """The amounts of one dossier."""
    return amounts_by_candidacy([candidacy], candidacy.call)[candidacy.pk]
