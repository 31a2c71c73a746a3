"""A first visit fits an old computer and a slow line: page, styles, fonts and script under 100 KB."""

import gzip
import re
from functools import cache
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from applications.founding_calls import COLLEGES, PRIMARY
from applications.steps import steps_of
from applications.views.addresses import step_url
from tests.applications import journey, territory
from tne38.cli.founding import load_calls
from tne38.pages.guide import STAGES

MAXIMUM = 100_000  # bytes


def files_of(page: str) -> set[str]:
    """What the page loads, and what its styles load."""
    names = set(re.findall(r'/static/([^"]+)"', page))
    for style in [name for name in names if name.endswith(".css")]:
        text = Path(finders.find(style)).read_text()
        names |= {f"vendor/atkinson/{name}" for name in re.findall(r"atkinson/([\w.-]+woff2)", text)}
    return names


@cache
def served(name: str) -> int:
    """The bytes that WhiteNoise sends: fonts and pictures as they are, the rest compressed."""
    content = Path(finders.find(name)).read_bytes()
    return len(content) if name.endswith(".woff2") else len(brotli.compress(content, quality=11))


def weight(page: str) -> int:
    """Everything that a first visit transfers for this page."""
    return len(gzip.compress(page.encode())) + sum(served(name) for name in files_of(page))


PUBLIC = [
    "/",
    "/connexion/",
    "/inscription/",
    f"/appels/{COLLEGES}/",
    f"/appels/{PRIMARY}/",
    "/guide/",
    *(f"/guide/{stage.slug}/" for stage in STAGES),
    "/guide/?q=ecole",
    "/contact/",
    "/plan-du-site/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/conditions-utilisation/",
    "/accessibilite/",
]


@pytest.mark.django_db
def test_a_first_visit_weighs_less_than_100_kb(client):
    load_calls()
    pages = {path: client.get(path) for path in PUBLIC}
    assert {path: page.status_code for path, page in pages.items()} == dict.fromkeys(PUBLIC, 200)
    home = files_of(pages["/"].text)
    assert len([name for name in home if name.endswith(".woff2")]) == 2
    assert any("bootstrap" in name for name in home)
    assert any("htmx" in name for name in home)
    assert [path for path, page in pages.items() if weight(page.text) >= MAXIMUM] == []


def pages_of(client, candidacy) -> list[str]:
    """Every page of a draft, as its porteur meets it."""
    project = candidacy.projects.order_by("pk")[0]
    steps = [step_url(candidacy, step, project) for step in steps_of(candidacy.call)]
    return [*steps, reverse("applications:summary", args=[candidacy.pk])]


@pytest.mark.django_db
@pytest.mark.parametrize("schools", [0, 1, 40])
def test_a_page_of_the_form_weighs_less_than_100_kb_on_a_first_visit(client, schools):
    """Of a collège (0), of a commune with one école, with forty."""
    candidacy = territory.complete(client, schools) if schools else journey.complete(client)
    paths = [*pages_of(client, candidacy), reverse("applications:list")]
    if schools:
        paths.append(reverse("applications:schools", args=[candidacy.pk]))
    pages = {path: client.get(path) for path in paths}
    assert {path: page.status_code for path, page in pages.items()} == dict.fromkeys(paths, 200)
    assert any("saving.js" in name for name in files_of(pages[paths[0]].text))
    assert [path for path, page in pages.items() if weight(page.text) >= MAXIMUM] == []


def test_no_colour_is_written_outside_the_tokens():
    folder = Path(finders.find("css/tokens.css")).parent
    colour = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)
    strangers = {
        path.name: colour.findall(path.read_text())
        for path in folder.glob("*.css")
        if path.name != "tokens.css" and colour.search(path.read_text())
    }
    assert strangers == {}
