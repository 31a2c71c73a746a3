"""Who reaches what: another applicant finds nothing, a reader writes nothing, a stranger signs in."""

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.domain.review import declare_conforming
from applications.domain.submission import submit
from applications.enums import MembershipRole
from tests.factories import MembershipFactory, UserFactory, agent
from tne38.core.models import JournalEntry

from .journey import complete, open_call, post_step, step_url

pytestmark = pytest.mark.django_db

PAGES = ["detail", "documents", "delete", "withdraw", "summary"]


def addresses(candidacy) -> list[tuple[str, str]]:
    """Every address of a dossier, with the method it takes."""
    pk = candidacy.pk
    found = [("get", reverse(f"applications:{name}", args=[pk])) for name in PAGES]
    found += [
        ("post", reverse(f"applications:{name}", args=[pk])) for name in ("delete", "withdraw", "deposit")
    ]
    for slug in ("etablissement", "equipements", "classes"):
        found += [("get", step_url(candidacy, slug)), ("post", step_url(candidacy, slug))]
        found += [
            ("post", reverse(f"applications:{name}", args=[pk, slug])) for name in ("preview", "autosave")
        ]
    return found


@pytest.mark.parametrize("deposited", [False, True])
def test_another_applicant_finds_nothing(client, deposited):
    candidacy = complete(client)
    if deposited:
        submit(candidacy, by=None, at=timezone.now())
    client.force_login(UserFactory())
    before = JournalEntry.objects.count()
    for method, url in addresses(candidacy):
        assert getattr(client, method)(url).status_code == 404, f"{method} {url}"
    assert JournalEntry.objects.count() == before


def test_a_stranger_is_led_to_the_sign_in_page(client):
    candidacy = complete(client)
    client.logout()
    urls = [*addresses(candidacy), ("get", reverse("applications:list"))]
    for method, url in urls:
        response = getattr(client, method)(url)
        assert response.status_code == 302, f"{method} {url}"
        assert response.url.startswith("/connexion/")


def test_someone_who_may_only_read_reads(client):
    candidacy = complete(client)
    reader = MembershipFactory(organisation=candidacy.organisation, role=MembershipRole.READER).user
    client.force_login(reader)
    assert client.get(step_url(candidacy, "projet")).url == reverse(
        "applications:summary", args=[candidacy.pk]
    )
    assert post_step(client, candidacy, "projet", description="Autre").status_code == 302
    assert candidacy.projects.get().description != "Autre"
    html = client.get(reverse("applications:summary", args=[candidacy.pk])).content.decode()
    assert "Déposer le dossier" not in html
    assert "Modifier" not in html
    response = client.post(reverse("applications:deposit", args=[candidacy.pk]), follow=True)
    assert "Vous n’avez pas le droit" in response.content.decode()
    candidacy.refresh_from_db()
    assert candidacy.state == "draft"


def test_a_deposited_dossier_is_read_and_no_longer_written(client):
    candidacy = submit(complete(client), by=None, at=timezone.now())
    assert post_step(client, candidacy, "projet", description="Trop tard").status_code == 302
    assert candidacy.projects.get().description != "Trop tard"
    assert client.get(reverse("applications:delete", args=[candidacy.pk])).status_code == 404


def test_an_agent_does_not_see_drafts_and_begins_nothing(client):
    candidacy = complete(client)
    client.force_login(agent())
    assert client.get(reverse("applications:detail", args=[candidacy.pk])).status_code == 404
    call = open_call()
    assert client.get(reverse("applications:start", args=[call.slug])).status_code == 403


def test_an_agent_sees_the_follow_up_of_a_deposited_dossier(client):
    candidacy = submit(complete(client), by=None, at=timezone.now())
    declare_conforming(candidacy, by=None)
    client.force_login(agent())
    html = client.get(reverse("applications:detail", args=[candidacy.pk])).content.decode()
    assert candidacy.number in html
    assert "Retirer ce dossier" not in html


def test_reading_writes_nothing(client):
    candidacy = complete(client)
    before = (JournalEntry.objects.count(), candidacy.updated_at)
    for method, url in addresses(candidacy):
        if method == "get":
            client.get(url)
    candidacy.refresh_from_db()
    assert (JournalEntry.objects.count(), candidacy.updated_at) == before
