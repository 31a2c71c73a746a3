"""The paper form of a call: every field of the form on line, what to know to send it, kept while nothing changes."""

import io
from datetime import timedelta
from decimal import Decimal

import pikepdf
import pytest
from django import forms
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.blank_form import blank_form_of, blank_form_pdf
from applications.forms.paper import Hand
from applications.founding_calls import COLLEGES, PRIMARY
from applications.models import Call, Candidacy, Organisation, School, SchoolProject
from applications.steps import steps_of
from tests.conventions.reading import pages_of, tags_of, text_of
from tne38.core.text import typeset

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(request, founding_calls) -> Call:
    return Call.objects.get(slug=request.param)


@pytest.fixture
def founding_calls():
    from django.core.management import call_command

    cache.clear()
    call_command("load_calls")


both = pytest.mark.parametrize("call", [COLLEGES, PRIMARY], indirect=True)


def plain(text: str) -> str:
    return " ".join(typeset(text).split())


def fields_on_line(call: Call):
    """Label and choices of every field that the pages of the form hold, read from the forms themselves."""
    kind = "ogec" if call.is_for_college else "commune"
    candidacy = Candidacy(pk=0, call=call, organisation=Organisation(kind=kind))
    project = SchoolProject(pk=0, candidacy=candidacy, school=School())
    for step in steps_of(call):
        page = step.open(candidacy, project)
        rows = getattr(page, "forms", None)
        for form in rows or ([page] if isinstance(page, forms.BaseForm) else []):
            for bound in form.visible_fields():
                yield str(bound.field.label), bound.field


def labels(choices):
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from labels(label)
        elif key not in ("", None):
            yield str(label)


@both
def test_every_field_of_the_form_on_line_is_there(call):
    text = text_of(blank_form_pdf(call))
    found = list(fields_on_line(call))
    assert len(found) > 20
    for label, field in found:
        assert plain(label) in text
        for choice in labels(getattr(field, "choices", ())):
            assert plain(choice) in text
    for step in steps_of(call):
        assert plain(step.question) in text or step.slug == "pieces"


def test_a_field_added_to_a_page_is_printed(founding_calls, monkeypatch):
    from applications.forms.school import ParkPage

    call = Call.objects.get(slug=COLLEGES)
    added = {**ParkPage.base_fields, "robots": forms.IntegerField(label="Robots en bon état")}
    monkeypatch.setattr(ParkPage, "base_fields", added)
    assert "Robots en bon état" in text_of(blank_form_pdf(call))


@both
def test_it_says_where_and_until_when_to_send_it(call, settings):
    text = text_of(blank_form_pdf(call))
    day = "31 mars 2025" if call.is_for_college else "21 février 2025"
    for words in (
        f"À envoyer au plus tard le {day}",
        "Le cachet de la poste faisant foi.",
        "Département de l’Isère 7 rue Fantin-Latour CS 41096 38022 Grenoble Cedex 1",
        "contact.tne38@isere.fr",
        settings.DEPARTMENT["phone"],
        "débit minimum de 20 Mb/s nécessaire aux usages pédagogiques connectés",
        "Signature du représentant légal",
        "Fait à",
        "Code UAI",
    ):
        assert words in text
    call.postal_address = "Service fictif\nBP 12\n38000 Exempleville"
    assert "Service fictif BP 12 38000 Exempleville" in text_of(blank_form_pdf(call))


def test_the_form_of_the_colleges(founding_calls):
    text = text_of(blank_form_pdf(Call.objects.get(slug=COLLEGES)))
    for words in (
        "Partie B – Le collège et son projet",
        "Environnement Numérique de Travail multisupport pour trois ans",
        "L’organisme souscrit le contrat d’engagement républicain",
        "Ensembles de vidéoprojection en bon état",
        "Prix unitaire TTC",
        "Classe mobile d’ordinateurs portables – plafond : 12 000 €",
        "École Directe – remplit l’obligation, sans subvention",
        "Accord du propriétaire des locaux",
    ):
        assert words in text
    assert "Financeur" not in text
    assert "photocopiez" not in text


