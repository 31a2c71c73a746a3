"""The page of one call: what its settings say, word for word; open, to come, closed; what it costs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from applications.models import CallDocument
from equipment.models import CatalogueItem
from tests.factories import CallFactory
from tne38.cli.founding import load_calls

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
COLLEGES, PRIMARY = "/appels/colleges-prives-2025/", "/appels/accessibilite-1er-degre-2025/"


def page(client, path: str) -> str:
    """The page with plain spaces, so that a test reads as it is written."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text.replace("\xa0", " ")


def call_at(opens: int, closes: int, **fields):
    now = timezone.now()
    return CallFactory(opens_at=now + opens * DAY, closes_at=now + closes * DAY, **fields)


@pytest.mark.parametrize(
    "words",
    [
        "13 décembre 2024",
        "31 mars 2025 à 23 h 59",
        "mai 2025",
        "juin 2025",
        "<strong>100 %</strong> de la dépense éligible, calculée toutes taxes comprises (TTC)",
        "financée à 50 % par le Département et à 50 % par le dispositif TNE",
        "<strong>60 000 €</strong> pour les établissements prioritaires",
        "<strong>35 000 €</strong> pour les établissements non prioritaires",
        "étudiées au cas par cas lors de la commission d’arbitrage",
        "Etablissements non reliés à un Lycée (isolés)",
        "inférieur ou égal à 15 et le nombre d’élèves est inférieur ou égal à 450",
        "Etablissement avec un faible taux d’équipement",
        "au moins 2 de ces critères",
        "Environnement Numérique de Travail multisupport pour trois ans",
        "débit minimum de 20 Mb/s",
        "Plafond TTC",
        "ou hors taxes si vous récupérez la TVA",
        "ils sont ramenés hors taxes",
        "Ensemble de vidéoprojection interactif (VPI et ENI)",
        "Kit WebRadio",
        "2 200 €",
        "12 000 €",
        "à fixer par le cahier des charges",
        "Prise en main des équipements numériques de la classe",
        "https://tne38.web.ac-grenoble.fr/presentation-tne-isere",
        "mailto:contact.tne38@isere.fr",
        "les domaines du socle commun de connaissances et de compétences",
        "les actions liées à la parentalité retenues",
        "Organiser la gouvernance du numérique à l’échelle d’un territoire.",
    ],
)
def test_the_founding_call_of_the_colleges_is_told_as_its_text_says(client, words):
    load_calls()
    assert words in page(client, COLLEGES)


def test_the_call_of_the_ecoles_has_neither_threshold_nor_automatic_criterion(client):
    load_calls()
    text = page(client, PRIMARY)
    assert "21 février 2025 à 23 h 59" in text
    assert "détaillés dans le document cadre de l’appel" in text
    assert "facultatif ; les trois autres ne le sont pas" in text
    assert "article L1111-10" in text
    assert "Seuil de la demande" not in text
    assert "calculée hors taxes (HT), ou toutes taxes comprises si vous ne récupérez pas la TVA" in text
    assert "Ils se comparent à votre prix, qu’il soit hors taxes ou toutes taxes comprises." in text


def test_figures_come_from_the_settings(client):
    call = CallFactory(
        maximum_pupils=321,
        priority_threshold="41000.00",
        postal_address="1 rue Fictive",
        closes_at=timezone.now() + timedelta(days=1),
    )
    text = page(client, f"/appels/{call.slug}/")
    assert "inférieur ou égal à 321" in text
    assert "41 000 €" in text
    assert "<address>1 rue Fictive</address>" in text


def test_only_an_open_call_takes_a_candidacy(client):
    states = {"Appel ouvert": (-3, 12), "Appel à venir": (2, 20), "Appel clos": (-30, -1)}
    for label, days in states.items():
        text = page(client, f"/appels/{call_at(*days).slug}/")
        assert label in text
        assert text.count('class="btn btn-primary"') == (label == "Appel ouvert")


def test_an_article_no_longer_proposed_is_not_shown(client):
    load_calls()
    CatalogueItem.objects.filter(call__slug="colleges-prives-2025", code="WEBTV").update(is_active=False)
    text = page(client, COLLEGES)
    assert "Kit WebTV" not in text
    assert "Kit WebRadio" in text


def test_a_call_without_lists_says_what_will_be_there(client):
    text = page(client, f"/appels/{CallFactory().slug}/")
    assert "sera fixée par le cahier des charges" in text
    assert "seront publiés ici" in text
    assert "Thèmes proposés" not in text


def test_an_unknown_call_does_not_exist(client):
    assert client.get(COLLEGES).status_code == 404


def test_the_home_page_and_the_site_map_lead_to_every_call(client):
    slugs = [call_at(*days).slug for days in [(-3, 12), (2, 20), (-30, -1)]]
    for path in ("/", "/plan-du-site/"):
        text = page(client, path)
        assert [slug for slug in slugs if f'href="/appels/{slug}/"' not in text] == []


def test_costs_do_not_grow_with_calls_documents_and_articles(client, django_assert_num_queries):
    load_calls()
    with django_assert_num_queries(6):
        client.get(COLLEGES)
    with django_assert_num_queries(1):
        client.get("/plan-du-site/")
    for _ in range(3):
        CallFactory(closes_at=datetime(2030, 1, 1, tzinfo=UTC))
    item = CatalogueItem.objects.filter(call__slug="colleges-prives-2025").first()
    CallDocument.objects.create(call=item.call, title="Cahier fictif", url="https://exemple.test/cahier")
    CatalogueItem.objects.create(
        call=item.call, category=item.category, code="AUTRE", label="Autre", cap="10"
    )
    with django_assert_num_queries(6):
        client.get(COLLEGES)
    with django_assert_num_queries(1):
        client.get("/plan-du-site/")
