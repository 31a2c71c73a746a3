"""Each page of the form: what is typed is saved, comes back, and errors name their field."""

import re

import pytest
from django.urls import reverse

from applications.models import Organisation
from applications.steps import steps_of
from tests.factories import OrganisationFactory, siret
from tne38.core import journal

from .journey import begun, post_step, step_url

pytestmark = pytest.mark.django_db


def page(client, candidacy, slug) -> str:
    response = client.get(step_url(candidacy, slug))
    assert response.status_code == 200
    return response.content.decode()


def test_the_steps_are_in_the_order_of_the_call(client):
    candidacy = begun(client)
    assert [step.slug for step in steps_of(candidacy.call)] == [
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


def test_the_figures_of_the_directory_are_proposed_and_the_lycee_is_to_confirm(client):
    candidacy = begun(client, pupils=418, figures_year=2025, suggested_lycee="Lycée fictif")
    html = page(client, candidacy, "etablissement")
    assert 'value="418"' in html
    assert "D’après l’annuaire, le vôtre pourrait être relié à : Lycée fictif" in html
    assert candidacy.projects.get().linked_to_lycee is None


def test_the_school_page_is_saved_and_comes_back(client):
    candidacy = begun(client)
    answers = {
        "divisions": "14",
        "pupils": "1 204",
        "linked_to_lycee": "False",
        "linked_lycee": "Un lycée qui ne compte plus",
        "contact_name": "Camille Exemple",
        "contact_email": "college@exemple.test",
    }
    response = post_step(client, candidacy, "etablissement", **answers)
    assert response.url == step_url(candidacy, "parc")
    project = candidacy.projects.get()
    assert (project.divisions, project.pupils, project.linked_to_lycee) == (14, 1204, False)
    assert project.linked_lycee == ""
    html = page(client, candidacy, "etablissement")
    assert 'value="1204"' in html
    assert "Camille Exemple" in html


def test_what_is_right_is_saved_and_what_is_wrong_keeps_its_text_and_says_what_to_write(client):
    candidacy = begun(client)
    response = post_step(client, candidacy, "parc", working_projectors="beaucoup", working_mobile_labs="2")
    html = response.content.decode()
    assert response.status_code == 200
    assert 'href="#div_id_working_projectors"' in html
    assert "Écrivez un nombre entier, par exemple 12." in html
    assert 'value="beaucoup"' in html
    project = candidacy.projects.get()
    assert (project.working_projectors, project.working_mobile_labs) == (None, 2)


def test_a_page_may_be_left_half_answered(client):
    candidacy = begun(client)
    response = post_step(
        client, candidacy, "projet", action="leave", description="Un début", socle_domains=["2", "5"]
    )
    assert response.url == reverse("applications:list")
    project = candidacy.projects.get()
    assert (project.description, project.socle_domains) == ("Un début", [2, 5])
    assert "Un début" in page(client, candidacy, "projet")


def test_nothing_is_written_when_nothing_changed(client):
    candidacy = begun(client)
    post_step(client, candidacy, "projet", description="Pareil")
    entries = journal.history(candidacy).count()
    post_step(client, candidacy, "projet", description="Pareil")
    assert journal.history(candidacy).count() == entries


@pytest.mark.parametrize(
    ("slug", "field", "proposed"),
    [("formation", "training", "Webradio"), ("parentalite", "family_actions", "Atelier écrans")],
)
def test_labels_are_chosen_in_the_lists_of_the_call_or_written(client, slug, field, proposed):
    candidacy = begun(client)
    post_step(
        client, candidacy, slug, **{field: [proposed], "other": "Autre chose\n\n Encore  une \nAutre chose"}
    )
    assert getattr(candidacy.projects.get(), field) == [proposed, "Autre chose", "Encore une"]
    html = page(client, candidacy, slug)
    assert "Autre chose\nEncore une" in html
    box = next(tag for tag in re.findall("<input[^>]*>", html) if f'value="{proposed}"' in tag)
    assert "checked" in box


def test_the_ent_is_chosen_in_the_list(client):
    candidacy = begun(client)
    answers = {"ent_name": "one", "ent_other": "", "ent_years": "3", "ent_annual_cost": "1 250,50 €"}
    assert post_step(client, candidacy, "ent", **answers).status_code == 302
    project = candidacy.projects.get()
    assert (project.ent_name, project.ent_years, str(project.ent_annual_cost)) == ("ONE", 3, "1250.50")


def test_another_ent_is_named_freely(client):
    candidacy = begun(client)
    post_step(client, candidacy, "ent", ent_name="autre", ent_other="Produit  fictif", ent_years="4")
    assert candidacy.projects.get().ent_name == "Produit fictif"
    assert 'value="Produit fictif"' in page(client, candidacy, "ent")


def test_another_ent_without_a_name_is_an_error_of_that_field(client):
    candidacy = begun(client)
    html = post_step(client, candidacy, "ent", ent_name="autre", ent_other="", ent_years="3").content.decode()
    assert 'href="#div_id_ent_other"' in html
    assert candidacy.projects.get().ent_years == 3


PORTEUR = {
    "name": "OGEC fictif des Érables",
    "rna": "w38 1234567",
    "email": "ogec@exemple.test",
    "representative_name": "Dominique Exemple",
    "representative_title": "Présidente",
}


def test_the_porteur_is_saved_with_compact_identifiers(client):
    candidacy = begun(client)
    number = siret(4321)
    spaced = f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}"
    response = post_step(client, candidacy, "porteur", **PORTEUR, siret=spaced, cer_accepted="on")
    assert response.url == step_url(candidacy, "proprietaire")
    porteur = Organisation.objects.get(pk=candidacy.organisation_id)
    assert (porteur.siret, porteur.siren, porteur.rna) == (number, number[:9], "W381234567")
    assert porteur.cer_accepted_at is not None
    candidacy.refresh_from_db()
    assert "ogec fictif des erables" in candidacy.search_text


