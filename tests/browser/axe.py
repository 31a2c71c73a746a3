"""Looking at pages with axe-core, in the light and in the dark, narrow and wide."""

import re
import time
from collections.abc import Iterable
from functools import cache

from axe_playwright_python.sync_playwright import Axe
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page

from tne38.accounts.demo import PASSWORD

RUN = """axe.run({
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
}).then(found => found.violations.map(item => [item.id, item.nodes.slice(0, 3).map(node => node.target)]))"""
SETTLE = """Promise.allSettled(document.getAnimations()
    .filter(found => found instanceof CSSTransition).map(found => found.finished))"""
VIEWS = [(1280, "light"), (320, "dark")]


@cache
def axe_script() -> str:
    return Axe().axe_script


def found_in(page: Page, where: str) -> list[str]:
    """What axe finds on the page that is open; one that scrolls sideways is a finding as well."""
    found, size = [], page.viewport_size
    page.wait_for_load_state()
    page.evaluate(axe_script())
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # A colour on its way from one scheme to the other is not the colour of the page.
        page.evaluate(SETTLE)
        name = f"{where} ({width} px, {scheme})"
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{name}: scrolls sideways")
        found += [f"{name}: {rule} {targets}" for rule, targets in page.evaluate(RUN)]
    if size:
        page.set_viewport_size(size)
    return found


def violations(page: Page, portal: str, paths: Iterable[str], *, status: int = 200) -> list[str]:
    """What axe finds, page by page; a page that does not answer is a finding as well."""
    found = []
    for path in paths:
        answer = page.goto(portal + path)
        found += found_in(page, path) if answer.status == status else [f"{path}: {answer.status}"]
    return found


def violations_of(page: Page, portal: str, path: str, html: str) -> list[str]:
    """The same of a page that answers a form just sent: it is shown at its address, with its styles."""
    page.route(portal + path, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(portal + path)
    found = found_in(page, f"{path}, form sent")
    page.unroute(portal + path)
    return found


def sign_in(page: Page, portal: str, email: str) -> None:
    """As a person of the demonstration does, code included."""
    page.goto(f"{portal}/connexion/")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    device = TOTPDevice.objects.filter(user__email=email).first()
    if device:
        totp = TOTP(device.bin_key)
        totp.time = time.time()
        page.get_by_label(re.compile("Code")).fill(f"{totp.token():06d}")
        page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/connexion/" not in url)
