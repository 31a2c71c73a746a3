"""axe-core finds nothing on the pages of an amendment: the beneficiary's, the agents'."""

from datetime import date

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from conventions.models import Amendment
from tests.conventions import stages
from tests.conventions.amendments import prepared, signed
from tests.factories import MembershipFactory, UserFactory, agent
from tne38.accounts.demo import PASSWORD
from tne38.accounts.enums import Role

from .axe import found_in, sign_in, violations

pytestmark = pytest.mark.browser


def to_sign() -> Amendment:
    return prepared(stages.notified(stages.college_draft()), date(2028, 7, 1), "3000.01")


def test_the_pages_of_an_amendment(browser, live_server, settings):
    settings.DEMO = True
    first, second = to_sign(), signed(to_sign())
    porteur = UserFactory(password=PASSWORD)
    for amendment in (first, second):
        MembershipFactory(organisation=amendment.candidacy.organisation, user=porteur)
    page = browser.new_context(locale="fr-FR").new_page()
    sign_in(page, live_server.url, porteur.email)
    paths = [f"/candidatures/{row.candidacy.pk}/avenant/{row.pk}/" for row in (first, second)]
    assert violations(page, live_server.url, [*paths, f"/candidatures/{first.candidacy.pk}/"]) == []
    page.goto(live_server.url + paths[0])
    page.get_by_role("button", name="Transmettre l’avenant signé").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert found_in(page, "nothing sent") == []
    user = agent(Role.GESTIONNAIRE, password=PASSWORD)
    TOTPDevice.objects.create(user=user, name="essai", confirmed=True)
    page = browser.new_context(locale="fr-FR").new_page()
    sign_in(page, live_server.url, user.email)
    base, third = "/admin/applications/candidacy/", stages.notified(stages.college_draft())
    acts = {
        "enregistrer-avenant-signe": first.candidacy.pk,
        "abandonner-avenant": first.candidacy.pk,
        "notifier-avenant": second.candidacy.pk,
        "preparer-avenant": third.candidacy_id,
    }
    found = [f"{base}{pk}/faire/{slug}/" for slug, pk in acts.items()]
    assert violations(page, live_server.url, [*found, f"{base}{second.candidacy.pk}/change/"]) == []