def test_the_date_of_the_cer_is_kept_and_goes_when_it_is_unchecked(client):
    candidacy = begun(client)
    post_step(client, candidacy, "porteur", **PORTEUR, cer_accepted="on")
    first = Organisation.objects.get(pk=candidacy.organisation_id).cer_accepted_at
    post_step(client, candidacy, "porteur", **PORTEUR, cer_accepted="on")
    assert Organisation.objects.get(pk=candidacy.organisation_id).cer_accepted_at == first
    post_step(client, candidacy, "porteur", **PORTEUR)
    assert Organisation.objects.get(pk=candidacy.organisation_id).cer_accepted_at is None


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("siret", "123", "Écrivez les 14 chiffres du SIRET"),
        ("siret", "12345678901234", "Ce SIRET n’est pas valable"),
        ("rna", "381234567", "Un numéro RNA s’écrit W suivi de 9 chiffres"),
        ("email", "ogec", "adresse"),
    ],
)
def test_a_wrong_identifier_is_told_at_its_field(client, field, typed, message):
    candidacy = begun(client)
    html = post_step(client, candidacy, "porteur", **{**PORTEUR, field: typed}).content.decode()
    assert f'href="#div_id_{field}"' in html
    assert message in html
    assert Organisation.objects.get(pk=candidacy.organisation_id).name == PORTEUR["name"]


def test_nobody_enters_an_organisation_by_knowing_its_siret(client):
    candidacy = begun(client)
    theirs = OrganisationFactory()
    html = post_step(client, candidacy, "porteur", **PORTEUR, siret=theirs.siret).content.decode()
    assert "Demandez à l’un de ses membres de vous inviter" in html
    assert candidacy.call.contact_email in html
    assert Organisation.objects.get(pk=candidacy.organisation_id).siret == ""
    assert theirs.memberships.count() == 0


def test_an_unknown_step_does_not_exist(client):
    candidacy = begun(client)
    assert client.get(step_url(candidacy, "nulle-part")).status_code == 404


def test_each_step_tells_whether_it_is_complete(client):
    candidacy = begun(client)
    post_step(client, candidacy, "formation", training=["Webradio"])
    post_step(client, candidacy, "projet", description="Un début")
    html = " ".join(page(client, candidacy, "projet").split())
    assert 'Formation <span class="visually-hidden">(complet)</span>' in html
    assert 'Projet pédagogique <span class="visually-hidden">(à compléter)</span>' in html
    assert 'Parentalité <span class="visually-hidden">(pas commencé)</span>' in html
    assert f'href="{step_url(candidacy, "projet")}#div_id_socle_domains"' in html


def test_the_autosave_keeps_what_is_right_and_says_so(client):
    candidacy = begun(client)
    url = reverse("applications:autosave", args=[candidacy.pk, "parc"])
    html = client.post(url, {"working_projectors": "4", "working_mobile_labs": "x"}).content.decode()
    assert "Brouillon enregistré à" in html
    assert "sauf ce qui reste à corriger" in html
    assert candidacy.projects.get().working_projectors == 4
