"""axe-core finds nothing on the pages of a recovery: the beneficiary's, the agents'."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from conventions.domain import recoveries
from conventions.models import Recovery
from tests.conventions.recoveries import decided, opened, paid, returned, titled
from tests.factories import MembershipFactory, UserFactory, agent
from tne38.accounts.demo import PASSWORD
from tne38.accounts.enums import Role

from .axe import found_in, sign_in, violations

pytestmark = pytest.mark.browser


def awaited() -> Recovery:
    """The beneficiary still has time to answer."""
    recovery = opened(paid())
    today = timezone.localdate()
    Recovery.objects.filter(pk=recovery.pk).update(opened_on=today, answer_by=today + timedelta(31))
    return recovery


def test_the_pages_of_the_beneficiary(browser, live_server, settings):
    settings.DEMO = True
    porteur = UserFactory(password=PASSWORD)
    to_answer, over = awaited(), returned(titled(decided(opened(paid(number="F-2")), "500.00")))
    for recovery in (to_answer, over):
        MembershipFactory(organisation=recovery.candidacy.organisation, user=porteur)
    page = browser.new_context(locale="fr-FR").new_page()
    sign_in(page, live_server.url, porteur.email)
    paths = [f"/candidatures/{row.candidacy.pk}/reversement/{row.pk}/" for row in (to_answer, over)]
    dossiers = [f"/candidatures/{row.candidacy.pk}/" for row in (to_answer, over)]
    assert violations(page, live_server.url, [*paths, *dossiers]) == []
    page.goto(live_server.url + paths[0])
    page.get_by_role("button", name="Envoyer vos observations").click()
    expect(page.get_by_text("Écrivez vos observations").first).to_be_visible()
    assert found_in(page, "an empty answer") == []
    page.get_by_role("textbox", name="Vos observations").fill("Tout est installé depuis le 30 janvier.")
    page.get_by_label("Je demande à être entendu").check()
    page.get_by_role("button", name="Envoyer vos observations").click()
    expect(page.get_by_text("Vos observations sont envoyées au Département.")).to_be_visible()
    assert found_in(page, "answered") == []


def test_the_pages_of_the_agents(browser, live_server, settings):
    settings.DEMO = True
    to_answer, heard = awaited(), opened(paid(number="F-2"))
    recoveries.answer(heard, text="Tout est installé.", hearing_asked=True, by=None)
    to_decide, untouched = opened(paid(number="F-3")), paid(number="F-4")
    titled_one, called = decided(opened(paid(number="F-5"))), titled(decided(opened(paid(number="F-6"))))
    user = agent(Role.GESTIONNAIRE, password=PASSWORD)
    TOTPDevice.objects.create(user=user, name="essai", confirmed=True)
    page = browser.new_context(locale="fr-FR").new_page()
    sign_in(page, live_server.url, user.email)
    base = "/admin/applications/candidacy/"
    acts = {
        "repondre-reversement": to_answer.candidacy.pk,
        "enregistrer-audition": heard.candidacy.pk,
        "decider-reversement": to_decide.candidacy.pk,
        "ouvrir-reversement": untouched.candidacy_id,
        "enregistrer-titre": titled_one.candidacy.pk,
        "enregistrer-remboursement": called.candidacy.pk,
    }
    paths = [f"{base}{pk}/faire/{slug}/" for slug, pk in acts.items()]
    assert violations(page, live_server.url, [*paths, f"{base}{called.candidacy.pk}/change/"]) == []
