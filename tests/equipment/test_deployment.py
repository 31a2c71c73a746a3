"""Orders and deliveries, in part then whole; the ENT and the accompaniment."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from applications.domain.correspondents import name_correspondents
from applications.models import Candidacy, School
from equipment.accompaniment import steps_of
from equipment.domain import accompaniment, deliveries, orders
from equipment.domain.accompaniment import EntValue, StepValue
from equipment.follow_up import follow_up_of
from equipment.granted import resources_of
from equipment.models import AccompanimentStep, DataAgreement
from equipment.progress import still_expected
from tests.conventions import stages
from tests.factories import agent
from tests.pieces import sent
from tne38.accounts.enums import Role
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

from .quoting import received

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]
NOTIFIED_ON, DAY = date(2025, 7, 1), date(2025, 9, 15)


def launched(draft=None) -> Candidacy:
    """Two VPI to receive."""
    return fresh(stages.notified(draft or stages.college_draft()).candidacy)


def fresh(candidacy: Candidacy) -> Candidacy:
    return Candidacy.objects.get(pk=candidacy.pk)


def refused(act, *args, **values) -> str:
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        act(*args, **values)
    return refusal.value.code


def deliver(candidacy: Candidacy, quantity: int, **values):
    key = resources_of(candidacy)[0].key
    given = {"received_on": DAY, "quantities": {key: quantity}, "by": None, **values}
    return deliveries.record_delivery(candidacy, **given)


def test_a_delivery_in_part_then_the_rest():
    candidacy = launched()
    deliver(candidacy, 1, sent=sent("bon.pdf"))
    assert fresh(candidacy).state == "notified"
    assert list(still_expected(fresh(candidacy)).values()) == [1]
    assert refused(deliver, candidacy, 2) == "quantite_invalide"
    deliver(candidacy, 1)
    assert fresh(candidacy).state == "delivered"
    assert refused(deliver, candidacy, 1) == "etat"


def test_what_is_refused_of_a_delivery():
    candidacy = launched()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refused(deliver, candidacy, 1, received_on=tomorrow) == "champ_invalide"
    assert refused(deliver, candidacy, 0) == "champ_obligatoire"
    assert refused(deliver, candidacy, -1) == "quantite_invalide"
    with pytest.raises(NotAllowed):
        deliver(candidacy, 1, by=agent(Role.INSTRUCTEUR))


def test_a_delivery_recorded_by_mistake_no_longer_counts():
    candidacy = launched()
    mistake = deliver(candidacy, 1)
    deliveries.cancel_delivery(mistake, by=None)
    assert list(still_expected(fresh(candidacy)).values()) == [2]
    assert refused(deliveries.cancel_delivery, mistake, by=None) == "etat"


def test_nothing_more_is_waited_for_with_a_reason():
    candidacy = launched()
    deliver(candidacy, 1)
    assert refused(deliveries.close_deliveries, candidacy, reason=" ", by=None) == "champ_obligatoire"
    deliveries.close_deliveries(candidacy, reason="Article arrêté.", by=None)
    assert fresh(candidacy).state == "delivered"
    assert follow_up_of(fresh(candidacy)).closing.comment == "Article arrêté."


def test_the_rectorat_the_ien_and_the_erun_are_told_once():
    candidacy = launched()
    addresses = {"ien_email": "ien@exemple.test", "erun_email": "erun@exemple.test"}
    schools = list(School.objects.filter(projects__candidacy=candidacy).values_list("pk", flat=True))
    other = stages.college_draft().projects.get().school
    assert name_correspondents(candidacy, [*schools, other.pk], **addresses, by=None) == 1
    received(candidacy, DAY)
    told = set(Message.objects.filter(kind="materiel-recu").values_list("recipient", flat=True))
    assert {"rectorat@exemple.test", "ien@exemple.test", "erun@exemple.test"} <= told


def test_an_order_before_the_notification_is_kept_and_told():
    candidacy = launched()
    quantities = {resources_of(candidacy)[0].key: 2}
    for day in (NOTIFIED_ON - timedelta(days=1), NOTIFIED_ON):
        orders.record_order(candidacy, supplier="Fictif", ordered_on=day, quantities=quantities, by=None)
    early = follow_up_of(fresh(candidacy)).too_early
    assert [order.ordered_on for order in early] == [date(2025, 6, 30)]
    orders.cancel_order(early[0], by=None)
    assert follow_up_of(fresh(candidacy)).too_early == []


def test_nothing_is_ordered_before_the_launch():
    candidacy = stages.with_quotes(stages.college_draft())
    quantities = {resources_of(candidacy)[0].key: 1}
    act = {"supplier": "Fictif", "ordered_on": DAY, "quantities": quantities, "by": None}
    assert refused(orders.record_order, candidacy, **act) == "etat"


def test_the_ent_of_public_ecoles_is_presented_then_agreed():
    candidacy = launched(stages.commune_draft())
    first, second = candidacy.projects.all()
    values = {first.pk: EntValue(False, date(2025, 6, 3)), second.pk: EntValue(True)}
    accompaniment.record_agreements(candidacy, values, by=None)
    assert [row.is_done for row in DataAgreement.objects.order_by("project")] == [False, True]
    values = {first.pk: EntValue(False, date(2025, 6, 3), date(2025, 7, 8))}
    accompaniment.record_agreements(candidacy, values, by=None)
    assert DataAgreement.objects.get(project=first).is_done


def test_a_private_college_signs_nothing_with_the_dsden():
    candidacy = launched()
    values = {candidacy.projects.get().pk: EntValue(True)}
    act = accompaniment.record_agreements
    assert refused(act, candidacy, values, by=None) == "etablissement_non_eligible"


def test_trainings_are_followed_to_done():
    candidacy = launched()
    actions = list(steps_of(candidacy))
    assert [action.label for action in actions] == ["Accessibilité numérique", "Café des parents"]
    accompaniment.record_steps(candidacy, {actions[0]: StepValue(DAY, None)}, by=None)
    accompaniment.record_steps(candidacy, {actions[0]: StepValue(DAY, DAY)}, by=None)
    assert AccompanimentStep.objects.get().done_on == DAY
    future = timezone.localdate() + timedelta(days=3)
    act = accompaniment.record_steps
    assert refused(act, candidacy, {actions[1]: StepValue(future, future)}, by=None) == "champ_invalide"
    assert len(follow_up_of(fresh(candidacy)).to_do) == 2  # to order, and one action left


def test_only_what_counts_of_the_quotes_is_waited_for():
    candidacy = launched(stages.commune_draft())
    assert sorted(still_expected(candidacy).values()) == [1, 3]  # one ENT to open, three ENI
    assert candidacy.decision.quoted_expense == Decimal("11940.00")


def test_who_may_not_say_who_is_told_at_the_rectorat():
    candidacy = launched()
    addresses = {"ien_email": "ien@exemple.test", "erun_email": "erun@exemple.test"}
    with pytest.raises(NotAllowed):
        name_correspondents(candidacy, [], **addresses, by=agent(Role.COMMISSION))
