"""What a document may load and what it may print."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from tests.conventions.reading import text_of
from tne38.core import pdf
from tne38.core.text import typeset

AT = datetime(2025, 6, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def printed(tmp_path, settings):
    """Write the body of a one-page document and render it."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]

    def render(body: str, **context: object) -> bytes:
        source = '{% extends "documents/base.html" %}{% block content %}' + body + "{% endblock %}"
        Path(tmp_path / "page.html").write_text(source, encoding="utf-8")
        return pdf.render("page.html", context, title="Un essai", at=AT)

    return render


@pytest.mark.parametrize(
    "address",
    [
        "https://exemple.test/logo.png",
        "file:///etc/passwd",
        "../../manage.py",
        "../css/../../pyproject.toml",
        "data:image/png;base64,AAAA",
        "file://exemple.test/partage/logo.png",
    ],
)
def test_nothing_is_loaded_from_elsewhere(printed, address):
    with pytest.raises(pdf.ForbiddenResource):
        printed(f'<p><img src="{address}" alt="essai"></p>')


def test_what_a_person_typed_is_text_not_html(printed):
    text = text_of(printed("<p>{{ name }}</p>", name='<img src="file:///etc/passwd"> & <b>gras</b>'))
    assert '<img src="file:///etc/passwd"> & <b>gras</b>' in text


def test_the_date_of_the_document_is_the_one_given(printed):
    with pikepdf.open(io.BytesIO(printed("<p>essai</p>"))) as document:
        assert str(document.docinfo.CreationDate) == "D:20250610090000Z"


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("e\u0301cole", "école"),
        ("1\u202f000", "1\u00a0000"),
        ("peut\u2011être", "peut-être"),
        ("Škoda ő", "Škoda ő"),
        ("bravo 🎉 \x07", "bravo ? ?"),
    ],
)
def test_only_signs_that_the_fonts_draw_are_printed(typed, drawn):
    assert pdf.printable(typed) == drawn


def test_signs_keep_with_their_word():
    assert typeset("le n° 12 : « oui » ; 5 %") == "le n°_12_: «_oui_»_; 5_%".replace("_", "\u00a0")
    assert typeset("a :b") == "a :b"
