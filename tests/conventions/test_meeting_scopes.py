"""A meeting of the commission permanente does not show a dossier to whoever keeps away from it."""

import pytest
from django.urls import reverse

from conventions.domain import report, votes
from conventions.models import PermanentCommission
from tests.agents import invited, sign_in
from tests.conventions import meetings
from tests.factories import MembershipFactory
from tne38.accounts.enums import Role
from tne38.core import files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


def page(meeting: PermanentCommission) -> str:
    return reverse("admin:conventions_permanentcommission_change", args=[meeting.pk])


@pytest.fixture
def tied(client):
    """A member of the commission who acts for the collège of a meeting with a commune; the report is arrested."""
    of_college, of_commune = meetings.two_dossiers()
    user = sign_in(client, Role.COMMISSION)
    for dossier in (of_college, of_commune):
        invited(dossier.call, user)
    MembershipFactory(user=user, organisation=of_college.organisation, role="lecture")
    return user, of_college, of_commune, report.make(meetings.frozen([of_college, of_commune]))


def test_the_row_is_left_out_and_the_totals_keep_it(client, tied):
    _, of_college, of_commune, meeting = tied
    text = client.get(page(meeting)).text
    assert of_commune.number in text
    assert of_college.number not in text
    assert of_college.organisation.name not in text
    assert "1 dossier que vous ne suivez pas n’est pas montré (déport ou lien avec le porteur)" in text
    assert "11\u00a0758,00\u00a0€" in text  # 3 400 + 8 358


def test_the_report_is_read_once_it_is_voted(client, tied):
    user, _, _, meeting = tied
    assert not files.may_open(user, meeting.report)
    assert not files.may_open(user, meeting.annex)
    assert "vous les lirez après le vote" in client.get(page(meeting)).text
    votes.record_result(meeting, meetings.ACT, {}, by=None)
    assert files.may_open(user, meeting.report)
    assert files.may_open(user, meeting.annex)


def test_an_agent_sees_every_dossier_and_the_report(client, tied):
    _, of_college, of_commune, meeting = tied
    user = sign_in(client, Role.INSTRUCTEUR)
    text = client.get(page(meeting)).text
    assert of_college.number in text
    assert of_commune.number in text
    assert "que vous ne suivez pas" not in text
    assert files.may_open(user, meeting.report)
