"""The owner of the premises: asked of nobody, named whole by those who name one, and out of the dossier file."""

import pytest

from applications import checks
from applications.summary import summary
from tests.factories import siret
from tne38.exchange.exporting import as_data

from .journey import begun, complete, post_step, step_url

pytestmark = pytest.mark.django_db

OWNER = {
    "owner_name": "SCI fictive des Tilleuls",
    "owner_address": "3 rue Fictive",
    "owner_postal_code": "38000",
    "owner_city": "Grenoble",
    "owner_representative_name": "Gérante Fictive",
    "owner_representative_title": "Gérante",
}


def owner_findings(candidacy) -> list[tuple[str, str]]:
    candidacy.refresh_from_db()
    return [
        (finding.code, finding.field)
        for finding in checks.findings(candidacy)
        if finding.step == "proprietaire"
    ]


def test_a_dossier_that_names_no_owner_may_be_deposited(client):
    candidacy = complete(client)
    assert checks.blocking(checks.findings(candidacy)) == []
    response = post_step(client, candidacy, "proprietaire")
    assert response.status_code == 302
    assert owner_findings(candidacy) == []
    [section] = [section for section in summary(candidacy) if section.slug == "proprietaire"]
    assert [answer.value for answer in section.answers] == [
        "Le porteur lui-même, ou une personne non précisée"
    ]


def test_an_owner_is_kept_with_a_compact_siret_and_read_in_the_summary(client):
    candidacy, number = complete(client), siret(4321)
    post_step(client, candidacy, "proprietaire", **OWNER, owner_siret=f"{number[:9]} {number[9:]}")
    project = candidacy.projects.get()
    assert (project.owner_name, project.owner_siret) == ("SCI fictive des Tilleuls", number)
    assert owner_findings(candidacy) == []
    [section] = [section for section in summary(candidacy) if section.slug == "proprietaire"]
    assert "SCI fictive des Tilleuls" in [answer.value for answer in section.answers]


def test_a_wrong_siret_is_told_and_the_rest_is_kept(client):
    candidacy = complete(client)
    html = post_step(client, candidacy, "proprietaire", **OWNER, owner_siret="123 456").text
    assert "Ce SIRET n’est pas valable : écrivez les 14 chiffres" in html
    assert 'value="123 456"' in html
    project = candidacy.projects.get()
    assert (project.owner_city, project.owner_siret) == ("Grenoble", "")


def test_an_owner_begun_is_to_be_named_whole(client):
    candidacy = complete(client)
    post_step(client, candidacy, "proprietaire", owner_name="SCI fictive des Tilleuls")
    assert owner_findings(candidacy) == [
        ("champ_obligatoire", "owner_siret"),
        ("champ_obligatoire", "owner_address"),
        ("champ_obligatoire", "owner_postal_code"),
        ("champ_obligatoire", "owner_city"),
        ("champ_obligatoire", "owner_representative_name"),
        ("champ_obligatoire", "owner_representative_title"),
    ]
    html = client.get(step_url(candidacy, "proprietaire")).text
    assert "Indiquez le SIRET du propriétaire des locaux" in html


def test_the_list_of_steps_says_that_the_page_is_optional(client):
    assert (
        'Propriétaire des locaux <span class="visually-hidden">(facultatif)'
        in client.get(step_url(begun(client), "etablissement")).text
    )


def test_the_dossier_file_says_nothing_of_the_owner(client):
    candidacy = complete(client)
    post_step(client, candidacy, "proprietaire", **OWNER, owner_siret=siret(4321))
    type(candidacy).objects.filter(pk=candidacy.pk).update(
        state="deposited", number="38-2025-0001", deposited_at=candidacy.created_at
    )
    [dossier] = as_data(candidacy.call)["dossiers"]
    assert "proprietaire" not in str(dossier)
    assert "Tilleuls" not in str(dossier)
