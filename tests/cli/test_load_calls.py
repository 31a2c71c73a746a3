"""The founding calls say what their texts say, and an agent's edits are never lost."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command

from applications.models import Call, EntProduct
from equipment.models import CatalogueItem
from reviews.models import Envelope
from tne38.core.models import JournalEntry

pytestmark = pytest.mark.django_db

CAPS = {
    "VPI": "2200.00",
    "ENI": "3500.00",
    "CLASSE_MOBILE_TABLETTES": "8000.00",
    "CLASSE_MOBILE_PC": "12000.00",
    "WEBRADIO": "2500.00",
    "WEBTV": "4000.00",
    "COMPLEMENT": "1500.00",
}
ENT = {
    "École Directe": (True, False),
    "ONE": (True, True),
    "NEO": (True, True),
    "Skolengo": (True, True),
    "Beneylu School": (True, True),
    "Edumoov": (True, True),
}


@pytest.fixture
def calls(db):
    call_command("load_calls")
    return {call.slug: call for call in Call.objects.all()}


def test_the_call_of_the_colleges(calls):
    call = calls["colleges-prives-2025"]
    assert (call.audience, call.year, call.price_basis) == ("college", 2025, "TTC")
    assert call.opens_at == datetime(2024, 12, 12, 23, 0, tzinfo=UTC)
    assert call.closes_at == datetime(2025, 3, 31, 21, 59, 59, tzinfo=UTC)
    assert (call.subsidy_rate, call.tne_share) == (Decimal("1"), Decimal("0.5"))
    assert call.automatic_criteria
    assert (call.minimum_criteria, call.maximum_divisions, call.maximum_pupils) == (2, 15, 450)
    assert (call.priority_threshold, call.standard_threshold) == (Decimal("60000.00"), Decimal("35000.00"))
    assert (call.points_isolated, call.points_size, call.points_low_equipment) == (3, 2, 1)
    assert call.low_equipment_rate == Decimal("0.5")
    assert (call.minimum_bandwidth, call.ent_minimum_years, call.ent_subsidised_years) == (20, 3, 3)
    assert call.requires_socle
    assert call.contact_email == "contact.tne38@isere.fr"
    envelopes = Envelope.objects.filter(call=call).values_list("funder", "amount")
    assert set(envelopes) == {("departement", Decimal("435000.00")), ("tne", Decimal("435000.00"))}


def test_the_call_of_the_1er_degre(calls):
    call = calls["accessibilite-1er-degre-2025"]
    assert (call.audience, call.year, call.price_basis) == ("premier_degre", 2025, "HT")
    assert call.opens_at == datetime(2024, 12, 12, 23, 0, tzinfo=UTC)
    assert call.closes_at == datetime(2025, 2, 21, 22, 59, 59, tzinfo=UTC)
    assert (call.subsidy_rate, call.tne_share) == (Decimal("0.7"), Decimal("0.5"))
    assert not call.automatic_criteria
    assert call.priority_threshold is call.standard_threshold is call.minimum_criteria is None
    assert not call.requires_socle
    assert not Envelope.objects.filter(call=call).exists()


@pytest.mark.parametrize("slug", ["colleges-prives-2025", "accessibilite-1er-degre-2025"])
def test_the_lists_of_both_calls(calls, slug):
    call = calls[slug]
    items = CatalogueItem.objects.filter(call=call, is_active=True)
    assert {item.code: str(item.cap) for item in items} == CAPS
    products = EntProduct.objects.filter(call=call)
    assert {product.name: (product.fulfils, product.subsidised) for product in products} == ENT
    assert call.training_themes.count() >= 5
    assert call.family_actions.count() >= 5
    assert call.documents.exists()


def test_a_second_load_touches_nothing_of_what_an_agent_edited(calls):
    call = calls["colleges-prives-2025"]
    Call.objects.filter(pk=call.pk).update(title="Titre corrigé", priority_threshold=Decimal("50000.00"))
    CatalogueItem.objects.filter(call=call, code="VPI").update(cap=Decimal("1900.00"))
    CatalogueItem.objects.filter(call=call, code="WEBTV").delete()
    EntProduct.objects.filter(call=call).delete()
    Envelope.objects.filter(call=call).delete()
    entries = JournalEntry.objects.count()
    call_command("load_calls")
    call.refresh_from_db()
    assert (call.title, call.priority_threshold) == ("Titre corrigé", Decimal("50000.00"))
    assert CatalogueItem.objects.get(call=call, code="VPI").cap == Decimal("1900.00")
    assert not CatalogueItem.objects.filter(call=call, code="WEBTV").exists()
    assert not EntProduct.objects.filter(call=call).exists()
    assert not Envelope.objects.filter(call=call).exists()
    assert JournalEntry.objects.count() == entries
