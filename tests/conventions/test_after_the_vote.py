"""From the vote to the payment: each act is in order, dated, allowed, written, told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from applications.models import Call, Candidacy
from conventions.domain import lapse, signature, votes
from conventions.models import Convention, PermanentCommission
from reviews.models import Envelope, Reservation
from tests.conventions import stages
from tests.equipment.quoting import received
from tests.factories import MembershipFactory, agent
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


def refused(act, *args, **values) -> str:
    with pytest.raises(DomainError) as error:
        act(*args, **values)
    return error.value.code


def state(convention: Convention) -> str:
    return Candidacy.objects.get(pk=convention.candidacy_id).state


def test_the_vote_takes_the_amount_of_the_decision():
    convention = stages.voted(stages.college_draft())
    vote = convention.candidacy.vote_result
    assert (vote.amount, vote.department_share, vote.tne_share) == (
        Decimal("3400.00"),
        Decimal("1700.00"),
        Decimal("1700.00"),
    )
    assert (convention.state, state(convention)) == ("to_generate", "voted")
    assert journal.history(convention).last().after["acte"] == stages.ACT


def test_a_commission_is_recorded_once():
    first = votes.record_commission(number="2025 CP06 B 16 31", held_on=date(2025, 6, 6), by=None)
    assert votes.record_commission(number=" 2025 cp06 B 16 31 ", held_on=date(2025, 6, 6), by=None) == first
    code = refused(votes.record_commission, number=stages.ACT, held_on=date(2025, 6, 7), by=None)
    assert code == "champ_invalide"
    assert refused(votes.record_commission, number="CP 12", held_on=date(2025, 6, 6), by=None) == code
    assert PermanentCommission.objects.count() == 1


def test_a_vote_before_the_decision_is_a_mistake():
    candidacy = stages.with_quotes(stages.college_draft())
    early = votes.record_commission(number=stages.ACT, held_on=date(2025, 5, 14), by=None)
    assert refused(votes.record_vote, candidacy, early, by=None) == "champ_invalide"
    assert not Convention.objects.exists()


def test_no_vote_without_accepted_quotes():
    candidacy = stages.deposited(stages.college_draft())
    commission = votes.record_commission(number=stages.ACT, held_on=date(2025, 6, 6), by=None)
    assert refused(votes.record_vote, candidacy, commission, by=None) == "etat"


def test_the_signature_needs_a_document_and_a_date_in_order():
    convention = stages.voted(stages.college_draft())
    assert refused(signature.record_signature, convention, signed_on=date(2025, 6, 20), by=None) == "etat"
    convention = stages.generated(stages.commune_draft())
    for day in (date(2025, 6, 5), TOMORROW):
        assert refused(signature.record_signature, convention, signed_on=day, by=None) == "champ_invalide"
    signed = signature.record_signature(convention, signed_on=date(2025, 6, 6), by=None)
    assert (signed.state, signed.signed_on, state(signed)) == ("signed", date(2025, 6, 6), "contracted")


def test_the_notification_launches_the_programme_and_is_told():
    convention = stages.generated(stages.college_draft())
    assert refused(signature.notify, convention, notified_on=date(2025, 7, 1), by=None) == "etat"
    convention = signature.record_signature(convention, signed_on=date(2025, 6, 20), by=None)
    assert refused(signature.notify, convention, notified_on=date(2025, 6, 19), by=None) == "champ_invalide"
    notified = signature.notify(convention, notified_on=date(2025, 7, 1), by=None)
    assert (notified.state, state(notified)) == ("notified", "notified")
    message = Message.objects.get(kind="convention-notifiee")
    assert "est notifiée le 1er\u00a0juillet\u00a02025" in message.body
    assert "au plus tard le 1er\u00a0juillet\u00a02027" in message.body


def test_each_partner_is_told_what_starts_for_it():
    draft = stages.college_draft()
    Call.objects.filter(pk=draft.call_id).update(
        rectorat_email="rectorat@exemple.test",
        training_email="canope@exemple.test",
        families_email="ligue@exemple.test",
    )
    convention = stages.notified(draft)
    project = convention.candidacy.projects.select_related("school").get()
    told = {
        (message.kind, message.recipient): message.body
        for message in Message.objects.filter(subject__contains="lancé")
        | Message.objects.filter(subject__contains="à planifier")
    }
    assert set(told) == {
        ("programme-lance", project.contact_email),
        ("programme-lance", "rectorat@exemple.test"),
        ("formation-a-planifier", "canope@exemple.test"),
        ("parentalite-a-planifier", "ligue@exemple.test"),
    }
    for body in told.values():
        assert "est notifiée le 1er\u00a0juillet\u00a02025" in body
        assert project.school.name in body
    assert project.training[0] in told["formation-a-planifier", "canope@exemple.test"]
    assert project.family_actions[0] in told["parentalite-a-planifier", "ligue@exemple.test"]


def test_a_school_without_an_address_is_met_through_its_porteur():
    draft = stages.college_draft()
    Call.objects.filter(pk=draft.call_id).update(training_email="canope@exemple.test")
    draft.projects.update(contact_email="")
    stages.notified(draft)
    body = Message.objects.get(kind="formation-a-planifier").body
    assert f", {draft.organisation.email})" in body
    assert "/candidatures/" not in body  # a partner has no page of the dossier


def test_a_partner_without_an_address_is_not_written_to():
    stages.notified(stages.college_draft())
    assert not Message.objects.filter(kind__in=["formation-a-planifier", "parentalite-a-planifier"]).exists()


def test_the_bytes_are_those_of_the_generation_to_the_end():
    convention = stages.generated(stages.college_draft())
    digest = convention.sha256
    signed = signature.record_signature(convention, signed_on=date(2025, 6, 20), by=None)
    notified = signature.notify(signed, notified_on=date(2025, 7, 1), by=None)
    assert (notified.sha256, notified.file.sha256, notified.file_id) == (digest, digest, convention.file_id)


def test_the_delivery_by_the_porteur_or_a_manager():
    convention = stages.notified(stages.college_draft())
    candidacy = convention.candidacy
    assert refused(received, candidacy, TOMORROW) == "champ_invalide"
    with pytest.raises(NotAllowed):
        received(candidacy, date(2025, 9, 15), by=agent(Role.INSTRUCTEUR))
    member = MembershipFactory(organisation=candidacy.organisation).user
    delivery = received(candidacy, date(2025, 9, 15), by=member, comment=" complet ")
    assert (delivery.comment, state(convention)) == ("complet", "delivered")


def test_a_lapse_gives_the_money_back():
    draft = stages.college_draft()
    for funder in ("departement", "tne"):
        Envelope.objects.create(call=draft.call, funder=funder, amount=Decimal("435000"))
    convention = stages.notified(draft)
    assert Reservation.objects.count() == 2
    asked = {"by": None, "on": stages.LATE}
    assert refused(lapse.record_lapse, convention.candidacy, reason="  ", **asked) == "champ_obligatoire"
    lapsed = lapse.record_lapse(convention.candidacy, reason="Délai dépassé", **asked)
    assert lapsed.state == "lapsed"
    assert not Reservation.objects.exists()
    assert journal.history(lapsed).last().reason == "Délai dépassé"


@pytest.mark.parametrize(
    ("stage", "act"),
    [
        (stages.generated, lambda c, by: signature.record_signature(c, signed_on=date(2025, 6, 20), by=by)),
        (
            stages.notified,
            lambda c, by: lapse.record_lapse(c.candidacy, reason="Délai", by=by, on=stages.LATE),
        ),
    ],
)
def test_an_instructor_may_not(stage, act):
    convention = stage(stages.college_draft())
    with pytest.raises(NotAllowed):
        act(convention, agent(Role.INSTRUCTEUR))
    act(convention, agent(Role.GESTIONNAIRE))
