"""After the deposit: the life of the dossier, its documents, its decision; giving up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.access import ACKNOWLEDGEMENT
from applications.domain import review
from applications.domain.submission import submit
from applications.models import Candidacy, Organisation
from applications.timeline import timeline
from reviews.domain.decisions import decide
from reviews.domain.ranking import rank_call
from reviews.enums import Funder, Outcome
from reviews.models import Envelope
from tests.factories import MembershipFactory, agent
from tne38.core import files, journal

from .journey import begun, complete, queries

pytestmark = pytest.mark.django_db


def deposited(client) -> Candidacy:
    return submit(complete(client), by=None, at=timezone.now())


def page(client, candidacy, name="detail") -> str:
    return client.get(reverse(f"applications:{name}", args=[candidacy.pk])).content.decode()


def decided(candidacy: Candidacy, outcome: Outcome, **values) -> None:
    """Have the dossier conform, ranked and decided."""
    for funder in Funder:
        Envelope.objects.create(call=candidacy.call, funder=funder, amount=Decimal("100000.00"))
    review.declare_conforming(candidacy, by=None)
    rank_call(candidacy.call, by=None)
    decide(candidacy, outcome, decided_on=date(2025, 5, 12), by=None, **values)


def test_the_life_of_the_dossier_is_told(client):
    candidacy = deposited(client)
    told = [(event.what, event.tone, event.whose) for event in timeline(candidacy)]
    assert told[:3] == [
        ("Dossier déposé", "done", ""),
        ("Le Département vérifie la conformité de votre dossier.", "now", "au Département"),
        ("Étude des dossiers par la commission", "later", ""),
    ]
    assert told[-1] == ("Versement de la subvention", "later", "")
    html = page(client, candidacy)
    assert candidacy.number in html
    assert "Dossier déposé" in html


def test_every_state_has_its_timeline(client):
    candidacy = deposited(client)
    for state in [value for value, _ in Candidacy._meta.get_field("state").choices if value != "draft"]:
        Candidacy.objects.filter(pk=candidacy.pk).update(state=state)
        fresh = Candidacy.objects.select_related("call").get(pk=candidacy.pk)
        assert timeline(fresh)[0].what == "Dossier déposé"
        assert fresh.for_applicant.label in page(client, candidacy)


def test_a_refusal_gives_its_reason(client):
    candidacy = deposited(client)
    review.declare_non_conforming(candidacy, by=None, reason="Le devis ne correspond pas.")
    html = page(client, candidacy)
    assert "Le motif de la décision" in html
    assert "Le devis ne correspond pas." in html
    assert timeline(Candidacy.objects.get(pk=candidacy.pk))[-1].tone == "stop"


def test_the_documents_come_once_they_are_made(client, settings):
    candidacy = deposited(client)
    assert 'hx-trigger="every 3s"' in page(client, candidacy, "documents")
    file = files.store(
        b"%PDF-1.7 fictif", kind=ACKNOWLEDGEMENT, name="ar.pdf", content_type="application/pdf"
    )
    Candidacy.objects.filter(pk=candidacy.pk).update(acknowledgement=file)
    html = page(client, candidacy, "documents")
    assert reverse("core:file", args=[file.pk]) in html
    assert "hx-trigger" not in html


def test_the_prioritisation_is_told_to_the_porteur_once_decided(client):
    candidacy = deposited(client)
    review.declare_conforming(candidacy, by=None)
    rank_call(candidacy.call, by=None)
    assert "La priorisation du dossier" not in page(client, candidacy)
    for funder in Funder:
        Envelope.objects.create(call=candidacy.call, funder=funder, amount=Decimal("100000.00"))
    decide(candidacy, Outcome.SELECTED, amount=Decimal("3400.00"), decided_on=date(2025, 5, 12), by=None)
    html = " ".join(page(client, candidacy).split())
    assert (
        "L’établissement est <strong>prioritaire</strong> : il remplit 3 critères sur 3, et il en faut 2."
        in html
    )
    assert "Etablissements non reliés à un Lycée (isolés)" in html
    assert "non relié à un lycée : 3 points" in html
    assert "0,21 ensemble en bon état par division : 1 point" in html
    assert "Réglage appliqué : 15 divisions et 450 élèves au plus." in html
    assert "Seuil appliqué : 60\u00a0000\u00a0€." in page(client, candidacy)
    assert "Retenu, le 12 mai 2025." in html
    assert "3 400,00 €" in html
    assert "Rang 1" not in html


def test_an_agent_reads_the_prioritisation_before_the_decision(client):
    candidacy = deposited(client)
    rank_call(candidacy.call, by=None)
    client.force_login(agent())
    html = page(client, candidacy)
    assert "La priorisation du dossier" in html
    assert "Rang 1, 6 points." in html


def test_a_rejection_gives_its_reason_and_its_criteria(client):
    candidacy = deposited(client)
    decided(candidacy, Outcome.REJECTED, reason="L’enveloppe est épuisée.")
    html = page(client, candidacy)
    assert "L’enveloppe est épuisée." in html
    assert "La priorisation du dossier" in html


def test_silence_is_told_as_a_day_to_come_then_as_a_day_past(client):
    candidacy = deposited(client)
    assert "Le silence vaut rejet le" in page(client, candidacy)
    Candidacy.objects.filter(pk=candidacy.pk).update(deposited_at=timezone.now() - timedelta(days=90))
    html = page(client, candidacy)
    assert "Le silence vaut rejet le" not in html
    assert "Il peut encore se prononcer" in html


def test_the_page_asks_the_same_queries_as_its_journal_grows(client):
    candidacy = deposited(client)
    url = reverse("applications:detail", args=[candidacy.pk])
    review.start_review(candidacy, by=None)
    few = queries(client, url)
    for _ in range(3):
        review.declare_conforming(candidacy, by=None)
        review.resume_review(candidacy, by=None, reason="À revoir.")
    assert queries(client, url) == few


def test_the_page_reads_each_relation_once(client):
    url = reverse("applications:detail", args=[deposited(client).pk])
    assert queries(client, url) <= 16


def test_a_dossier_is_withdrawn_once_confirmed(client):
    candidacy = deposited(client)
    url = reverse("applications:withdraw", args=[candidacy.pk])
    assert "sort de l’instruction et du classement" in client.get(url).content.decode()
    candidacy.refresh_from_db()
    assert candidacy.state == "deposited"
    html = client.post(url, {"reason": "Projet abandonné"}, follow=True).content.decode()
    candidacy.refresh_from_db()
    assert candidacy.state == "withdrawn"
    assert f"Le dossier {candidacy.number} est retiré." in html
    assert journal.history(candidacy).last().reason == "Projet abandonné"
    assert client.get(url).status_code == 404


def test_a_draft_is_deleted_once_confirmed_with_the_porteur_made_for_it(client):
    candidacy = begun(client, name="Collège fictif")
    url = reverse("applications:delete", args=[candidacy.pk])
    assert "Vous allez perdre" in client.get(url).content.decode()
    assert Candidacy.objects.exists()
    html = client.post(url, follow=True).content.decode()
    assert "Le brouillon est supprimé." in html
    assert not Candidacy.objects.exists()
    assert not Organisation.objects.exists()
    assert journal.history(candidacy).last().action == "brouillon supprimé"


def test_a_porteur_with_another_member_outlives_its_draft(client):
    candidacy = complete(client)
    MembershipFactory(organisation=candidacy.organisation)
    client.post(reverse("applications:delete", args=[candidacy.pk]))
    assert Organisation.objects.filter(pk=candidacy.organisation_id).exists()
