"""The pages of the envelopes and of the waiting list."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reviews.domain import envelope
from reviews.domain.ranking import rank_call
from reviews.enums import Funder
from reviews.models import Envelope
from tests.agents import conforming, invited, queries_of, sign_in
from tests.reviews.test_envelope import endowed, select, wait
from tne38.accounts.enums import Role

pytestmark = pytest.mark.django_db
INDEX = reverse("admin:index")
ENVELOPES = reverse("admin:reviews_envelope_changelist")


def waiting_list(call) -> str:
    return reverse("admin:reviews_waiting_list", args=[call.slug])


def change(row: Envelope) -> str:
    return reverse("admin:reviews_envelope_change", args=[row.pk])


def passed():
    """A call whose envelopes of 1 000 € were passed by 700 €, and the dossier that did."""
    call = endowed("1000.00")
    candidacy = conforming(call)
    select(candidacy, beyond="Accord du président")
    return call, candidacy


def test_an_envelope_that_was_passed_says_so_everywhere(client):
    sign_in(client, Role.INSTRUCTEUR)
    call, candidacy = passed()
    ranking = reverse("admin:reviews_ranking_of_call", args=[call.slug])
    dossier = reverse("admin:applications_candidacy_change", args=[candidacy.pk])
    for page in (ENVELOPES, ranking, waiting_list(call), dossier):
        text = client.get(page).text
        assert "Enveloppe dépassée" in text, page
        assert "Accord du président" in text, page
    assert '<span class="tag tag--stop">dépassée</span>' in client.get(INDEX).text


def test_a_manager_changes_an_amount(client):
    sign_in(client, Role.GESTIONNAIRE)
    row = Envelope.objects.get(call=endowed(), funder=Funder.TNE)
    answer = client.post(change(row), {"amount": "3 500,00", "reason": "Délibération"}, follow=True)
    assert "L’enveloppe est maintenant de 3\u00a0500,00\u00a0€." in answer.text
    assert "Délibération" in client.get(change(row)).text


def test_a_refused_amount_keeps_what_was_typed(client):
    sign_in(client, Role.GESTIONNAIRE)
    call = endowed()
    select(conforming(call))
    row = Envelope.objects.get(call=call, funder=Funder.TNE)
    answer = client.post(change(row), {"amount": "10,00", "reason": "Moins"})
    assert "1\u00a0700,00\u00a0€ sont déjà réservés" in answer.text
    assert 'value="10,00"' in answer.text
    row.refresh_from_db()
    assert row.amount == Decimal("3000.00")


@pytest.mark.parametrize("role", [Role.INSTRUCTEUR, Role.COMMISSION, Role.IEN])
def test_who_only_reads_changes_nothing(client, role):
    sign_in(client, role)
    row = Envelope.objects.get(call=endowed(), funder=Funder.TNE)
    assert client.get(ENVELOPES).status_code == 200
    assert client.post(change(row), {"amount": "1", "reason": "x"}).status_code == 403


def test_the_next_dossier_is_selected_from_the_list(client):
    sign_in(client, Role.INSTRUCTEUR)
    call = endowed("1700.00")
    first, second = conforming(call), conforming(call)
    wait(first)
    wait(second)
    text = client.get(waiting_list(call)).text
    assert f"Retenir le dossier {first}" in text
    assert f"Retenir le dossier {second}" not in text
    promote = reverse("admin:reviews_waiting_promote", args=[second.pk])
    assert "ne permettent pas de retenir" in client.post(promote, follow=True).text
    promote = reverse("admin:reviews_waiting_promote", args=[first.pk])
    assert "est retenu pour 3\u00a0400,00\u00a0€" in client.post(promote, follow=True).text
    assert envelope.states_of(call)[0].left == 0


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_a_member_reads_the_list_and_promotes_nobody(client, role):
    call = endowed()
    invited(call, sign_in(client, role))
    candidacy = conforming(call)
    wait(candidacy)
    assert "Retenir le dossier" not in client.get(waiting_list(call)).text
    assert client.post(reverse("admin:reviews_waiting_promote", args=[candidacy.pk])).status_code == 403


def test_the_list_costs_the_same_with_one_and_with_three(client):
    sign_in(client, Role.GESTIONNAIRE)
    few, many = endowed(), endowed()
    for call, count in ((few, 1), (many, 3)):
        dossiers = [conforming(call) for _ in range(count)]
        rank_call(call, by=None)
        for candidacy in dossiers:
            wait(candidacy)
    assert queries_of(client, waiting_list(many)) == queries_of(client, waiting_list(few))
