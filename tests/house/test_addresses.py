"""A walk over every address for every role: who may come, nothing is written, nothing breaks, the cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tne38.accounts.enums import Role
from tne38.accounts.models import User

from .addresses import OF_A_PORTEUR, PARAMETERS, PUBLIC
from .guard import WroteOnGet, only_reading
from .visitors import sign_in
from .walk import every_address
from .world import OWNER, READER, ROLES, STRANGER, WRITER, build

# Public addresses that show nothing by themselves.
LEADS_ELSEWHERE = {
    "accounts:code",
    "accounts:choose_password",
    "accounts:sign_out",
    "admin:login",
    "admin:logout",
}
SIGN_IN = ("/connexion/", "/admin/login/")
# The walk asks what a document reads, many times over: its layout tells nothing.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


@pytest.fixture
def world(settings):
    settings.DEMO = True  # so that the demonstration's own pages are walked too
    return build()


def visit(client, path: str):
    """The answer to a GET, read to its end, as nothing but SELECT allows it; a crash is an answer 500."""
    client.raise_request_exception = False
    with only_reading():
        return read(client, path)


def read(client, path: str):
    """GET, to the last byte: the test client then closes what was streamed."""
    answer = client.get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def test_the_tables_name_only_addresses_that_exist():
    names = {address.name for address in every_address()}
    assert (PUBLIC | OF_A_PORTEUR | set(PARAMETERS)) - names == set()


@pytest.mark.parametrize("role", ROLES)
def test_get_reads_and_answers(client, world, role):
    sign_in(client, world, role)
    broken = {}
    for address in every_address():
        for path in address.paths(world):
            answer = visit(client, path)
            if answer.status_code >= 500:
                broken[path] = repr(answer.exc_info[1]) if answer.exc_info else answer.status_code
    assert broken == {}


def test_the_anonymous_is_led_to_sign_in(client, world):
    entered = {}
    for address in every_address():
        if address.name in PUBLIC:
            continue
        for path in address.paths(world):
            answers = [visit(client, path), client.post(path)]
            for answer in answers:
                is_led = answer.status_code == 302 and answer["Location"].startswith(
                    ("/connexion/", "/admin/login/")
                )
                if not is_led and answer.status_code not in {401, 403, 404, 405}:
                    entered[path] = (answer.status_code, answer.headers.get("Location"))
            if all(answer.status_code == 405 for answer in answers):
                entered[path] = "neither GET nor POST"
    assert entered == {}


def test_public_addresses_are_open(client, world):
    shut = {}
    for address in every_address():
        if address.name in PUBLIC - LEADS_ELSEWHERE:
            for path in address.paths(world):
                answer = visit(client, path)
                if answer.status_code not in {200, 302} or "/connexion/" in answer.headers.get(
                    "Location", ""
                ):
                    shut[path] = answer.status_code
    assert shut == {}


def test_a_porteur_never_enters_the_dossier_of_another(client, world):
    """Neither to read nor to write: outside `visible_to` it does not exist."""
    sign_in(client, world, STRANGER)
    entered = {}
    for address in every_address():
        if address.belongs_to_a_porteur:
            for path in address.paths(world):
                answers = [visit(client, path).status_code, client.post(path).status_code]
                if not set(answers) <= {403, 404, 405} or set(answers) == {405}:
                    entered[path] = answers
    assert entered == {}


@pytest.mark.parametrize("role", [OWNER, WRITER, READER, STRANGER])
def test_a_porteur_never_enters_the_site_of_the_agents(client, world, role):
    sign_in(client, world, role)
    entered = [
        path
        for address in every_address()
        if address.name.startswith("admin:") and address.name not in PUBLIC
        for path in address.paths(world)
        if visit(client, path).status_code == 200
    ]
    assert entered == []


@pytest.mark.parametrize("role", [OWNER, WRITER, Role.COMMISSION, Role.ADMINISTRATEUR])
def test_a_page_costs_the_same_with_one_row_and_with_three(client, world, role):
    """Lists, and the dossiers with their lines and classes: no query per row."""
    sign_in(client, world, role)
    paths = [path for address in every_address() for path in address.paths(world)]
    for path in paths:
        read(client, path)  # what is loaded for good
    with_one = {path: cost(client, path) for path in paths}
    world.grow()
    world.grow()
    with_three = {path: cost(client, path) for path in paths}
    dearer = {path: (with_one[path], with_three[path]) for path in paths if with_three[path] > with_one[path]}
    assert dearer == {}


def cost(client, path: str) -> int:
    """The queries of a page."""
    with CaptureQueriesContext(connection) as queries:
        read(client, path)
    return len(queries)


# What only someone who manages the porteur does; a member of another role is told that it does not exist.
OF_MANAGERS = {
    "applications:invite",
    "applications:change_member",
    "applications:send_invitation_again",
    "applications:cancel_invitation",
    "applications:add_schools",
    "applications:remove_school",
    "applications:copy_school",
    "applications:delete",
    "applications:withdraw",
}


@pytest.mark.parametrize("role", [WRITER, READER])
def test_the_acts_of_managers_do_not_exist_for_the_other_members(client, world, role):
    sign_in(client, world, role)
    entered = {}
    for address in every_address():
        if address.name in OF_MANAGERS:
            for path in address.paths(world):
                answers = [visit(client, path).status_code, client.post(path).status_code]
                if not set(answers) <= {404, 405} or set(answers) == {405}:
                    entered[path] = answers
    assert entered == {}


@pytest.mark.parametrize("role", ROLES)
def test_paper_forms_are_typed_by_agents_alone(client, world, role):
    """Not the porteur, not the commission: to them the pages and the drafts do not open."""
    sign_in(client, world, role)
    opens = role in {Role.INSTRUCTEUR, Role.GESTIONNAIRE, Role.ADMINISTRATEUR}
    wrong = {}
    for address in every_address():
        if address.name.startswith("applications:paper"):
            for path in address.paths(world):
                status = visit(client, path).status_code
                if (status == 200) != opens:
                    wrong[path] = status
    draft = reverse("applications:summary", args=[world.papers[0].pk])
    if (visit(client, draft).status_code == 200) != opens:
        wrong[draft] = "the draft"
    assert wrong == {}


def test_the_guard_sees_a_write(world):
    with pytest.raises(WroteOnGet), only_reading():
        User.objects.update(full_name="")
