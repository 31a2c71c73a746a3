"""The last page: what stops the deposit, the deposit itself, and its refusal once the call is closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Call
from applications.summary import summary
from tests.factories import ConnectedClassFactory, LineFactory

from .journey import complete, post_step, queries

pytestmark = pytest.mark.django_db


def summary_url(candidacy) -> str:
    return reverse("applications:summary", args=[candidacy.pk])


def deposit(client, candidacy):
    return client.post(reverse("applications:deposit", args=[candidacy.pk]), follow=True)


def test_what_stops_the_deposit_is_told_with_links_to_the_fields(client):
    candidacy = complete(client)
    candidacy.projects.update(training=[], description="")
    html = client.get(summary_url(candidacy)).content.decode()
    assert "Le dossier contient 2 champs à corriger" in html
    assert 'projet/#div_id_description"' in html
    assert 'formation/#div_id_training"' in html
    assert "Déposer le dossier" not in html
    refused = deposit(client, candidacy)
    assert "Le dossier contient 2 champs à corriger." in refused.content.decode()
    candidacy.refresh_from_db()
    assert (candidacy.state, candidacy.number) == ("draft", None)


def test_once_mended_the_dossier_is_deposited(client):
    candidacy = complete(client)
    candidacy.projects.update(training=[])
    post_step(client, candidacy, "formation", training=["Webradio"])
    html = client.get(summary_url(candidacy)).content.decode()
    assert "Déposer le dossier" in html
    response = deposit(client, candidacy)
    candidacy.refresh_from_db()
    assert candidacy.state == "deposited"
    assert response.redirect_chain == [(reverse("applications:detail", args=[candidacy.pk]), 302)]
    html = response.content.decode()
    assert f"Votre dossier est déposé sous le numéro {candidacy.number}." in html
    assert "L’accusé de réception est en cours de préparation" in html


def test_depositing_twice_keeps_the_first_number(client):
    candidacy = complete(client)
    deposit(client, candidacy)
    candidacy.refresh_from_db()
    number = candidacy.number
    deposit(client, candidacy)
    candidacy.refresh_from_db()
    assert candidacy.number == number


def test_after_the_closing_the_deposit_is_refused_and_nothing_is_lost(client):
    candidacy = complete(client)
    Call.objects.filter(pk=candidacy.call_id).update(closes_at=timezone.now() - timedelta(seconds=2))
    response = deposit(client, candidacy)
    html = response.content.decode()
    assert response.redirect_chain == [(summary_url(candidacy), 302)]
    assert "L’appel est clos depuis le" in html
    assert "Appel clos." in html
    assert "Projet fictif" in html
    candidacy.refresh_from_db()
    assert candidacy.state == "draft"
    assert candidacy.projects.get().lines.count() == 1


def test_what_is_to_be_known_stops_nothing(client):
    candidacy = complete(client)
    candidacy.projects.get().lines.update(unit_price=3000)
    html = client.get(summary_url(candidacy)).content.decode()
    assert "Ces remarques n’empêchent pas le dépôt." in html
    assert "restent à votre charge" in html
    assert "Déposer le dossier" in html


def test_the_prerequisites_are_quoted(client):
    candidacy = complete(client)
    Call.objects.filter(pk=candidacy.call_id).update(
        prerequisites="Un abonnement est obligatoire.\n\nUn débit aussi."
    )
    html = client.get(summary_url(candidacy)).content.decode()
    assert "<p>Un abonnement est obligatoire.</p>" in html
    assert "<p>Un débit aussi.</p>" in html


def test_the_summary_says_every_answer_in_words(client):
    candidacy = complete(client)
    sections = {section.slug: section for section in summary(candidacy)}
    assert list(sections) == [
        "etablissement",
        "parc",
        "projet",
        "formation",
        "parentalite",
        "ent",
        "equipements",
        "classes",
        "porteur",
        "proprietaire",
        "pieces",
    ]
    said = {answer.label: answer.value for section in sections.values() for answer in section.answers}
    assert said["Nombre de divisions"] == "14"
    assert said["Établissement relié à un lycée"] == "Non"
    assert said["Classes mobiles en bon état"] == "0"
    assert said["Domaines du socle commun"] == (
        "Les langages pour penser et communiquer\nLes méthodes et outils pour apprendre"
    )
    assert said["Thèmes de formation"] == "Accessibilité numérique"
    assert said["Espace numérique de travail (ENT)"] == "École Directe"
    assert said["Coût annuel de l’abonnement"] == "0,00\u00a0€"
    assert said["L’organisme souscrit le contrat d’engagement républicain"] == "Oui, le 15/01/2025"
    assert said["Téléphone"] == ""
    assert said["Dépense demandée"] == "3\u00a0400,00\u00a0€"
    assert sections["equipements"].table.rows == (
        (
            "Ensemble de vidéoprojection interactif (VPI)",
            "2",
            "1\u00a0700,00\u00a0€",
            "2\u00a0200,00\u00a0€",
            "3\u00a0400,00\u00a0€",
            "3\u00a0400,00\u00a0€",
        ),
    )
    assert sections["classes"].table.rows == (("6e A", "35"),)


def test_the_page_asks_the_same_queries_whatever_the_rows(client):
    candidacy = complete(client)
    one = queries(client, summary_url(candidacy))
    project = candidacy.projects.get()
    for _ in range(4):
        LineFactory(project=project, item=candidacy.call.catalogue.get())
        ConnectedClassFactory(project=project)
    assert queries(client, summary_url(candidacy)) == one
