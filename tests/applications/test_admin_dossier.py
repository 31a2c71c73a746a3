"""A dossier on one page."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.domain import submission
from applications.models import OtherFunding
from conventions.domain import votes
from reviews.domain import decisions, ranking
from reviews.enums import Outcome
from tests.agents import IN_TIME, conforming, deposited, invited, queries_of, sign_in
from tests.equipment.quoting import with_accepted_quotes
from tests.factories import ConnectedClassFactory, LineFactory
from tne38.accounts.enums import Role

from .territory import complete_of_commune

pytestmark = pytest.mark.django_db


def page(dossier) -> str:
    return reverse("admin:applications_candidacy_change", args=[dossier.pk])


def test_the_page_says_everything_there_is_to_know(client):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = deposited(working_projectors=3, divisions=14)
    ranking.rank_call(dossier.call, by=None)
    text = client.get(page(dossier)).text
    for words in [
        "Déposé, à instruire",
        "Au Département d’agir",
        "Projet fictif : lire, écrire et publier avec une webradio.",
        "Les méthodes et outils pour apprendre",
        "Accessibilité numérique",
        "Café des parents",
        "École Directe",
        "6e A : 35",
        "2\u00a0200,00\u00a0€",
        "Etablissements non reliés à un Lycée (isolés)",
        "Dossier déposé",
    ]:
        assert words in text


def test_a_price_above_its_cap_is_shown_as_such(client):
    sign_in(client, Role.INSTRUCTEUR)
    dossier = conforming()
    line = dossier.projects.get().lines.get()
    line.unit_price = Decimal("2300.00")
    line.save()
    text = client.get(page(dossier)).text
    assert "dépassé" in text
    assert "4\u00a0600,00\u00a0€" in text
    assert "4\u00a0400,00\u00a0€" in text


def test_the_decision_and_the_vote_are_shown(client):
    dossier = conforming()
    invited(dossier.call, sign_in(client, Role.COMMISSION))
    decisions.decide(dossier, Outcome.SELECTED, amount=Decimal("3400"), decided_on=IN_TIME.date(), by=None)
    with_accepted_quotes(dossier)
    commission = votes.record_commission(number="2025 CP06 B 16 31", held_on=IN_TIME.date(), by=None)
    votes.record_vote(dossier, commission, by=None)
    text = client.get(page(dossier)).text
    assert "Acte n° 2025 CP06 B 16 31" in text
    assert "Département 1\u00a0700,00\u00a0€, dispositif TNE 1\u00a0700,00\u00a0€" in text
    assert "À générer" in text


@pytest.mark.parametrize("role", [Role.INSTRUCTEUR, Role.GESTIONNAIRE])
def test_the_page_costs_at_most_fourteen_queries_however_thick_the_dossier(client, role):
    sign_in(client, role)
    dossier = conforming()
    ranking.rank_call(dossier.call, by=None)
    decisions.decide(dossier, Outcome.SELECTED, amount=Decimal("3400"), decided_on=IN_TIME.date(), by=None)
    thin = queries_of(client, page(dossier))
    project = dossier.projects.get()
    for place in range(5):
        ConnectedClassFactory(project=project, name=f"5e {place}")
        LineFactory(project=project, item=project.lines.first().item)
    assert queries_of(client, page(dossier)) == thin
    assert thin <= 14


def test_what_a_commune_gets_elsewhere_and_its_own_share_are_shown(client):
    candidacy = complete_of_commune(1)  # 3 400 € asked for, 2 380 € from this programme
    OtherFunding.objects.create(
        candidacy=candidacy, funder="État (DETR)", amount=Decimal("600"), state="obtenue"
    )
    dossier = submission.submit(candidacy, by=None, at=timezone.now())
    sign_in(client, Role.INSTRUCTEUR)
    text = client.get(page(dossier)).text
    assert "État (DETR), subvention obtenue" in text
    assert "420,00\u00a0€" in text
    assert "la subvention pourra être réduite de 260,00\u00a0€" in text
