"""axe-core finds nothing on any page of the agents' site, whoever opens it.

The pages are those of the table of permissions: a new address of the site is looked at without being told here.
"""

from collections.abc import Iterable, Iterator

import pytest
from django.conf import settings as portal_settings
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page

from applications import actions
from tests.house.addresses import PUBLIC
from tests.house.visitors import sign_in
from tests.house.walk import every_address
from tests.house.world import World, build
from tne38.accounts.enums import Role

from .axe import violations

pytestmark = pytest.mark.browser
LIST = "/admin/applications/candidacy/"
# Two roles see all the pages between them, the second one those that the first does not open.
# Each opens at least so many, or the walk has lost its way.
PAGES = {Role.ADMINISTRATEUR: 120, Role.COMMISSION: 45}


def addresses(world: World) -> Iterator[str]:
    """The addresses of the site, filled; then the lists as they are filtered, and the acts on several dossiers."""
    for address in every_address():
        if address.name.startswith("admin:") and address.name not in PUBLIC:
            yield from address.paths(world)
    yield from (f"{LIST}?travail=a-instruire", f"{LIST}?q=introuvable")
    chosen = "".join(f"&dossier={dossier.pk}" for dossier in (world.deposited[0], world.conforming[0]))
    for act in (act for act in actions._actions.values() if act.bulk):
        yield f"{LIST}en-lot/?acte={act.slug}{chosen}"
        yield f"{LIST}en-lot/?acte={act.slug}&dossier={world.contracted[0].pk}"


def opened(client: Client, paths: Iterable[str]) -> list[str]:
    """The pages among these addresses that this person opens; an act is looked at on one dossier."""
    client.raise_request_exception = False
    once = {path.split("/faire/")[-1]: path for path in paths}
    return [path for path in once.values() if is_page(client.get(path))]


def is_page(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def page_of(browser, portal: str, client: Client) -> Page:
    """A page of the browser with the session of this client, its second factor included."""
    name = portal_settings.SESSION_COOKIE_NAME
    context = browser.new_context(locale="fr-FR")
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal}])
    return context.new_page()


def test_every_page_of_the_site(browser, live_server, settings):
    settings.DEMO = True
    world, seen, found = build(), set[str](), list[str]()
    for role, least in PAGES.items():
        client = Client()
        sign_in(client, world, role)
        paths = opened(client, addresses(world))
        assert len(paths) >= least
        page = page_of(browser, live_server.url, client)
        found += violations(page, live_server.url, [path for path in paths if path not in seen])
        seen.update(paths)
    assert not found, "\n".join(found)
