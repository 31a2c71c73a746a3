"""The form of the 1er degré: several écoles in one dossier, filled in, checked and deposited on line."""

import re

import pytest
from django.urls import reverse

from applications.models import OtherFunding
from applications.summary import summary
from tests.factories import UserFactory
from tne38.core import journal

from .journey import queries
from .territory import begun_by_commune, complete, first, grow

pytestmark = pytest.mark.django_db

OF_SCHOOL = ["etablissement", "projet", "formation", "parentalite", "ent", "equipements", "classes"]
FORTY = 40


def url(name: str, candidacy, *args) -> str:
    return reverse(f"applications:{name}", args=[candidacy.pk, *args])


def school_url(project, slug: str, act: str = "step") -> str:
    return reverse(f"applications:school_{act}", args=[project.candidacy_id, project.pk, slug])


def post(client, address: str, **answers):
    return client.post(address, {"action": "continue", **answers})


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_a_draft_opens_on_the_overview_of_its_schools(client):
    candidacy = begun_by_commune(client)
    response = client.get(url("detail", candidacy))
    assert response.url == url("schools", candidacy)
    html = client.get(response.url).content.decode()
    assert "3 écoles, à compléter." in html
    for project in candidacy.projects.all():
        for slug in OF_SCHOOL:
            assert school_url(project, slug) in html


def test_each_school_says_its_own_answers(client):
    candidacy = begun_by_commune(client)
    one, two, _ = candidacy.projects.order_by("position")
    response = post(client, school_url(two, "projet"), description="Lire ensemble")
    assert response.url == school_url(two, "formation")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.description, two.description) == ("", "Lire ensemble")
    assert journal.history(candidacy).last().after["ecole"] == two.school.uai


def test_after_the_last_step_of_a_school_comes_the_overview(client):
    candidacy = begun_by_commune(client)
    project = first(candidacy)
    rows = {"classes-0-stored": "", "classes-0-name": "CP", "classes-0-mbps": "25"}
    assert post(client, school_url(project, "classes"), **rows).url == url("schools", candidacy)
    assert post(client, url("step", candidacy, "financements")).url == url("step", candidacy, "porteur")


def test_a_step_has_one_address(client):
    candidacy = begun_by_commune(client)
    project, other = first(candidacy), first(begun_by_commune(client))
    client.force_login(candidacy.organisation.memberships.get().user)
    wrong = [
        url("step", candidacy, "projet"),  # which école?
        reverse("applications:school_step", args=[candidacy.pk, project.pk, "porteur"]),
        reverse("applications:school_step", args=[candidacy.pk, other.pk, "projet"]),
    ]
    for address in wrong:
        assert client.get(address).status_code == 404, address
        assert post(client, address, description="x").status_code == 404, address


def test_the_porteur_is_a_public_body(client):
    candidacy = begun_by_commune(client)
    html = client.get(url("step", candidacy, "porteur")).content.decode()
    assert "RNA" not in html
    assert "contrat d’engagement" not in html
    siren = candidacy.organisation.siren
    answers = {
        "name": candidacy.organisation.name,
        "siren": f"{siren[:3]} {siren[3:6]} {siren[6:]}",
        "email": "mairie@exemple.test",
        "representative_name": "Maire fictive",
        "representative_title": "Maire",
    }
    assert post(client, url("step", candidacy, "porteur"), **answers).url == url("pieces", candidacy)
    candidacy.organisation.refresh_from_db()
    assert candidacy.organisation.siren == siren
    html = post(client, url("step", candidacy, "porteur"), **{**answers, "siren": "1"}).content.decode()
    assert "Ce SIREN n’est pas valable" in html


def test_what_is_missing_is_grouped_by_school_with_links_to_its_pages(client):
    candidacy = complete(client, 3)
    one, two, three = candidacy.projects.order_by("position")
    for project in (one, two, three):
        project.training, project.description = [], ""
        project.save()
    html = client.get(url("summary", candidacy)).content.decode()
    assert "Le dossier contient 6 champs à corriger" in html
    assert [html.count(f"<h3>{project.school.name}</h3>") for project in (one, two, three)] == [1, 1, 1]
    assert f'{school_url(three, "formation")}#div_id_training"' in html


def test_a_long_dossier_is_folded_school_by_school(client):
    """Four écoles: what is missing and what is said stay on the page, each école behind its name."""
    candidacy = complete(client, 4)
    candidacy.projects.update(training=[], description="")
    candidacy.organisation.email = ""
    candidacy.organisation.save()
    html = client.get(url("summary", candidacy)).content.decode()
    last = candidacy.projects.order_by("position")[3]
    assert f"<summary><h3>{last.school.name} (2)</h3></summary>" in html
    assert f"<summary><h2>{last.school.name}</h2></summary>" in html
    assert "<h3>Pour tout le dossier</h3>" in html
    assert f'{school_url(last, "formation")}#div_id_training"' in html
    assert html.count('<details class="school">') == 4


def test_three_schools_are_read_without_unfolding(client):
    html = client.get(url("summary", complete(client, 3))).content.decode()
    assert '<details class="school">' not in html
    assert "<h2>École n° 03</h2>" in html


def test_the_overview_shows_only_the_schools_to_complete_when_asked(client):
    candidacy = complete(client, 3)
    one, two, _ = candidacy.projects.order_by("position")
    candidacy.projects.filter(pk=two.pk).update(description="")
    assert "3 écoles, dont 2 complètes." in client.get(url("schools", candidacy)).content.decode()
    html = client.get(url("schools", candidacy), {"voir": "a-completer"}).content.decode()
    assert school_url(two, "projet") in html
    assert school_url(one, "projet") not in html


