"""The figures of a call: right to the cent, charts that say what their tables say, a constant number of queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from applications.domain import review
from reviews.domain import decisions, funding, ranking
from reviews.enums import Funder, Outcome
from tests.agents import conforming, deposited, invited, queries_of, sign_in
from tests.factories import CallFactory, CommuneFactory, EpciFactory, SchoolFactory
from tests.reviews.crowd import crowd
from tne38.accounts.enums import Role
from tne38.figures import page, reading
from tne38.figures.chart import Value, draw

EUROS = "\u00a0€"


def address(call) -> str:
    return reverse("admin:figures", args=[call.slug])


def call_with_a_life():
    """Two dossiers of 3 400 € to rank, of which one is granted 3 000 €; one not conforming, one withdrawn."""
    call = CallFactory()
    funding.endow(call, {Funder.DEPARTMENT: Decimal("2000.00"), Funder.TNE: Decimal("1900.00")})
    selected, _ = conforming(call), deposited(call)
    review.declare_non_conforming(deposited(call), by=None, reason="Établissement fermé")
    review.withdraw(deposited(call), by=None)
    ranking.rank_call(call, by=None)
    decisions.decide(
        selected,
        Outcome.SELECTED,
        amount=Decimal("3000.01"),
        reason="Essai",
        decided_on=date(2025, 6, 1),
        by=None,
    )
    return call


@pytest.mark.django_db
def test_each_funder_is_asked_is_eligible_grants_and_keeps_the_rest():
    department, tne, both = reading.by_funder(call_with_a_life())
    assert (department.asked, department.eligible) == (Decimal("3400.00"), Decimal("3400.00"))
    assert (department.granted, department.left) == (Decimal("1500.01"), Decimal("499.99"))
    assert (tne.granted, tne.left) == (Decimal("1500.00"), Decimal("400.00"))
    assert (both.asked, both.granted, both.left) == (
        Decimal("6800.00"),
        Decimal("3000.01"),
        Decimal("899.99"),
    )
    assert (both.voted, both.paid, both.envelope) == (Decimal("0.00"), Decimal("0.00"), Decimal("3900.00"))


@pytest.mark.django_db
def test_the_states_count_every_deposited_dossier():
    assert [(label, count) for _, label, count in reading.by_state(call_with_a_life())] == [
        ("Déposé, à instruire", 1),
        ("Non conforme", 1),
        ("Retenu", 1),
        ("Retiré par le porteur", 1),
    ]


@pytest.mark.django_db
def test_territories_and_categories_hold_the_dossiers_to_rank_alone():
    call = CallFactory()
    for name, count in (("CC du Nord fictif", 2), ("CC du Sud fictif", 1)):
        commune = CommuneFactory(epci=EpciFactory(name=name))
        for _ in range(count):
            deposited(call, school=SchoolFactory(commune=commune))
    review.withdraw(deposited(call), by=None)
    assert [(row.name, row.dossiers, row.schools, row.eligible) for row in reading.by_territory(call)] == [
        ("CC du Nord fictif", 2, 2, Decimal("6800.00")),
        ("CC du Sud fictif", 1, 1, Decimal("3400.00")),
    ]
    [category] = reading.by_category(call)
    assert (category.label, category.quantity, category.eligible) == (
        "Vidéoprojection interactive",
        6,
        Decimal("10200.00"),
    )


@pytest.mark.django_db
def test_the_page_says_in_words_what_each_chart_shows(client):
    call = call_with_a_life()
    invited(call, sign_in(client, Role.COMMISSION))
    text = client.get(address(call)).text
    assert "4 dossiers déposés." in text
    conclusion = f"1\u00a0500,01{EUROS} accordés pour 3\u00a0400{EUROS} éligibles ; il reste 499,99{EUROS}"
    assert f'<desc id="financeur-0-texte">{conclusion} de l’enveloppe.</desc>' in text
    assert "Télécharger" not in text


@pytest.mark.django_db
def test_a_call_without_dossier_says_what_will_come(client):
    sign_in(client, Role.INSTRUCTEUR)
    assert "Les chiffres de l’appel viendront avec le premier." in client.get(address(CallFactory())).text


@pytest.mark.django_db
def test_the_page_costs_the_same_with_three_dossiers_and_with_a_thousand(client):
    sign_in(client, Role.GESTIONNAIRE)
    few, many = CallFactory(), CallFactory()
    crowd(few, 3)
    crowd(many, 1000)
    assert queries_of(client, address(many)) == queries_of(client, address(few)) <= 24


@given(st.lists(st.decimals("-5", "90000", places=2), max_size=9))
def test_the_largest_bar_takes_the_room_and_none_passes_it(sizes):
    chart = draw("essai", "Essai", "Rien.", [Value("Un", size, str(size)) for size in sizes])
    widths = [Decimal(bar.width) for bar in chart.bars]
    assert all(0 <= width <= 225 for width in widths)
    assert not sizes or max(sizes) <= 0 or max(widths) == 225
    assert chart.height == 44 * len(sizes)


def test_a_long_label_is_cut_in_the_chart_alone():
    [bar] = draw("essai", "Essai", "Rien.", [Value("a" * 60, Decimal(1), "1")]).bars
    assert bar.label == "a" * 37 + "…"
    assert page.FiguresPage(None, [], [], [], []).state_chart.bars == ()
