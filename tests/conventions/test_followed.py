"""The follow-up page once the money is paid: everything is on it, and each relation is read once."""

import pytest
from django.urls import reverse

from tests.applications.journey import queries
from tests.conventions.recoveries import opened, paid
from tests.factories import MembershipFactory, agent
from tne38.accounts.enums import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


def test_a_paid_dossier_reads_each_relation_once(client):
    convention = paid()
    client.force_login(MembershipFactory(organisation=convention.candidacy.organisation).user)
    url = reverse("applications:detail", args=[convention.candidacy_id])
    assert queries(client, url) <= 27
    html = client.get(url).content.decode()
    assert f"Convention n° {convention.number}" in html
    opened(convention, by=agent(Role.GESTIONNAIRE))
    assert queries(client, url) <= 27  # a recovery adds its letters, not queries
    assert "Reversement envisagé" in client.get(url).content.decode()
