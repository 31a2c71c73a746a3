"""The report of a scan: an agent copies the date of each signature, and is told what is wrong with one."""

from datetime import date

import pytest
from django.urls import reverse

from applications.domain.attachments import Sent
from conventions.domain import scans
from conventions.models import Convention, Scan
from tests.agents import sign_in
from tests.conventions import stages
from tests.conventions.scanning import bound, images_of
from tests.conventions.test_after_the_vote import refused
from tests.factories import agent
from tne38.accounts.enums import Role
from tne38.core import files, journal
from tne38.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def scan() -> Scan:
    """Two conventions of which the second lacks its last page."""
    college = images_of(files.read(stages.generated(stages.college_draft()).file))
    commune = images_of(files.read(stages.generated(stages.commune_draft()).file))
    content = bound([*college, *commune[:-1]])
    return scans.read_scan(scans.add_scan(Sent.of("liasse.pdf", content), by=None))


def field_of(scan: Scan) -> str:
    [copy] = scans.to_date(scan)
    return scans.day_of(copy)


def post(client, scan: Scan, **values):
    return client.post(reverse("admin:conventions_scan_sign", args=[scan.pk]), values, follow=True)


def test_the_date_of_a_whole_copy_is_recorded_from_the_report(client, scan):
    sign_in(client, Role.GESTIONNAIRE)
    page = client.get(reverse("admin:conventions_scan_change", args=[scan.pk])).text
    assert page.count('type="date"') == 1
    assert "à vérifier sur le dossier" in page
    assert "L’acte qui autorise la signature n’est pas déposé." in page
    page = post(client, scan, **{field_of(scan): "2025-06-20"}).text
    assert "Dates de signature enregistrées : 1." in page
    assert "20 juin 2025" in page
    assert "Enregistrer les dates" not in page
    signed = Convention.objects.get(signed_on__isnull=False)
    assert (signed.state, signed.signed_on, signed.candidacy.state) == (
        "signed",
        date(2025, 6, 20),
        "contracted",
    )
    assert journal.history(signed).last().action == "convention signée par le bénéficiaire"


def test_a_wrong_date_is_told_on_its_row_and_kept(client, scan):
    sign_in(client, Role.GESTIONNAIRE)
    page = post(client, scan, **{field_of(scan): "2025-06-05"}).text  # the vote was on 6 June
    assert "Cette date précède le vote (06/06/2025)." in page
    assert 'value="2025-06-05"' in page
    assert f'href="#id_{field_of(scan)}"' in page
    assert "Indiquez au moins une date de signature." in post(client, scan).text
    assert not Convention.objects.filter(signed_on__isnull=False).exists()


def test_an_instructor_reads_the_report_and_dates_nothing(client, scan):
    sign_in(client, Role.INSTRUCTEUR)
    page = client.get(reverse("admin:conventions_scan_change", args=[scan.pk])).text
    assert "Enregistrer les dates" not in page
    assert post(client, scan, **{field_of(scan): "2025-06-20"}).status_code == 403


def test_all_the_dates_are_recorded_or_none(scan):
    copy, other = scan.copies.order_by("pk")
    assert [one.pk for one in scans.to_date(scan)] == [copy.pk]
    day = date(2025, 6, 20)
    assert refused(scans.record_signatures, scan, {copy.pk: day, other.pk: day}, by=None) == "etat"
    with pytest.raises(NotAllowed):
        scans.record_signatures(scan, {copy.pk: day}, by=agent(Role.INSTRUCTEUR))
    assert scans.record_signatures(scan, {copy.pk: day}, by=agent(Role.GESTIONNAIRE)) == 1
    assert scans.to_date(scan) == []
