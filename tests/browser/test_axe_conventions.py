"""axe-core finds nothing on the pages of a commission permanente, of a scan and of a convention to sign."""

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from conventions.domain import copies, report, scans
from conventions.models import Convention
from tests.conventions import meetings, stages
from tests.factories import MembershipFactory, UserFactory, agent
from tests.pieces import sent
from tne38.accounts.demo import PASSWORD
from tne38.accounts.enums import Role

from .axe import sign_in, violations

pytestmark = pytest.mark.browser
BASE = "/admin/conventions/permanentcommission/"


def test_the_pages_of_a_meeting(browser, live_server, settings):
    settings.DEMO = True
    frozen = report.make(meetings.frozen([stages.with_quotes(stages.college_draft())]))
    voted = meetings.voted([stages.with_quotes(stages.commune_draft())])
    prepared = meetings.prepared([stages.with_quotes(stages.college_draft())])
    user = agent(Role.GESTIONNAIRE, password=PASSWORD)
    TOTPDevice.objects.create(user=user, name="essai", confirmed=True)
    page = browser.new_context(locale="fr-FR").new_page()
    sign_in(page, live_server.url, user.email)
    paths = [
        BASE,
        f"{BASE}add/",
        *(f"{BASE}{meeting.pk}/change/" for meeting in (prepared, frozen, voted)),
        f"{BASE}{prepared.pk}/modifier/",
        f"{BASE}{frozen.pk}/resultat/",
        f"{BASE}{voted.pk}/dates/",
    ]
    assert violations(page, live_server.url, paths) == []


def answered() -> Convention:
    """A convention that came back with pages that could not be read."""
    convention = stages.generated(stages.commune_draft())
    copies.add_copy(convention, sent("signee.pdf"), by=None)
    return convention


def test_the_pages_of_signed_copies(browser, live_server, settings):
    settings.DEMO = True
    convention = answered()
    scan = scans.read_scan(scans.add_scan(sent("liasse.pdf"), by=None))
    user = agent(Role.GESTIONNAIRE, password=PASSWORD)
    TOTPDevice.objects.create(user=user, name="essai", confirmed=True)
    page = browser.new_context(locale="fr-FR").new_page()
    sign_in(page, live_server.url, user.email)
    base = "/admin/conventions/scan/"
    found = violations(page, live_server.url, [base, f"{base}add/", f"{base}{scan.pk}/change/"])
    porteur = UserFactory(password=PASSWORD)
    MembershipFactory(organisation=convention.candidacy.organisation, user=porteur)
    page = browser.new_context(locale="fr-FR").new_page()
    sign_in(page, live_server.url, porteur.email)
    dossier = f"/candidatures/{convention.candidacy_id}/"
    found += violations(page, live_server.url, [dossier, f"{dossier}convention/"])
    assert found == []
