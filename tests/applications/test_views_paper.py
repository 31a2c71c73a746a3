"""The pages where an agent types a paper form: from the home page to the number; nothing typed is lost."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications.domain.organisations import known_organisation
from applications.domain.paper import (
    start_on_paper_for_territory,
)
from applications.enums import AttachmentSource
from applications.models import Candidacy, Organisation, SchoolProject
from tests.factories import (
    ConnectedClassFactory,
    LineFactory,
    SchoolFactory,
    UserFactory,
    agent,
    siret,
)
from tne38.core import files

from .journey import open_call
from .paper import CLOSED, IN_TIME, PDF, filled, of_college
from .territory import commune_with_schools, primary_call

pytestmark = pytest.mark.django_db


def test_from_the_home_page_to_the_first_page_of_the_form(client):
    instructor = agent(full_name="Instructrice fictive")
    client.force_login(instructor)
    call, school = open_call(**CLOSED), SchoolFactory(name="Collège Saint-Fictif")
    assert f'href="{reverse("applications:paper")}"' in client.get(reverse("admin:index")).text
    drafts = client.get(reverse("applications:paper")).text
    assert "Aucune saisie n’est en cours" in drafts
    assert reverse("applications:paper_find", args=[call.slug]) in drafts
    url = reverse("applications:paper_college", args=[call.slug, school.uai])
    assert url in client.get(reverse("applications:paper_find", args=[call.slug]), {"q": "saint fictif"}).text
    posted = {
        "siret": siret(880007),
        "postmark_on": "2025-03-31",
        "received_on": "2025-04-03",
        "scan": SimpleUploadedFile("formulaire.pdf", PDF),
    }
    answer = client.post(url, posted, follow=True)
    candidacy = Candidacy.objects.get()
    assert "Saisie d’un dossier papier" in answer.text
    [scan] = candidacy.attachments.all()
    assert (scan.source, scan.file.name) == (AttachmentSource.SCAN, "formulaire.pdf")
    assert files.may_open(instructor, scan.file)
    assert not files.may_open(UserFactory(), scan.file)
    listed = client.get(reverse("applications:paper")).text
    assert "Collège Saint-Fictif" in listed
    assert "Instructrice fictive" in listed
    assert "<b>1</b> Dossiers papier en cours de saisie" in client.get(reverse("admin:index")).text


def test_a_refusal_keeps_what_was_typed_and_begins_nothing(client):
    client.force_login(agent())
    call, commune = primary_call(**CLOSED), commune_with_schools(2)
    url = reverse("applications:paper_commune", args=[call.slug, commune.insee])
    school = commune.schools.order_by("name")[1]
    late = client.post(
        url, {"postmark_on": "2025-04-01", "received_on": "2025-04-03", "ecoles": [school.uai]}
    ).text
    assert "Le cachet de la poste est postérieur au 31/03/2025" in late
    assert 'value="2025-04-01"' in late
    assert f'id="ecole-{school.uai}" checked' in late
    none = client.post(url, {"postmark_on": "2025-03-31", "received_on": "2025-04-03"}).text
    assert "Choisissez au moins une école." in none
    wrong = {"scan": SimpleUploadedFile("form.pdf", b"pas un PDF"), "ecoles": [school.uai]}
    assert (
        "form.pdf"
        in client.post(url, {"postmark_on": "2025-03-31", "received_on": "2025-04-03", **wrong}).text
    )
    future = f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"
    assert (
        "n’est pas encore passée"
        in client.post(url, {"postmark_on": "2025-03-31", "received_on": future}).text
    )
    assert not Candidacy.objects.exists()
    assert known_organisation(commune) is None


def test_what_is_already_there_is_told_before_anything_is_typed(client):
    instructor = agent()
    client.force_login(instructor)
    call, commune = primary_call(**CLOSED), commune_with_schools(1)
    url = reverse("applications:paper_commune", args=[call.slug, commune.insee])
    candidacy = start_on_paper_for_territory(call, commune, commune.schools.all(), IN_TIME, by=instructor)
    page = client.get(url).text
    assert "est déjà commencée" in page
    assert reverse("applications:detail", args=[candidacy.pk]) in page
    assert "Commencer la saisie" not in page


def test_the_same_pages_are_typed_checked_and_recorded(client):
    instructor = agent()
    client.force_login(instructor)
    candidacy = filled(of_college(instructor))
    item = candidacy.call.catalogue.get()
    LineFactory(project=candidacy.projects.get(), item=item)
    ConnectedClassFactory(project=candidacy.projects.get())
    step = reverse("applications:step", args=[candidacy.pk, "projet"])
    client.post(step, {"description": "Ce que dit le papier.", "socle_domains": ["2"], "action": "continue"})
    project = SchoolProject.objects.get(candidacy=candidacy)
    assert (project.description, project.socle_domains) == ("Ce que dit le papier.", [2])
    page = client.get(reverse("applications:summary", args=[candidacy.pk])).text
    assert "Constats" in page
    assert "Choisissez au moins un thème de formation" in page
    assert "Enregistrer le dossier papier" in page
    answer = client.post(reverse("applications:deposit", args=[candidacy.pk]), follow=True)
    assert "Le dossier papier est enregistré sous le numéro 38-2025-0001." in answer.text
    assert "une lettre à imprimer et à poster" in answer.text


def test_the_letter_is_corrected_and_the_scan_joined_later(client):
    client.force_login(agent())
    candidacy = of_college()
    url = reverse("applications:paper_letter", args=[candidacy.pk])
    assert "n’est pas encore joint" in client.get(url).text
    posted = {
        "postmark_on": "2025-03-30",
        "received_on": "2025-04-03",
        "scan": SimpleUploadedFile("f.pdf", PDF),
    }
    client.post(url, posted)
    candidacy.refresh_from_db()
    assert candidacy.postmark_on == date(2025, 3, 30)
    assert candidacy.attachments.count() == 1
    client.force_login(UserFactory())
    assert client.get(url).status_code == 403


def test_a_deleted_draft_leaves_nothing(client):
    client.force_login(agent())
    candidacy = of_college()
    client.post(reverse("applications:delete", args=[candidacy.pk]))
    assert not Candidacy.objects.exists()
    assert not Organisation.objects.exists()
