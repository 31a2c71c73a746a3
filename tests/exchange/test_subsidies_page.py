"""The page of the granted subsidies: what the national file holds, what it leaves out and why, the file itself."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse

from applications.models import Organisation
from conventions.omissions import Omission, counts, omissions, totals
from conventions.open_data import export
from tests.agents import queries_of, sign_in
from tests.conventions import stages
from tne38.accounts.enums import Role
from tne38.core.money import french

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]
PAGE, FILE = "/admin/exporter/subventions/", "/admin/exporter/subventions.csv"


def reasons(**chosen) -> dict[str, str]:
    return {row.candidacy.number: row.why for row in omissions(None, **chosen)}


def test_what_is_left_out_is_told_with_its_reason():
    small = stages.notified(stages.college_draft())  # 3 400 €
    waiting = stages.generated(stages.college_draft())
    lapsed = stages.lapsed(stages.college_draft())
    assert reasons(everything=False) == {
        small.candidacy.number: Omission.SMALL,
        waiting.candidacy.number: Omission.NOT_NOTIFIED,
        lapsed.candidacy.number: Omission.GIVEN_BACK,
    }
    assert counts(None, everything=True) == [
        ("Caduque avant tout versement : la subvention n’est plus accordée.", 1),
        ("Convention pas encore notifiée.", 1),
    ]
    assert totals(None, everything=True) == (1, Decimal("3400.00"))
    assert totals(None, everything=False) == (0, Decimal("0.00"))


def test_a_beneficiary_without_siret_is_in_the_file_and_to_be_completed():
    convention = stages.notified(stages.college_draft())
    rows = Organisation.objects.filter(pk=convention.candidacy.organisation_id)
    rows.update(siret="")
    assert reasons(everything=True) == {convention.candidacy.number: Omission.NO_SIRET}
    assert export(everything=True).count == 1


def test_another_call_is_left_aside():
    first, other = (stages.notified(stages.college_draft()).candidacy.call for _ in range(2))
    assert first != other
    assert totals(first, everything=True) == (1, Decimal("3400.00"))
    assert [row.candidacy.call for row in omissions(other, everything=False)] == [other]


def test_the_page_and_its_file(client):
    convention = stages.notified(stages.college_draft())
    call = convention.candidacy.call
    sign_in(client, Role.INSTRUCTEUR)
    page = client.get(PAGE).content.decode()
    assert "Aucune convention notifiée ne dépasse 23\u00a0000" in page
    assert reverse("admin:applications_candidacy_change", args=[convention.candidacy_id]) in page
    asked = {"appel": call.slug, "portee": "toutes"}
    page = client.get(PAGE, asked).content.decode()
    assert french(Decimal("3400.00")) in page
    assert f"{FILE}?appel={call.slug}&amp;portee=toutes" in page
    answer = client.get(FILE, asked)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode() == export(call, everything=True).content
    [told] = csv.DictReader(io.StringIO(answer.content.decode()))
    assert told["montant"] == "3400.00"


def test_what_is_not_understood_chooses_nothing(client):
    stages.notified(stages.college_draft())
    sign_in(client, Role.INSTRUCTEUR)
    answer = client.get(PAGE, {"appel": "inconnu", "portee": "?", "page": "999"})
    assert answer.status_code == 200
    assert "Sélectionnez un choix valide" in answer.content.decode()
    assert client.get(FILE, {"appel": "inconnu"}).content.decode() == export().content


def test_before_the_first_notification(client):
    sign_in(client, Role.GESTIONNAIRE)
    page = client.get(PAGE, {"portee": "toutes"}).content.decode()
    assert "Aucune convention n’est encore notifiée" in page
    assert "Ce qui n’y est pas" not in page


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_it_is_for_agents(client, role):
    sign_in(client, role)
    assert [client.get(path).status_code for path in (PAGE, FILE)] == [403, 403]


def test_the_queries_do_not_depend_on_the_dossiers(client):
    stages.notified(stages.college_draft())
    sign_in(client, Role.INSTRUCTEUR)
    one = queries_of(client, PAGE)
    for _ in range(2):
        stages.generated(stages.college_draft())
    assert queries_of(client, PAGE) == one