def test_schools_of_the_same_name_are_told_apart(client):
    candidacy = complete(client, 3)
    for project in candidacy.projects.order_by("position")[:2]:
        project.school.name = "École maternelle publique"
        project.school.save()
    names = {section.school for section in summary(candidacy)} - {""}
    uai = [project.school.uai for project in candidacy.projects.order_by("position")]
    twins = {f"École maternelle publique – UAI {code}" for code in uai[:2]}
    assert names == {*twins, "École n° 03"}


def test_the_other_subsidies_are_rows_of_the_dossier(client):
    candidacy = complete(client, 2)
    rows = {
        "financements-0-stored": "",
        "financements-0-funder": "État (DETR)",
        "financements-0-amount": "1 500,50",
        "financements-0-state": "demandee",
    }
    response = post(client, url("step", candidacy, "financements"), **rows)
    assert response.url == url("step", candidacy, "porteur")
    row = OtherFunding.objects.get(candidacy=candidacy)
    assert (row.funder, str(row.amount), row.state) == ("État (DETR)", "1500.50", "demandee")
    said = next(section for section in summary(candidacy) if section.slug == "financements")
    assert said.table.rows == (("État (DETR)", "1\u00a0500,50\u00a0€", "Demandée"),)
    wrong = {**rows, "financements-0-amount": "0"}
    html = post(client, url("step", candidacy, "financements"), **wrong).content.decode()
    assert "Le montant est supérieur à zéro." in html


def test_subsidies_above_four_fifths_are_told_and_stop_nothing(client):
    candidacy = complete(client, 2)  # 6 800 € asked, 4 760 € from us: 680 € may come from others
    rows = {
        "financements-0-stored": "",
        "financements-0-funder": "Région",
        "financements-0-amount": "680",
        "financements-0-state": "obtenue",
    }
    preview = url("preview", candidacy, "financements")
    assert "réduite" not in client.post(preview, rows).content.decode()
    html = text(client.post(preview, {**rows, "financements-0-amount": "780"}).content.decode())
    assert "soit 1 360,00 € (CGCT, art. L1111-10) : la subvention pourra être réduite de 100,00 €" in html
    assert not OtherFunding.objects.exists()
    post(client, url("step", candidacy, "financements"), **{**rows, "financements-0-amount": "780"})
    html = text(client.get(url("summary", candidacy)).content.decode())
    assert "la subvention pourra être réduite de 100,00 €" in html
    assert "Déposer le dossier" in html


def test_the_totals_say_the_whole_dossier_and_this_school(client):
    candidacy = complete(client, 2)
    html = text(client.get(school_url(first(candidacy), "equipements")).content.decode())
    assert "Demandé 6 800,00 €" in html
    assert "Subvention 4 760,00 €" in html
    assert "Dont cette école 2 380,00 €" in html
    assert "Part du porteur 2 040,00 €" in html


def test_a_commune_deposits_three_schools(client):
    candidacy = complete(client, 3)
    response = client.post(url("deposit", candidacy), follow=True)
    candidacy.refresh_from_db()
    assert candidacy.state == "deposited"
    assert f"sous le numéro {candidacy.number}" in response.content.decode()
    assert candidacy.projects.filter(filed=True).count() == 3
    html = client.get(url("summary", candidacy)).content.decode()
    assert [html.count(f"<h2>École n° {rank:02d}</h2>") for rank in (1, 2, 3)] == [1, 1, 1]
    assert client.get(url("schools", candidacy)).url == url("summary", candidacy)


def test_another_applicant_finds_none_of_it(client):
    candidacy = begun_by_commune(client)
    project = first(candidacy)
    pages = [
        url("schools", candidacy),
        url("add_schools", candidacy),
        url("remove_school", candidacy, project.pk),
        url("copy_school", candidacy, project.pk),
        *(school_url(project, slug) for slug in OF_SCHOOL),
    ]
    client.force_login(UserFactory())
    for address in pages:
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in {404, 405}, address


def test_the_summary_goes_school_by_school_then_says_the_porteur_once(client):
    candidacy = begun_by_commune(client, 2)
    found = [(section.school, section.slug) for section in summary(candidacy)]
    assert found == [
        *[("École n° 01", slug) for slug in OF_SCHOOL],
        *[("École n° 02", slug) for slug in OF_SCHOOL],
        ("", "financements"),
        ("", "porteur"),
        ("", "pieces"),
    ]
    labels = [answer.label for section in summary(candidacy) for answer in section.answers]
    assert "Établissement relié à un lycée" not in labels


def test_pages_ask_the_same_queries_for_one_school_and_for_forty(client):
    candidacy = complete(client, 1)
    project = first(candidacy)
    pages = [
        url("schools", candidacy),
        url("summary", candidacy),
        url("add_schools", candidacy),
        url("step", candidacy, "financements"),
        url("step", candidacy, "porteur"),
        url("pieces", candidacy),
        *(school_url(project, slug) for slug in OF_SCHOOL),
        reverse("applications:list"),
    ]
    queries(client, pages[0])  # what is loaded for good
    one = {page: queries(client, page) for page in pages}
    grow(candidacy, FORTY)
    assert {page: queries(client, page) for page in pages} == one
