"""The list of dossiers and the first page cost the same with three dossiers and with a thousand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.enums import OrganisationKind
from applications.models import Call, Candidacy, Organisation, SchoolProject
from tests.agents import IN_TIME, queries_of, sign_in
from tests.factories import CallFactory, SchoolFactory
from tne38.accounts.enums import Role

pytestmark = pytest.mark.django_db
LIST = reverse("admin:applications_candidacy_changelist")
PATHS = [
    "/admin/",
    LIST,
    f"{LIST}?travail=a-instruire",
    f"{LIST}?travail=a-instruire&p=2",
    f"{LIST}?etat=conforming&q=fictif",
]


def many(call: Call, first: int, count: int) -> None:
    """Deposited dossiers, one in three conforming, written in four queries: the pages read them, nothing more."""
    porteurs = Organisation.objects.bulk_create(
        Organisation(kind=OrganisationKind.OGEC, name=f"OGEC fictif {first + rank}") for rank in range(count)
    )
    dossiers = Candidacy.objects.bulk_create(
        Candidacy(
            call=call,
            organisation=porteur,
            number=f"38-2025-{first + rank:04d}",
            state="conforming" if rank % 3 == 0 else "deposited",
            deposited_at=IN_TIME + timedelta(seconds=rank),
            frozen=call.terms.as_data(),
            search_text=f"ogec fictif {first + rank}",
        )
        for rank, porteur in enumerate(porteurs)
    )
    school = SchoolFactory()
    SchoolProject.objects.bulk_create(
        SchoolProject(candidacy=dossier, call=call, school=school, filed=False) for dossier in dossiers
    )


@pytest.mark.parametrize("role", [Role.INSTRUCTEUR, Role.GESTIONNAIRE, Role.ADMINISTRATEUR])
def test_the_work_lists_cost_the_same_with_three_dossiers_and_with_a_thousand(client, role):
    sign_in(client, role)
    call = CallFactory()
    many(call, 1, 3)
    few = {path: queries_of(client, path) for path in PATHS}
    many(call, 4, 997)
    assert Candidacy.objects.count() == 1000
    with_many = {path: queries_of(client, path) for path in PATHS}
    # A second page asks for nothing more; the one of three dossiers was the first again.
    assert with_many == few
    assert max(few.values()) <= 13
