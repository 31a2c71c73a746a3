"""The amounts of dossiers, loaded in a constant number of queries and computed by `pricing.py`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from applications.models import Call, Candidacy, EntProduct, SchoolProject
from applications.terms import Terms
from tne38.core.money import ZERO
from tne38.core.text import fold

from .models import Line
from .pricing import Amounts, PricedLine, Subscription, price


def subsidised_names(call: Call) -> frozenset[str]:
    """The folded names of the ENT that open a subsidy, as qualified today."""
    products = EntProduct.objects.filter(call=call, subsidised=True)
    return frozenset(products.values_list("folded_name", flat=True))


def subscription(project: SchoolProject, subsidised: frozenset[str]) -> Subscription:
    return Subscription(project.ent_annual_cost or ZERO, fold(project.ent_name) in subsidised)


def amounts_by_candidacy(candidacies: Iterable[Candidacy], call: Call) -> dict[int, Amounts]:
    """The amounts of many dossiers of one call, by primary key: three queries whatever their number."""
    terms = {candidacy.pk: candidacy.terms for candidacy in candidacies}
    return amounts_under(terms, [call.pk], within=list(terms))


def amounts_under(terms: Mapping[int, Terms], calls: Iterable[int], *, within: Any) -> dict[int, Amounts]:
    """As `amounts_by_candidacy`, of dossiers known by their key and their terms alone, lines added up by the
    database. `calls`: the keys of theirs; `within`: their own, or a query that gives them."""
    lines = Line.objects.filter(project__candidacy__in=within)
    expenses = lines.expenses_by_candidacy()
    priced = {
        key: [PricedLine(1, expense.asked, expense.eligible)]
        for key, expense in expenses.items()
        if not expense.uncapped
    }
    # The caps of a draft are brought to the basis of the dossier one by one.
    drafts = [key for key, expense in expenses.items() if expense.uncapped]
    for line in lines.filter(project__candidacy__in=drafts).select_related("item", "project"):
        key = line.project.candidacy_id
        cap = line.cap_under(terms[key])
        priced.setdefault(key, []).append(PricedLine(line.quantity, line.unit_price, cap))
    subscriptions = _subscriptions(calls, within)
    return {
        key: price(
            priced.get(key, ()),
            subscriptions.get(key, ()),
            rate=terms[key].rate,
            ent_years=terms[key].ent_subsidised_years,
        )
        for key in terms
    }


def _subscriptions(calls: Iterable[int], within: Any) -> dict[int, list[Subscription]]:
    """The subsidised ENT subscriptions of each dossier, by primary key."""
    products = EntProduct.objects.filter(call__in=calls, subsidised=True)
    subsidised = set(products.values_list("call", "folded_name"))
    folded: dict[str, str] = {}  # each name is folded once
    found: dict[int, list[Subscription]] = {}
    rows = SchoolProject.objects.filter(candidacy__in=within).order_by()
    for key, call, name, cost in rows.values_list(
        "candidacy", "candidacy__call", "ent_name", "ent_annual_cost"
    ):
        if name not in folded:
            folded[name] = fold(name)
        if cost and (call, folded[name]) in subsidised:
            found.setdefault(key, []).append(Subscription(cost, subsidised=True))
    return found


def caps_of(candidacy: Candidacy) -> dict[int, Decimal]:
    """The cap that the deposit froze for each article of a dossier, by primary key; nothing of a draft."""
    lines = Line.objects.filter(project__candidacy=candidacy, unit_cap__isnull=False)
    return dict(lines.values_list("item", "unit_cap"))


@dataclass(frozen=True)
class Asked:
    """What is asked for one school."""

    lines: Sequence[PricedLine]
    subscription: Subscription


def asked_by_project(candidacy: Candidacy) -> dict[int, Asked]:
    """What is asked for each school of a dossier, by primary key, for a page that only reads.

    Three queries whatever their number, none for what the page has loaded; kept on the dossier.
    """
    lines = Prefetch("projects__lines", Line.objects.select_related("item"))
    prefetch_related_objects([candidacy], "call__ent_products", "projects", lines)
    subsidised = loaded_names(candidacy.call)
    return {
        project.pk: Asked(_priced(project), subscription(project, subsidised))
        for project in candidacy.projects.all()
    }


def _priced(project: SchoolProject) -> list[PricedLine]:
    return [PricedLine(line.quantity, line.unit_price, line.cap) for line in project.lines.all()]


def amounts_asked(candidacy: Candidacy, asked: Iterable[Asked]) -> Amounts:
    """What some schools of a dossier, or all of them, come to."""
    asked = list(asked)
    return price(
        [line for one in asked for line in one.lines],
        [one.subscription for one in asked],
        rate=candidacy.terms.rate,
        ent_years=candidacy.terms.ent_subsidised_years,
    )


def amounts_of(candidacy: Candidacy) -> Amounts:
    """The amounts of one dossier, read afresh: what a decision relies on."""
    return amounts_by_candidacy([candidacy], candidacy.call)[candidacy.pk]


def loaded_names(call: Call) -> frozenset[str]:
    """As `subsidised_names`, of a call whose ENT are prefetched: no query."""
    return frozenset(product.folded_name for product in call.ent_products.all() if product.subsidised)


def loaded_amounts(candidacy: Candidacy) -> Amounts:
    """The amounts of a dossier whose projects, lines and call's ENT are prefetched: no query."""
    subsidised = loaded_names(candidacy.call)
    projects = candidacy.projects.all()
    return price(
        [line for project in projects for line in _priced(project)],
        [subscription(project, subsidised) for project in projects],
        rate=candidacy.terms.rate,
        ent_years=candidacy.terms.ent_subsidised_years,
    )


def eligible_amounts(candidacies: Sequence[Candidacy]) -> dict[int, Decimal]:
    """The eligible amounts (euros) of one page of dossiers of any call, lines added up by the database.

    Two queries; the dossiers come with their call and their prefetched projects.
    """
    expenses = Line.objects.filter(
        project__candidacy__in=[candidacy.pk for candidacy in candidacies]
    ).eligible_by_candidacy()
    subsidised: dict[int, set[str]] = {}
    calls = {candidacy.call_id for candidacy in candidacies}
    for call, name in EntProduct.objects.filter(call__in=calls, subsidised=True).values_list(
        "call", "folded_name"
    ):
        subsidised.setdefault(call, set()).add(name)
    amounts = {}
    for candidacy in candidacies:
        names = frozenset(subsidised.get(candidacy.call_id, ()))
        expense = expenses.get(candidacy.pk, ZERO)
        amounts[candidacy.pk] = price(
            [PricedLine(1, expense, expense)],
            [subscription(project, names) for project in candidacy.projects.all()],
            rate=candidacy.terms.rate,
            ent_years=candidacy.terms.ent_subsidised_years,
        ).amount_eligible
    return amounts
