"""An amendment that is open when its dossier is closed, or when more is paid than it grants."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from applications.models import Candidacy
from conventions.domain import amendment_signatures, amendments, lapse
from conventions.models import Amendment, Balance
from reviews.models import Reservation
from tests.conventions import stages
from tests.conventions.amendments import notified, prepared, signed
from tests.conventions.invoices import filed, settled
from tests.conventions.test_amendments import refused
from tests.conventions.test_reconciliation import endowed, gaps
from tests.factories import MembershipFactory
from tne38.core import journal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


@pytest.fixture(autouse=True)
def no_codes(monkeypatch):
    """Pages are read elsewhere (test_amendment_documents.py)."""
    monkeypatch.setattr(amendment_signatures, "read", lambda content: [])


@pytest.fixture
def convention():
    return stages.delivered(endowed(stages.college_draft()))


def why_dropped() -> list[str]:
    entries = journal.history(Candidacy.objects.get()).filter(action=amendments.DROPPED)
    return [entry.reason for entry in entries]


def test_a_lapse_drops_it_and_nothing_is_reserved_again(convention):
    amendment = signed(prepared(convention, granted="3000.00"))
    lapse.record_lapse(convention.candidacy, reason="Délai dépassé", by=None, on=stages.LATE)
    assert Amendment.objects.get().state == "dropped"
    assert why_dropped() == ["La subvention est caduque."]
    assert journal.history(convention.candidacy).last().reason == "Délai dépassé"
    assert refused(notified, amendment)[0] == "etat"
    assert not Reservation.objects.exists()
    assert gaps() == []


@pytest.mark.parametrize(("state", "act"), [("to_sign", signed), ("signed", notified)])
def test_left_open_in_a_lapsed_dossier_it_cannot_go_on(client, convention, state, act):
    amendment = signed(prepared(convention, granted="3000.00"))
    lapse.record_lapse(convention.candidacy, reason="Délai dépassé", by=None, on=stages.LATE)
    Amendment.objects.update(state=state)
    assert refused(act, amendment)[0] == "etat"
    client.force_login(MembershipFactory(organisation=convention.candidacy.organisation).user)
    page = client.get(reverse("conventions:amendment", args=[convention.candidacy_id, amendment.pk])).text
    assert "Transmettre l’avenant signé" not in page
    assert gaps() == []


def test_the_last_payment_drops_it(convention):
    prepared(convention, date(2028, 7, 1))
    settled(filed(convention, (2, "1700.00")))
    assert Candidacy.objects.get().state == "paid"
    assert Amendment.objects.get().state == "dropped"
    assert why_dropped() == ["Le solde est réglé, le dossier est clos."]
    assert gaps() == []


def test_never_notified_under_what_was_liquidated_since(convention):
    """An amendment to 1 000 €; meanwhile a part of 1 700 € is paid."""
    amendment = signed(prepared(convention, granted="1000.00"))
    settled(filed(convention, (1, "1700.00"), final=False))
    assert refused(notified, amendment) == ("montant_invalide", "")
    assert Balance.objects.get().granted == Decimal("3400.00")
    assert gaps() == []
