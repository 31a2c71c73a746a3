"""The page of the classes: each with its rate, told at once when it does not suffice."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import ConnectedClassFactory
from tne38.core import journal

from .journey import begun, post_step, queries, step_url

pytestmark = pytest.mark.django_db


def row(rank: int, name="", mbps="", stored="") -> dict[str, str]:
    return {f"classes-{rank}-name": name, f"classes-{rank}-mbps": mbps, f"classes-{rank}-stored": str(stored)}


def stored(candidacy) -> list[tuple[str, Decimal]]:
    return [(group.name, group.mbps) for group in candidacy.projects.get().classes.all()]


def test_classes_are_saved_and_come_back(client):
    candidacy = begun(client)
    rows = row(0, "6e A", "35") | row(1, "5e B", "20,5")
    assert post_step(client, candidacy, "classes", **rows).url == step_url(candidacy, "porteur")
    assert stored(candidacy) == [("6e A", Decimal("35.00")), ("5e B", Decimal("20.50"))]
    html = client.get(step_url(candidacy, "classes")).content.decode()
    assert 'value="20,5"' in html
    assert 'value="35"' in html


def test_saving_the_same_classes_writes_nothing(client):
    candidacy = begun(client)
    post_step(client, candidacy, "classes", **row(0, "6e A", "35"))
    entries = journal.history(candidacy).count()
    post_step(client, candidacy, "classes", **row(0, "6e A", "35,00"))
    assert journal.history(candidacy).count() == entries


@pytest.mark.parametrize(("mbps", "told"), [("19,99", True), ("20", False)])
def test_below_the_rate_of_the_call_is_said_at_once(client, mbps, told):
    candidacy = begun(client)
    url = reverse("applications:preview", args=[candidacy.pk, "classes"])
    html = client.post(url, row(0, "6e A", mbps)).content.decode()
    assert ("au moins 20 Mb/s dans chaque classe" in html) is told
    assert stored(candidacy) == []


def test_a_class_is_added_duplicated_and_removed_without_javascript(client):
    candidacy = begun(client)
    html = post_step(client, candidacy, "classes", "add", **row(0, "6e A", "35")).content.decode()
    assert "Supprimer la classe 2" in html
    post_step(client, candidacy, "classes", "duplicate-0", **row(0, "6e A", "35"))
    assert stored(candidacy) == [("6e A", 35), ("6e A", 35)]
    post_step(client, candidacy, "classes", "remove-1", **(row(0, "6e A", "35") | row(1, "6e A", "35")))
    assert stored(candidacy) == [("6e A", 35)]


def test_an_act_on_a_row_that_does_not_exist_only_saves(client):
    candidacy = begun(client)
    assert post_step(client, candidacy, "classes", "remove-7", **row(0, "6e A", "35")).status_code == 200
    assert stored(candidacy) == [("6e A", 35)]


def test_a_wrong_rate_names_its_field_and_the_other_class_is_saved(client):
    candidacy = begun(client)
    rows = row(0, "6e A", "rapide") | row(1, "5e B", "40")
    html = post_step(client, candidacy, "classes", **rows).content.decode()
    assert 'href="#div_id_classes-0-mbps"' in html
    assert "Écrivez un débit en Mb/s, par exemple 35 ou 18,5." in html
    assert stored(candidacy) == [("5e B", 40)]


def test_the_finding_of_a_class_leads_to_its_field(client):
    candidacy = begun(client)
    post_step(client, candidacy, "classes", **row(0, "6e A", "12"))
    html = client.get(step_url(candidacy, "classes")).content.decode()
    assert f'href="{step_url(candidacy, "classes")}#div_id_classes-0-mbps"' in html
    assert 'id="div_id_classes-0-mbps"' in html


def test_the_page_asks_the_same_queries_for_one_class_and_for_many(client):
    candidacy = begun(client)
    project = candidacy.projects.get()
    ConnectedClassFactory(project=project)
    one = queries(client, step_url(candidacy, "classes"))
    for _ in range(5):
        ConnectedClassFactory(project=project)
    assert queries(client, step_url(candidacy, "classes")) == one
