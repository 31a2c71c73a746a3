"""The table of permissions: every address of the admin site and every act on a dossier, for every role.

`permissions.txt` is the table, to be read and reviewed; an address or an act without its line fails here, with the
line to write. « commission » and « ien » are invited to a session of the call; « ailleurs » is a member who is not.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from applications import actions
from applications.domain.extensions import extend_deadline
from applications.models import Candidacy
from tests.agents import invited
from tests.factories import agent
from tne38.accounts.enums import Role

from .addresses import PUBLIC
from .visitors import sign_in
from .walk import every_address
from .world import OWNER, World, build

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("permissions.txt")
ELSEWHERE = "ailleurs"
COLUMNS = [
    OWNER,
    Role.INSTRUCTEUR,
    Role.GESTIONNAIRE,
    Role.COMMISSION,
    ELSEWHERE,
    Role.IEN,
    Role.ADMINISTRATEUR,
]


def written() -> dict[str, list[str]]:
    """The table: what it names, and the answer to each column."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {name: answers for name, *answers in lines}


@pytest.fixture
def world(settings) -> World:
    settings.DEMO = True
    world = build()
    world.people[ELSEWHERE] = agent(Role.COMMISSION)
    invited(world.call, world.people[Role.IEN])
    extend_deadline(
        world.drafts[0], until=timezone.now() + timedelta(days=30), reason="Réseau coupé.", by=None
    )
    return world


def word(client, path: str) -> str:
    """« oui » when the page opens or the act is taken; else the status. What is written is undone."""
    client.raise_request_exception = False
    with transaction.atomic():
        answer = client.get(path)
        if answer.status_code == 405:
            answer = client.post(path)
        if answer.status_code == 302 and answer["Location"].startswith("/admin/login/"):
            answer = client.get(answer["Location"])
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer["Location"] == "/admin/":
        return "404"  # how the admin site says that a row does not exist
    return "oui" if answer.status_code in {200, 302} else str(answer.status_code)


def found(client, world: World, paths: dict[str, list[str]]) -> dict[str, list[str]]:
    """The table as the portal answers it; several answers to one name are joined."""
    rows: dict[str, list[str]] = {name: [] for name in paths}
    for role in COLUMNS:
        sign_in(client, world, role)
        for name, row in rows.items():
            row.append("/".join(dict.fromkeys(word(client, path) for path in paths[name])) or "–")
    return rows


def compare(rows: dict[str, list[str]], prefix: str) -> None:
    """Fail with the lines to write, or to take away."""
    table = {name: answers for name, answers in written().items() if name.startswith(prefix)}
    wrong = [
        f"{name:<50} {' '.join(f'{answer:<7}' for answer in row)}".rstrip()
        for name, row in sorted(rows.items())
        if table.get(name) != row
    ]
    gone = sorted(set(table) - set(rows))
    assert (wrong, gone) == ([], []), "\n".join(["Lines to review in permissions.txt:", *wrong, *gone])


def test_every_address_of_the_admin_site(client, world):
    paths = {
        address.name: address.paths(world)
        for address in every_address()
        if address.name.startswith("admin:") and address.name not in PUBLIC
    }
    compare(found(client, world, paths), "admin:")


def test_every_act_on_a_dossier(client, world):
    """Whether the role may do it: at another stage, the page says that it is too late."""
    dossier = world.deposited[0].pk
    paths = {
        f"acte:{slug}": [reverse("admin:applications_candidacy_act", args=[dossier, slug])]
        for slug in actions._actions
    }
    compare(found(client, world, paths), "acte:")


def test_a_bulk_is_refused_to_whoever_may_not_do_the_act(client, world):
    base, dossier = reverse("admin:applications_candidacy_bulk"), world.deposited[0].pk
    table = written()
    for role, column in zip(COLUMNS, range(len(COLUMNS)), strict=True):
        sign_in(client, world, role)
        for act in (act for act in actions._actions.values() if act.bulk):
            may = table[f"acte:{act.slug}"][column] == "oui"
            answer = word(client, f"{base}?acte={act.slug}&dossier={dossier}")
            assert (answer == "oui") == may, (role, act.slug, answer)


def test_a_member_of_the_commission_sees_the_calls_they_are_invited_to(client, world):
    invited, other = world.people[Role.COMMISSION], world.people[ELSEWHERE]
    deposited = set(Candidacy.objects.deposited().filter(call=world.call))
    assert set(Candidacy.objects.visible_to(invited)) == deposited
    assert set(Candidacy.objects.visible_to(other)) == set()
