"""The recapitulation as a PDF: what the dossier says, its number on every page, who may download it."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.domain import submission
from applications.enums import FundingState, Origin
from applications.models import Candidacy, OtherFunding
from applications.recapitulation import recapitulation_pdf
from applications.summary import summary
from tests.conventions.reading import pages_of, tags_of, text_of
from tests.factories import UserFactory, agent, complete_draft

from . import territory
from .journey import complete

pytestmark = pytest.mark.django_db
IN_TIME = datetime(2025, 3, 20, 9, 30, tzinfo=UTC)


def url(candidacy: Candidacy) -> str:
    return reverse("applications:recapitulation", args=[candidacy.pk])


def plain(text: str) -> str:
    return " ".join(text.split())


def test_it_says_everything_that_the_page_says():
    candidacy = submission.submit(complete_draft(), by=None, at=IN_TIME)
    text = text_of(recapitulation_pdf(candidacy))
    for section in summary(candidacy):
        assert section.title in text
        for answer in section.answers:
            assert answer.label in text
            assert plain(answer.value or "non renseigné") in text
        for row in section.table.rows if section.table else ():
            assert all(plain(cell) in text for cell in row)
    assert "Déposé en ligne, le 20 mars 2025 à 10 h 30" in text
    assert "Subvention demandée, au plus 3 400,00 €" in text
    assert "dont part du Département 1 700,00 €" in text


def test_once_deposited_its_number_is_on_every_page_and_nothing_says_draft():
    candidacy = complete_draft(description="Un paragraphe fictif.\n\n" * 120)
    pages = pages_of(recapitulation_pdf(submission.submit(candidacy, by=None, at=IN_TIME)))
    assert len(pages) > 2
    for rank, page in enumerate(pages, start=1):
        assert "Dossier n° 38-2025-0001" in page
        assert f"page {rank} sur {len(pages)}" in page
        assert "Brouillon" not in page


def test_a_draft_says_so_on_every_page():
    pages = pages_of(recapitulation_pdf(complete_draft()))
    assert len(pages) > 1
    for page in pages:
        # Across the page, and at its foot.
        assert page.count("Brouillon, non déposé") >= 2


def test_a_paper_dossier_tells_its_two_dates():
    candidacy = complete_draft()
    candidacy.origin, candidacy.postmark_on = Origin.PAPER, date(2025, 3, 31)
    candidacy.received_on = date(2025, 4, 2)
    candidacy.save()
    text = text_of(recapitulation_pdf(submission.submit(candidacy, by=None, at=IN_TIME)))
    assert "Déposé sur papier : cachet de la poste du 31/03/2025, reçu le 02/04/2025" in text


def test_several_schools_one_after_the_other_then_the_whole_dossier():
    candidacy = territory.complete_of_commune(3)
    OtherFunding.objects.create(
        candidacy=candidacy, funder="État (DETR)", amount=Decimal("1000"), state=FundingState.REQUESTED
    )
    text = text_of(recapitulation_pdf(candidacy))
    places = [
        text.rindex(words) for words in ("École n° 01", "École n° 02", "École n° 03", "Pour tout le dossier")
    ]
    assert places == sorted(places)
    assert "État (DETR) 1 000,00 € Demandée" in text
    # 3 × 2 × 1 700 € at 70 %, shared in two halves; the porteur pays what no one else does.
    assert "Subvention demandée, au plus 7 140,00 €" in text
    assert "Part du porteur 2 060,00 €" in text


def test_it_costs_the_same_queries_whatever_the_schools():
    def cost(candidacy) -> int:
        with CaptureQueriesContext(connection) as queries:
            recapitulation_pdf(Candidacy.objects.get(pk=candidacy.pk))
        return len(queries)

    assert cost(territory.complete_of_commune(1)) == cost(territory.complete_of_commune(4))


def test_it_is_tagged_with_a_language_and_a_title_and_the_same_twice():
    candidacy = submission.submit(complete_draft(), by=None, at=IN_TIME)
    content = recapitulation_pdf(candidacy)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.MarkInfo.Marked is True
        school = candidacy.projects.get().school.name
        assert str(pdf.docinfo.Title) == f"Dossier n°\u00a038-2025-0001 – {school}"
    tags = tags_of(content)
    assert tags.count("/H1") == 1
    assert {"/Table", "/TH", "/TD", "/P", "/H2"} <= set(tags)
    assert recapitulation_pdf(Candidacy.objects.get(pk=candidacy.pk)) == content


def test_who_downloads_it(client):
    candidacy = complete(client)
    answer = client.get(url(candidacy))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'inline; filename="brouillon-{candidacy.pk}.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    client.force_login(UserFactory())
    assert client.get(url(candidacy)).status_code == 404
    client.force_login(agent())
    assert client.get(url(candidacy)).status_code == 404
    submission.submit(candidacy, by=None, at=timezone.now())
    answer = client.get(url(candidacy))
    assert answer["Content-Disposition"] == 'inline; filename="dossier-38-2025-0001.pdf"'


def test_the_pages_lead_to_it(client):
    candidacy = complete(client)
    link = f'href="{url(candidacy)}"'
    assert link in client.get(reverse("applications:summary", args=[candidacy.pk])).content.decode()
    submission.submit(candidacy, by=None, at=timezone.now())
    assert link in client.get(reverse("applications:detail", args=[candidacy.pk])).content.decode()
    client.force_login(agent())
    page = reverse("admin:applications_candidacy_change", args=[candidacy.pk])
    assert link in client.get(page).content.decode()
