"""Prices HT or TTC by the VAT position of the porteur, the caps beside them, kept from the deposit."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from applications.domain.submission import submit
from applications.enums import CapBasis, PriceBasis
from applications.models import Call, Candidacy, Organisation
from equipment.amounts import amounts_of
from equipment.models import CatalogueItem
from equipment.pricing import in_basis
from tests.applications import territory
from tests.applications.journey import complete, open_call, post_step, step_url
from tests.factories import LineFactory, complete_draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cap", "of", "basis", "rate", "expected"),
    [
        ("2200.00", "TTC", "TTC", "0.2", "2200.00"),
        ("2200.00", "TTC", "HT", "0.2", "1833.33"),
        ("2200.00", "TTC", "HT", "0.055", "2085.31"),
        ("2200.00", "HT", "HT", "0.2", "2200.00"),
        ("2200.00", "HT", "TTC", "0.2", "2640.00"),
        ("0.01", "HT", "TTC", "0.5", "0.02"),  # half-up
        ("2200.00", "tel_quel", "HT", "0.2", "2200.00"),
        ("2200.00", "tel_quel", "TTC", "0.2", "2200.00"),
    ],
)
def test_a_cap_in_the_basis_of_the_dossier(cap, of, basis, rate, expected):
    assert in_basis(Decimal(cap), of=of, basis=basis, vat_rate=Decimal(rate)) == Decimal(expected)


@pytest.mark.parametrize(
    ("asks", "default", "said", "basis"),
    [
        (True, "TTC", None, "TTC"),
        (True, "HT", None, "HT"),
        (True, "TTC", True, "HT"),
        (True, "HT", False, "TTC"),
        (False, "TTC", True, "TTC"),
        (False, "HT", False, "HT"),
    ],
)
def test_the_basis_follows_the_porteur_where_the_call_asks(asks, default, said, basis):
    assert (
        Call(asks_vat=asks, price_basis=default, subsidy_rate=1, minimum_bandwidth=20)
        .terms_for(said)
        .price_basis
        == basis
    )


def college(client, **call) -> Candidacy:
    """A complete draft: two VPI at 1 700 €, cap 2 200 € TTC."""
    return complete(client, open_call(cap_basis=CapBasis.TTC, **call))


def says(client, candidacy: Candidacy, answer: str) -> None:
    porteur = candidacy.organisation
    names = ("name", "siret", "rna", "email", "representative_name", "representative_title")
    answers = {name: getattr(porteur, name) for name in names}
    post_step(client, candidacy, "porteur", **answers, cer_accepted="on", recovers_vat=answer)
    candidacy.organisation.refresh_from_db()


def chosen(html: str) -> str:
    """The answer that is ticked when the page arrives."""
    [radio] = [tag for tag in re.findall(r'<input[^>]*name="recovers_vat"[^>]*>', html) if "checked" in tag]
    return re.search(r'value="(\w+)"', radio)[1]


def test_the_question_comes_with_the_answer_of_the_call(client):
    candidacy = college(client)
    html = client.get(step_url(candidacy, "porteur")).text
    assert "Récupérez-vous la TVA sur ces achats ?" in html
    assert chosen(html) == "False"
    of_commune = territory.complete(client, 1)
    html = client.get(step_url(of_commune, "porteur")).text
    assert chosen(html) == "True"


def test_a_call_may_leave_nothing_to_ask(client):
    candidacy = college(client, asks_vat=False)
    assert "recovers_vat" not in client.get(step_url(candidacy, "porteur")).text
    assert (
        "Vos prix s’entendent <strong>toutes taxes comprises (TTC)</strong>."
        in client.get(step_url(candidacy, "equipements")).text
    )


def test_who_recovers_vat_writes_prices_without_it_under_caps_without_it(client):
    candidacy = college(client)
    says(client, candidacy, "True")
    html = client.get(step_url(candidacy, "equipements")).text
    assert "Vos prix s’entendent <strong>hors taxes (HT)</strong>, car vous récupérez la TVA." in html
    assert "Prix unitaire HT" in html
    assert "plafond\u00a0: 1\u00a0833,33\u00a0€" in html
    assert "Dépenses hors taxes (HT)." in html
    assert "En euros HT" in client.get(step_url(candidacy, "ent")).text
    recap = client.get(step_url(candidacy, "recapitulatif")).text
    assert 'data-label="Plafond HT" class="num">1\u00a0833,33\u00a0€' in recap
    assert "Oui, en tout ou partie" in recap


def test_a_cap_brought_to_ht_counts_to_the_cent_and_is_kept_from_the_deposit(client):
    candidacy = college(client)
    says(client, candidacy, "True")
    candidacy.projects.get().lines.update(unit_price=Decimal("1900.00"))
    deposited = submit(Candidacy.objects.get(pk=candidacy.pk), by=None, at=timezone.now())
    assert (deposited.frozen["prix"], deposited.frozen["plafonds"]) == ("HT", "TTC")
    assert amounts_of(deposited).expense_eligible == Decimal("3666.66")
    # Neither the porteur nor the catalogue changes what was deposited.
    Organisation.objects.update(recovers_vat=False)
    CatalogueItem.objects.update(cap=Decimal("100.00"), vat_rate=Decimal("0.1"))
    deposited = Candidacy.objects.get(pk=deposited.pk)
    assert amounts_of(deposited).expense_eligible == Decimal("3666.66")
    assert deposited.terms.price_basis == PriceBasis.HT
    html = client.get(step_url(deposited, "recapitulatif")).text
    assert "Oui, en tout ou partie" in html


def test_a_draft_counts_as_its_deposit_will(client):
    candidacy = college(client)
    says(client, candidacy, "True")
    candidacy.projects.get().lines.update(unit_price=Decimal("1900.00"))
    draft = Candidacy.objects.get(pk=candidacy.pk)
    assert amounts_of(draft).expense_eligible == Decimal("3666.66")
    assert "1\u00a0833,33\u00a0€ par unité" in client.get(step_url(candidacy, "recapitulatif")).text


def test_a_file_that_says_nothing_keeps_the_basis_of_the_call():
    candidacy = complete_draft(call=open_call(cap_basis=CapBasis.TTC))
    LineFactory(
        project=candidacy.projects.get(), unit_price=Decimal("2300.00"), item=candidacy.call.catalogue.get()
    )
    deposited = submit(candidacy, by=None, at=timezone.now())
    assert deposited.frozen["prix"] == "TTC"
    assert amounts_of(deposited).expense_eligible == Decimal("7800.00")