def test_the_form_of_the_ecoles_has_one_sheet_a_school(founding_calls):
    pages = pages_of(blank_form_pdf(Call.objects.get(slug=PRIMARY)))
    [first] = [rank for rank, page in enumerate(pages) if "Partie B – Feuille d’école" in page]
    assert pages[first].startswith("Partie B – Feuille d’école Une feuille par école : photocopiez-la.")
    before, sheet = " ".join(pages[:first]), " ".join(pages[first:])
    for words in (
        "Nom de l’organisme",
        "Financeur",
        "Demandée",
        "Signature du représentant légal",
        "Délibération",
    ):
        assert words in before
        assert words not in sheet
    for words in ("Descriptif du projet pédagogique", "Prix unitaire HT", "Avis du conseil d’école"):
        assert words in sheet
    assert "Numéro RNA" not in before
    assert "L’annuaire l’a rempli" not in before


@both
def test_it_fits_in_an_envelope(call):
    assert 4 <= len(pages_of(blank_form_pdf(call))) <= 6


@both
def test_it_is_tagged_with_a_language_and_a_title(call):
    content = blank_form_pdf(call)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.MarkInfo.Marked is True
        assert str(pdf.docinfo.Title) == typeset(f"Formulaire de candidature – {call.title}")
    tags = tags_of(content)
    assert tags.count("/H1") == 1
    assert {"/H2", "/H3", "/L", "/LI", "/Table", "/TH"} <= set(tags)


def test_how_each_kind_of_field_is_filled_in(founding_calls):
    form = blank_form_of(Call.objects.get(slug=COLLEGES))
    fields = {
        field.label: field for step in (*form.of_dossier, *form.of_school) for field in step.page.fields
    }
    assert (fields["SIRET"].hand, fields["SIRET"].size) == (Hand.SIGNS, 14)
    assert (fields["Code postal"].hand, fields["Code postal"].size) == (Hand.SIGNS, 5)
    assert fields["Nombre d’élèves"].hand == Hand.NUMBER
    assert fields["Coût annuel de l’abonnement"].hand == Hand.AMOUNT
    assert fields["Descriptif du projet pédagogique"].hand == Hand.TEXT
    assert fields["Établissement relié à un lycée"].choices == ("Oui", "Non")
    assert fields["Domaines du socle commun"].hand == Hand.SEVERAL
    assert fields["Téléphone"].optional is True
    assert fields["SIRET"].optional is False


def test_it_is_made_once_until_something_that_it_says_changes(founding_calls, monkeypatch):
    from applications import blank_form

    made = []
    render = blank_form.print_document
    monkeypatch.setattr(blank_form, "print_document", lambda *args: made.append(args) or render(*args))
    call = Call.objects.get(slug=COLLEGES)
    first = blank_form_pdf(call)
    assert blank_form_pdf(call) == first
    assert len(made) == 1
    call.catalogue.filter(code="VPI").update(cap=Decimal("2345.00"))
    assert "plafond : 2 345 €" in text_of(blank_form_pdf(call))
    assert len(made) == 2


def test_anyone_downloads_it_and_a_browser_keeps_it(client, founding_calls):
    url = reverse("pages:blank_form", args=[COLLEGES])
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert len(queries) < 12
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'inline; filename="formulaire-papier-{COLLEGES}.pdf"'
    assert answer["Cache-Control"] == "public, max-age=600"
    assert "Cookie" not in answer.get("Vary", "")
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get(reverse("pages:blank_form", args=["inconnu"])).status_code == 404


def test_an_open_call_leads_to_it_and_a_closed_one_does_not(client, founding_calls):
    url = reverse("pages:blank_form", args=[PRIMARY])
    page = reverse("pages:call", args=[PRIMARY])
    assert url not in client.get(page).text
    Call.objects.filter(slug=PRIMARY).update(closes_at=timezone.now() + timedelta(days=3))
    assert f'href="{url}"' in client.get(page).text
    assert f'href="{url}"' in client.get(reverse("pages:home")).text
