"""Who sees which page of the agents' site."""

import pytest
from django.urls import reverse

from tests.agents import deposited, invited, sign_in
from tests.factories import OrganisationFactory, UserFactory, agent, complete_draft
from tne38.accounts.enums import Role

pytestmark = pytest.mark.django_db
ALL = set(Role)
AGENTS = {Role.INSTRUCTEUR, Role.GESTIONNAIRE, Role.ADMINISTRATEUR}
MANAGERS = {Role.GESTIONNAIRE, Role.ADMINISTRATEUR}
ADMINISTRATION = {Role.ADMINISTRATEUR}

PAGES = {
    "admin:index": ALL,
    "admin:applications_candidacy_changelist": ALL,
    "admin:applications_school_changelist": ALL,
    "admin:applications_commune_changelist": ALL,
    "admin:applications_epci_changelist": ALL,
    "admin:applications_organisation_changelist": ALL,
    "admin:applications_call_changelist": ALL,
    "admin:applications_call_add": ADMINISTRATION,
    "admin:reviews_ranking_changelist": ALL,
    "admin:conventions_convention_changelist": ALL,
    "admin:conventions_permanentcommission_changelist": ALL,
    "admin:conventions_permanentcommission_add": MANAGERS,
    "admin:core_job_changelist": AGENTS,
    "admin:notifications_message_changelist": AGENTS,
    "admin:core_journalentry_changelist": ADMINISTRATION,
    "admin:accounts_user_changelist": ADMINISTRATION,
    "admin:accounts_user_add": ADMINISTRATION,
    "admin:applications_candidacy_add": set(),
    "admin:applications_school_add": set(),
    "admin:core_journalentry_add": set(),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_own_pages(client, role):
    sign_in(client, role)
    opened = {name: client.get(reverse(name)).status_code == 200 for name in PAGES}
    assert opened == {name: role in roles for name, roles in PAGES.items()}


@pytest.mark.parametrize("role", Role)
def test_a_dossier_is_seen_once_deposited_and_never_before(client, role):
    seen, hidden = deposited(), complete_draft()
    invited(seen.call, sign_in(client, role))
    address = "admin:applications_candidacy_change"
    assert client.get(reverse(address, args=[seen.pk])).status_code == 200
    assert client.get(reverse(address, args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_nothing_is_deleted(client, role):
    sign_in(client, role)
    dossier = deposited()
    assert client.post(reverse("admin:applications_candidacy_delete", args=[dossier.pk])).status_code == 403
    assert client.post(reverse("admin:applications_call_delete", args=[dossier.call_id])).status_code == 403


def test_a_superuser_deletes_no_dossier_either(client):
    dossier = deposited()
    root = sign_in(client, Role.ADMINISTRATEUR)
    root.is_superuser = True
    root.save()
    assert client.post(reverse("admin:applications_candidacy_delete", args=[dossier.pk])).status_code == 403


def test_signing_in_happens_on_the_portal(client):
    answer = client.get("/admin/applications/candidacy/", follow=True)
    assert answer.redirect_chain[-1][0] == "/connexion/?next=/admin/applications/candidacy/"


def test_a_porteur_is_refused_and_not_sent_round_in_circles(client):
    client.force_login(UserFactory())
    assert client.get("/admin/", follow=True).status_code == 403


def test_a_manager_without_the_second_factor_is_led_to_it(client):
    client.force_login(agent(Role.GESTIONNAIRE))
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == reverse("accounts:second_factor")


def test_a_closed_account_comes_no_further(client):
    user = sign_in(client, Role.INSTRUCTEUR)
    user.is_active = False
    user.save()
    assert client.get("/admin/").status_code == 302


def test_the_commission_reads_the_contacts_of_the_porteurs_that_it_studies(client):
    studied, other = deposited().organisation, OrganisationFactory(name="OGEC d’ailleurs")
    page = reverse("admin:applications_organisation_changelist")
    sign_in(client, Role.INSTRUCTEUR)
    assert client.get(page).context["cl"].result_count == 2
    user = sign_in(client, Role.COMMISSION)
    assert client.get(page).context["cl"].result_count == 0
    invited(studied.candidacies.get().call, user)
    assert list(client.get(page).context["cl"].result_list) == [studied]
    assert client.get(reverse("admin:applications_organisation_change", args=[other.pk])).status_code == 302
