"""Dossiers with quotes to check, and dossiers being deployed, for the walks over every address."""

from datetime import date

from django.utils import timezone

from applications.domain import review, submission
from applications.models import Candidacy, Organisation
from conventions.domain import generation, signature, votes
from conventions.models import Convention
from equipment.amounts import amounts_of
from equipment.domain import deliveries, orders
from equipment.granted import resources_of
from equipment.models import Line
from reviews.domain import decisions
from reviews.enums import Outcome
from tests.applications.territory import complete_of_commune
from tests.equipment.quoting import filed, line, with_accepted_quotes
from tests.pieces import sent

from . import amending

DAY = date(2025, 6, 1)


def selected(draft: Candidacy) -> Candidacy:
    """Deposited, conforming, selected for all that is eligible."""
    candidacy = review.declare_conforming(submission.submit(draft, by=None, at=timezone.now()), by=None)
    amount = amounts_of(candidacy).amount_eligible
    decisions.decide(candidacy, Outcome.SELECTED, amount=amount, decided_on=DAY, by=None)
    return candidacy


def add_quote(candidacy: Candidacy) -> None:
    rank = candidacy.quotes.count()
    filed(candidacy, line(resources_of(candidacy)[0], 1, "1700"), number=f"D-{rank}")


def launched(number: str) -> Candidacy:
    """A dossier of a commune, its convention notified, thirty articles to receive."""
    draft = complete_of_commune(1)
    Line.objects.filter(project__candidacy=draft).update(quantity=30)
    seat = {"address": "1 rue de l’Exemple", "postal_code": "38000", "city": "Fictiville"}
    Organisation.objects.filter(pk=draft.organisation_id).update(**seat)
    candidacy = selected(Candidacy.objects.get(pk=draft.pk))
    with_accepted_quotes(candidacy)
    commission = votes.record_commission(number=number, held_on=DAY, by=None)
    votes.record_vote(Candidacy.objects.get(pk=candidacy.pk), commission, by=None)
    generation.generate(Convention.objects.get(candidacy=candidacy), by=None)
    for act, day in ((signature.record_signature, "signed_on"), (signature.notify, "notified_on")):
        act(Convention.objects.get(candidacy=candidacy), **{day: DAY}, by=None)
    return Candidacy.objects.get(pk=candidacy.pk)


def deploy(candidacy: Candidacy) -> None:
    """One more order, dated too early, and one more delivery, with its proof."""
    one = {resources_of(candidacy)[0].key: 1}
    day = date(2025, 5, 1)
    orders.record_order(candidacy, supplier="Fournisseur fictif", ordered_on=day, quantities=one, by=None)
    note = sent(f"bon-{candidacy.deliveries.count()}.pdf")
    deliveries.record_delivery(candidacy, received_on=DAY, quantities=one, sent=note, by=None)


def grow(world) -> None:
    """One more dossier with a quote, one more being deployed, and one more of their rows in the first ones."""
    world.quoting.append(selected(world.draft()))
    world.launched.append(launched(f"2025 CP06 B 17 {len(world.launched) + 1}"))
    world.join(world.launched[-1])
    add_quote(world.quoting[0])
    deploy(world.launched[0])
    amending.amend(world)


def _quoting(world):
    return [{"pk": world.quoting[0].pk}]


def _quote(world):
    return [{"pk": world.quoting[0].pk, "quote_pk": world.quoting[0].quotes.order_by("pk")[0].pk}]


def _launched(world):
    return [{"pk": world.launched[0].pk}]


def _order(world):
    return [{"pk": world.launched[0].pk, "order_pk": world.launched[0].orders.order_by("pk")[0].pk}]


def _delivery(world):
    return [{"pk": world.launched[0].pk, "delivery_pk": world.launched[0].deliveries.order_by("pk")[0].pk}]


PARAMETERS = {
    "equipment:quotes": lambda world: [*_quoting(world), *_launched(world), {"pk": world.asked[0].pk}],
    "equipment:add_quote": _quoting,
    "equipment:change_quote": _quote,
    "equipment:replace_quote": _quote,
    "equipment:withdraw_quote": _quote,
    "equipment:deployment": _launched,
    "equipment:add_order": _launched,
    "equipment:cancel_order": _order,
    "equipment:add_delivery": _launched,
    "equipment:close_deliveries": _launched,
    "equipment:cancel_delivery": _delivery,
    "equipment:ent": _launched,
    "equipment:accompaniment": _launched,
}
