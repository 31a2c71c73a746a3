"""The criteria of the call on the pages whose answers count for them: live, written nowhere, promised to nobody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Call

from .journey import begun, complete, step_url

pytestmark = pytest.mark.django_db
CONCLUSION = 'id="priorites-conclusion"'


def typed(client, candidacy, slug, **answers) -> str:
    """What the page shows while this is being typed."""
    response = client.post(reverse("applications:preview", args=[candidacy.pk, slug]), answers)
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("slug", ["etablissement", "parc", "recapitulatif"])
def test_the_three_criteria_stand_on_the_page_with_the_words_of_the_call(client, slug):
    candidacy = complete(client)
    address = (
        reverse("applications:summary", args=[candidacy.pk])
        if slug == "recapitulatif"
        else step_url(candidacy, slug)
    )
    html = client.get(address).text
    assert "l’établissement remplit 3 critères sur 3 et serait prioritaire (il en faut 2)" in html
    assert "le classement est établi par la commission." in html
    assert "Taux d’équipement de 0,21 : 3 ensembles en bon état pour 14 divisions" in html
    assert "«\u00a0Etablissements non reliés à un Lycée (isolés)\u00a0»" in html
    assert (
        "60\u00a0000\u00a0€ pour un établissement prioritaire et 35\u00a0000\u00a0€ pour les autres" in html
    )


def test_a_draft_just_begun_says_what_is_still_to_be_said(client):
    html = client.get(step_url(begun(client), "etablissement")).text
    assert html.count("à préciser") == 3


def test_what_is_typed_counts_at_once_and_is_written_nowhere(client):
    candidacy = complete(client)
    with CaptureQueriesContext(connection) as queries:
        html = typed(client, candidacy, "etablissement", divisions="16", pupils="412", linked_to_lycee="True")
    assert CONCLUSION in html
    assert "l’établissement remplit 1 critère sur 3 et ne serait pas prioritaire" in html
    assert "Taux d’équipement de 0,19 : 3 ensembles en bon état pour 16 divisions" in html
    assert candidacy.projects.get().divisions == 14
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_what_is_wrong_or_emptied_is_not_yet_known(client):
    candidacy = complete(client)
    html = typed(client, candidacy, "parc", working_projectors="beaucoup", working_mobile_labs="")
    assert "taux d’équipement à calculer".capitalize() in html
    assert html.count("à préciser") == 1


def test_a_call_without_automatic_criteria_has_no_panel(client):
    candidacy = complete(client)
    Call.objects.filter(pk=candidacy.call_id).update(automatic_criteria=False)
    assert CONCLUSION not in client.get(step_url(candidacy, "etablissement")).text


def test_a_page_that_computes_nothing_has_no_preview(client):
    candidacy = complete(client)
    answer = client.post(reverse("applications:preview", args=[candidacy.pk, "projet"]), {})
    assert answer.status_code == 404
