"""The page of the equipment: lines with and without JavaScript, amounts to the cent, nothing written too soon."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from applications.models import Candidacy
from equipment.models import CatalogueItem, Line
from tests.applications.journey import begun, open_call, post_step, queries, step_url
from tests.factories import CatalogueItemFactory, LineFactory, SchoolProjectFactory
from tne38.core import journal

pytestmark = pytest.mark.django_db


def vpi(candidacy: Candidacy) -> CatalogueItem:
    return candidacy.call.catalogue.get(code="VPI")


def row(rank: int, item="", quantity="", unit_price="", stored="") -> dict[str, str]:
    values = {
        "stored": stored,
        "item": getattr(item, "pk", item),
        "quantity": quantity,
        "unit_price": unit_price,
    }
    return {f"equipements-{rank}-{name}": str(value) for name, value in values.items()}


def stored(candidacy: Candidacy) -> list[tuple]:
    lines = Line.objects.filter(project__candidacy=candidacy).order_by("position")
    return [(line.item.code, line.quantity, line.unit_price) for line in lines]


def focused(html: str) -> str:
    """The name of the field that takes the focus when the page arrives."""
    return re.search(r'name="([^"]+)"[^>]* autofocus|autofocus[^>]* name="([^"]+)"', html)[1]


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_lines_are_saved_and_come_back_as_people_write_them(client):
    candidacy = begun(client)
    response = post_step(client, candidacy, "equipements", **row(0, vpi(candidacy), "8", "2 150,50 €"))
    assert response.url == step_url(candidacy, "classes")
    assert stored(candidacy) == [("VPI", 8, Decimal("2150.50"))]
    html = client.get(step_url(candidacy, "equipements")).content.decode()
    assert 'value="2\u00a0150,50"' in html
    assert "toutes taxes comprises (TTC)" in html
    assert "plafond\u00a0: 2\u00a0200\u00a0€" in html


def test_an_article_above_its_cap_leaves_the_rest_to_the_applicant(client):
    candidacy = begun(client)
    post_step(client, candidacy, "equipements", **row(0, vpi(candidacy), "3", "2350,00"))
    html = text(client.get(step_url(candidacy, "equipements")).content.decode())
    assert "Le plafond est de 2 200,00 € TTC par unité : 450,00 € restent à votre charge." in html
    assert "Demandé 7 050,00 €" in html
    assert "Éligible 6 600,00 €" in html
    assert "À votre charge 450,00 €" in html


def test_the_preview_computes_to_the_cent_and_writes_nothing(client):
    candidacy = begun(client)
    project = candidacy.projects.get()
    project.ent_name, project.ent_annual_cost = "ONE", Decimal("1000.01")
    project.save()
    entries = journal.history(candidacy).count()
    url = reverse("applications:preview", args=[candidacy.pk, "equipements"])
    html = text(client.post(url, row(0, vpi(candidacy), "8", "2350,00")).content.decode())
    # 8 × 2 350,00 + 3 × 1 000,01 = 21 800,03 asked; 8 × 2 200,00 + 3 000,03 = 20 600,03 eligible.
    assert "Demandé 21 800,03 €" in html
    assert "Éligible 20 600,03 €" in html
    assert "Département 10 300,02 €" in html
    assert "TNE 10 300,01 €" in html
    assert "Subvention 20 600,03 €" in html
    assert "18 800,00 €" in html
    assert stored(candidacy) == []
    assert journal.history(candidacy).count() == entries


@pytest.mark.parametrize(
    ("quantity", "price", "sentence"),
    [
        (
            "1",
            "35000",
            "La demande ne dépasse pas le seuil de 35 000 €, que votre établissement soit prioritaire ou non.",
        ),
        ("1", "34000,50", "prioritaire ou non (il reste 999,50 € avant ce seuil)."),
        ("1", "35000,01", "mais dépasse de 0,01 € celui de 35 000 € des autres"),
        (
            "1",
            "60000",
            "La demande ne dépasse pas le seuil de 60 000 € des établissements prioritaires, mais",
        ),
        (
            "1",
            "59000",
            "établissements prioritaires (il reste 1 000,00 € avant ce seuil), mais dépasse de 24 000,00 €",
        ),
        (
            "1",
            "60000,01",
            "La demande dépasse de 0,01 € le seuil de 60 000 € des établissements prioritaires",
        ),
    ],
)
def test_the_gauge_says_where_the_request_stands(client, quantity, price, sentence):
    candidacy = begun(client)
    item = CatalogueItemFactory(call=candidacy.call, code="CHER", cap=Decimal("90000"))
    url = reverse("applications:preview", args=[candidacy.pk, "equipements"])
    html = text(client.post(url, row(0, item, quantity, price)).content.decode())
    assert sentence in html


def test_a_line_is_added_and_what_is_right_is_saved(client):
    candidacy = begun(client)
    response = post_step(client, candidacy, "equipements", "add", **row(0, vpi(candidacy), "2", "1700"))
    html = response.content.decode()
    assert response.status_code == 200
    assert stored(candidacy) == [("VPI", 2, Decimal("1700.00"))]
    assert focused(html) == "equipements-1-item"
    assert "Supprimer l’équipement 2" in html


def test_a_line_is_duplicated_after_itself(client):
    candidacy = begun(client)
    other = CatalogueItemFactory(call=candidacy.call, code="ENI", cap=Decimal("3500"))
    rows = row(0, vpi(candidacy), "2", "1700") | row(1, other, "1", "3000")
    html = post_step(client, candidacy, "equipements", "duplicate-0", **rows).content.decode()
    assert [line[0] for line in stored(candidacy)] == ["VPI", "VPI", "ENI"]
    assert focused(html) == "equipements-1-item"


def test_a_line_is_removed(client):
    candidacy = begun(client)
    other = CatalogueItemFactory(call=candidacy.call, code="ENI", cap=Decimal("3500"))
    rows = row(0, vpi(candidacy), "2", "1700") | row(1, other, "1", "3000")
    html = post_step(client, candidacy, "equipements", "remove-0", **rows).content.decode()
    assert stored(candidacy) == [("ENI", 1, Decimal("3000.00"))]
    assert focused(html) == "equipements-0-item"


def test_the_last_line_removed_leaves_a_blank_one(client):
    candidacy = begun(client)
    post_step(client, candidacy, "equipements", **row(0, vpi(candidacy), "2", "1700"))
    html = post_step(
        client, candidacy, "equipements", "remove-0", **row(0, vpi(candidacy), "2", "1700")
    ).content.decode()
    assert stored(candidacy) == []
    assert html.count('class="line"') == 1


def test_a_blank_line_is_neither_right_nor_wrong(client):
    candidacy = begun(client)
    response = post_step(client, candidacy, "equipements", **(row(0, vpi(candidacy), "2", "1700") | row(1)))
    assert response.status_code == 302
    assert len(stored(candidacy)) == 1


def test_a_wrong_line_names_its_field_and_keeps_what_was_stored(client):
    candidacy = begun(client)
    line = LineFactory(project=candidacy.projects.get(), item=vpi(candidacy), quantity=2)
    other = row(1, vpi(candidacy), "1", "1500")
    wrong = row(0, vpi(candidacy), "deux", "0", stored=line.pk)
    html = post_step(client, candidacy, "equipements", **(wrong | other)).content.decode()
    assert 'href="#div_id_equipements-0-quantity"' in html
    assert "Équipement 1, quantité" in html
    assert "Équipement 1, prix unitaire TTC" in html
    assert "Le prix unitaire est supérieur à zéro." in html
    assert 'value="deux"' in html
    assert stored(candidacy) == [("VPI", 2, Decimal("1700.00")), ("VPI", 1, Decimal("1500.00"))]


def test_an_incomplete_line_says_what_to_write(client):
    candidacy = begun(client)
    html = post_step(client, candidacy, "equipements", **row(0, vpi(candidacy))).content.decode()
    assert "Écrivez la quantité, par exemple 6." in html
    assert "Écrivez le prix unitaire, en euros." in html
    assert stored(candidacy) == []


def test_an_article_of_another_call_is_refused(client):
    candidacy = begun(client)
    theirs = CatalogueItemFactory(call=open_call(), code="AUTRE")
    html = post_step(client, candidacy, "equipements", **row(0, theirs, "1", "100")).content.decode()
    assert 'href="#div_id_equipements-0-item"' in html
    assert stored(candidacy) == []


def test_the_lines_of_another_dossier_cannot_be_named(client):
    candidacy = begun(client)
    theirs = LineFactory(project=SchoolProjectFactory())
    post_step(client, candidacy, "equipements", **row(0, vpi(candidacy), "x", "y", stored=theirs.pk))
    assert stored(candidacy) == []


def test_the_autosave_writes_the_lines_that_are_complete_and_waits_for_the_end_of_the_others(client):
    candidacy = begun(client)
    url = reverse("applications:autosave", args=[candidacy.pk, "equipements"])
    html = client.post(url, row(0, vpi(candidacy), "2", "1700") | row(1, vpi(candidacy))).content.decode()
    assert "sauf ce qui reste à corriger ou à compléter" in html
    assert stored(candidacy) == [("VPI", 2, Decimal("1700.00"))]
    key = Line.objects.get(project__candidacy=candidacy).pk
    assert f'name="equipements-0-stored" value="{key}"' in html
    # A quantity rubbed out to type another one: the line keeps what was stored of it.
    client.post(url, row(0, vpi(candidacy), "", "1700", stored=key))
    assert stored(candidacy) == [("VPI", 2, Decimal("1700.00"))]


def test_the_page_asks_the_same_queries_for_one_line_and_for_many(client):
    candidacy = begun(client)
    project = candidacy.projects.get()
    LineFactory(project=project, item=vpi(candidacy))
    url = step_url(candidacy, "equipements")
    one = queries(client, url)
    for rank in range(5):
        LineFactory(
            project=project, item=CatalogueItemFactory(call=candidacy.call, code=f"A{rank}"), position=rank
        )
    assert queries(client, url) == one
