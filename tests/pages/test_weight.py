"""A first visit fits an old computer and a slow line: page, styles, fonts and script under 100 KB."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

MAXIMUM = 100_000  # bytes


def files_of(page: str) -> set[str]:
    """What the page loads, and what its styles load."""
    names = set(re.findall(r'/static/([^"]+)"', page))
    for style in [name for name in names if name.endswith(".css")]:
        text = Path(finders.find(style)).read_text()
        names |= {f"vendor/atkinson/{name}" for name in re.findall(r"atkinson/([\w.-]+woff2)", text)}
    return names


def served(name: str) -> int:
    """The bytes that WhiteNoise sends: fonts and pictures as they are, the rest compressed."""
    content = Path(finders.find(name)).read_bytes()
    return len(content) if name.endswith(".woff2") else len(brotli.compress(content, quality=11))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/connexion/", "/guide/decouvrir/"])
def test_a_first_visit_weighs_less_than_100_kb(client, path):
    page = client.get(path).text
    files = files_of(page)
    assert len([name for name in files if name.endswith(".woff2")]) == 2
    assert any("bootstrap" in name for name in files)
    weight = len(gzip.compress(page.encode())) + sum(served(name) for name in files)
    assert weight < MAXIMUM


def test_no_colour_is_written_outside_the_tokens():
    folder = Path(finders.find("css/tokens.css")).parent
    colour = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", re.IGNORECASE)
    strangers = {
        path.name: colour.findall(path.read_text())
        for path in folder.glob("*.css")
        if path.name != "tokens.css" and colour.search(path.read_text())
    }
    assert strangers == {}
