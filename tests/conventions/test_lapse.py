"""The lapse of a subsidy: its deadline, the reminders before it, the act once it is past, the work list."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from applications.models import Candidacy
from conventions.domain import claims, lapse, lapse_reminders
from conventions.models import Convention, Lapse
from conventions.reconciliation import find_gaps
from reviews.domain import funding
from reviews.enums import Funder
from reviews.models import Reservation
from tests.agents import queries_of, sign_in
from tests.conventions import stages
from tests.conventions.invoices import FILED, filed, invoiced, settled
from tests.conventions.reading import text_of
from tests.factories import MembershipFactory, agent
from tests.pieces import sent
from tne38.accounts.enums import Role
from tne38.core import files, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db
WORK_LIST = "/admin/caducites/"


def on(year: int, month: int, day: int) -> datetime:
    """Nine in the morning, in Paris in winter."""
    return datetime(year, month, day, 8, 0, tzinfo=UTC)


def reminders() -> list[str]:
    """The notices that were written, in months, in their order."""
    rows = Message.objects.filter(kind="caducite-proche").order_by("pk")
    return list(dict.fromkeys(row.key.split(":")[3] for row in rows))


@pytest.fixture
def notified():
    draft = stages.college_draft()
    funding.endow(draft.call, dict.fromkeys(Funder, Decimal("435000.00")))
    return stages.notified(draft)


def test_the_deadline_is_fixed_at_the_notification(notified):
    assert (notified.notified_on, notified.claims_until) == (date(2025, 7, 1), date(2027, 7, 1))


@pytest.mark.parametrize("until", [None, date(2025, 6, 30)])
def test_a_notified_convention_has_its_term(notified, until):
    with pytest.raises(IntegrityError), transaction.atomic():
        Convention.objects.update(claims_until=until)


@pytest.mark.parametrize("day", [date(2025, 7, 2), date(2027, 7, 1)])
def test_not_before_the_deadline(notified, day):
    with pytest.raises(DomainError, match="jusqu’au 01/07/2027 inclus") as refusal:
        lapse.record_lapse(notified.candidacy, reason="Délai", by=None, on=day)
    assert refusal.value.code == "etat"
    assert not Lapse.objects.exists()


def test_the_day_after_the_rest_goes_back_and_the_letter_says_why(notified):
    received = stages.received(notified.candidacy, date(2025, 9, 15))
    assert received
    settled(filed(notified, (1, "1700.00"), final=False))
    lapse.record_lapse(notified.candidacy, reason="Solde jamais demandé.", by=None, on=stages.LATE)
    found = Lapse.objects.get()
    assert (found.term, found.pronounced_on) == (date(2027, 7, 1), date(2027, 7, 2))
    assert (found.paid, found.department_share, found.tne_share) == (
        Decimal("1700.00"),
        Decimal("850.00"),
        Decimal("850.00"),
    )
    assert {row.amount for row in Reservation.objects.all()} == {Decimal("850.00")}
    assert list(find_gaps()) == []
    text = text_of(files.read(found.letter))
    for told in (
        "Votre subvention est caduque",
        "jusqu’au 1er juillet 2027",
        "Solde jamais demandé.",
        "Voies et délais de recours",
    ):
        assert told in text
    message = Message.objects.filter(kind="subvention-caduque").first()
    assert message.attachment == found.letter
    assert "Solde jamais demandé." in message.body
    assert journal.history(notified.candidacy).last().reason == "Solde jamais demandé."


def test_nothing_more_is_asked_for(notified):
    invoiced(notified, (1, "1700.00"))
    lapse.record_lapse(notified.candidacy, reason="Délai", by=None, on=stages.LATE)
    with pytest.raises(DomainError, match="ne se demande pas à ce stade"):
        claims.file_claim(notified.candidacy, filed_on=FILED, proof=sent("b.pdf"), by=None)
    with pytest.raises(DomainError):
        lapse.record_lapse(notified.candidacy, reason="Encore", by=None, on=stages.LATE)
    assert Lapse.objects.count() == 1


def test_a_request_that_is_examined_is_settled_first(notified):
    filed(notified, (1, "1700.00"), final=False)
    with pytest.raises(DomainError, match="réglez-la d’abord"):
        lapse.record_lapse(notified.candidacy, reason="Délai", by=None, on=stages.LATE)


def test_a_manager_alone(notified):
    with pytest.raises(NotAllowed):
        lapse.record_lapse(notified.candidacy, reason="Délai", by=agent(Role.INSTRUCTEUR), on=stages.LATE)
    assert not Lapse.objects.exists()


def test_a_convention_that_is_never_signed_has_no_deadline_to_wait_for():
    convention = stages.generated(stages.college_draft())
    lapse.record_lapse(convention.candidacy, reason="Convention jamais signée.", by=None)
    found = Lapse.objects.get()
    assert found.term is None
    assert "n’a pas pu être notifiée" in text_of(files.read(found.letter))


@pytest.mark.parametrize(
    ("moment", "notices"),
    [
        (on(2026, 12, 31), []),
        (on(2027, 1, 1), ["6"]),
        (on(2027, 4, 1), ["3"]),
        (on(2027, 6, 1), ["1"]),
        (on(2027, 7, 1), ["1"]),
        (on(2027, 7, 2), []),
    ],
)
def test_when_each_notice_is_due(notified, moment, notices):
    lapse_reminders.remind(at=moment)
    assert reminders() == notices


def test_each_notice_is_sent_once(notified):
    days = [on(2027, 1, 1) + timedelta(hours=12 * rank) for rank in range(364)]
    assert sum(lapse_reminders.remind(at=moment) for moment in days) == 3
    assert reminders() == ["6", "3", "1"]
    entries = journal.history(notified.candidacy).filter(action=lapse_reminders.REMINDED)
    assert [entry.after["mois"] for entry in entries] == [6, 3, 1]
    body = Message.objects.filter(kind="caducite-proche").first().body
    assert "au plus tard le 1er\u00a0juillet\u00a02027" in body
    assert "Aucune commande n’est enregistrée." in body
    assert "3\u00a0400,00\u00a0€ au plus" in body


def test_a_deadline_put_off_starts_them_again(notified):
    lapse_reminders.remind(at=on(2027, 6, 15))
    Convention.objects.update(claims_until=date(2027, 12, 31))
    lapse_reminders.remind(at=on(2027, 6, 16))
    lapse_reminders.remind(at=on(2027, 7, 1))
    assert reminders() == ["1", "6"]


def test_nobody_is_told_once_the_balance_is_asked_for(notified):
    stages.received(notified.candidacy, date(2025, 9, 15))
    filed(notified, (2, "1700.00"))
    assert lapse_reminders.remind(at=on(2027, 6, 15)) == 0


def test_the_settings_may_silence_them(notified, settings):
    settings.LAPSE_REMINDER_MONTHS = []
    assert lapse_reminders.remind(at=on(2027, 7, 1)) == 0


def put(convention: Convention, days: int) -> Convention:
    """Its deadline so many days from today."""
    until = timezone.localdate() + timedelta(days=days)
    Convention.objects.filter(pk=convention.pk).update(claims_until=until)
    return convention


def test_the_work_list(client, notified):
    near, past = put(notified, 20), put(stages.delivered(stages.college_draft()), -3)
    far = put(stages.notified(stages.college_draft()), 300)
    asked = put(stages.delivered(stages.college_draft()), 5)
    filed(asked, (2, "1700.00"))
    sign_in(client, Role.INSTRUCTEUR)
    html = client.get(WORK_LIST).content.decode()
    numbers = [item.candidacy.number for item in (past, near, far, asked)]
    assert [number in html for number in numbers] == [True, True, False, False]
    assert html.index(numbers[0]) < html.index(numbers[1])
    assert "passée de 3 jours" in html
    assert "Le versement n’est pas demandé." in html
    act = reverse("admin:applications_candidacy_act", args=[past.candidacy_id, "constater-caducite"])
    assert act not in html
    client.logout()
    sign_in(client, Role.GESTIONNAIRE)
    html = client.get(WORK_LIST).content.decode()
    assert act in html
    assert (
        reverse("admin:applications_candidacy_act", args=[near.candidacy_id, "constater-caducite"])
        not in html
    )
    assert "<b>2</b> Caducités proches ou passées" in client.get("/admin/").content.decode()


def test_an_empty_work_list_says_so(client):
    sign_in(client, Role.INSTRUCTEUR)
    assert "Aucune échéance n’est proche" in client.get(WORK_LIST).content.decode()


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_the_work_list_is_for_agents(client, role):
    sign_in(client, role)
    assert client.get(WORK_LIST).status_code == 403


def test_the_queries_do_not_depend_on_the_conventions(client, notified):
    put(notified, 20)
    sign_in(client, Role.INSTRUCTEUR)
    one = queries_of(client, WORK_LIST)
    put(stages.notified(stages.college_draft()), 10)
    assert queries_of(client, WORK_LIST) == one


def test_the_porteur_reads_the_deadline(client, notified):
    client.force_login(MembershipFactory(organisation=notified.candidacy.organisation).user)
    page = reverse("applications:detail", args=[notified.candidacy_id])
    html = client.get(page).content.decode()
    assert "Dernier jour pour demander le versement" in html
    assert "le 1er juillet 2027" in html
    assert "la subvention devient caduque.</p>" not in html
    put(notified, 12)
    assert "Il reste 12 jours" in client.get(page).content.decode()
    put(notified, -1)
    assert "Ce délai est passé" in client.get(page).content.decode()


def test_the_porteur_reads_why_it_lapsed(client, notified):
    lapse.record_lapse(notified.candidacy, reason="Aucune facture reçue.", by=None, on=stages.LATE)
    client.force_login(MembershipFactory(organisation=notified.candidacy.organisation).user)
    html = client.get(reverse("applications:detail", args=[notified.candidacy_id])).content.decode()
    assert "Aucune facture reçue." in html
    assert "Caducité de la subvention" in html
    letter = Lapse.objects.get().letter_id
    assert b"".join(client.get(reverse("core:file", args=[letter])).streaming_content).startswith(b"%PDF")
    client.force_login(MembershipFactory().user)
    assert client.get(reverse("core:file", args=[letter])).status_code == 404
    assert Candidacy.objects.get(pk=notified.candidacy_id).state == "lapsed"
