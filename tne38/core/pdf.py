"""Documents as PDF: tagged for screen readers (PDF/UA-1) and fit for the archives (PDF/A-3a), at once.

WeasyPrint is imported at the first document, never when the web server starts: it costs 0.4 s and 25 MB.
The same template, context and date give the same bytes, with the locked versions and the packaged fonts.
"""

import atexit
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string

from .pdf_codes import PageText, code_each_page
from .pdf_identification import identify
from .text import typeset

STATIC = Path(settings.BASE_DIR) / "static"
FONTS = STATIC / "vendor" / "atkinson"
STYLESHEET = STATIC / "documents" / "document.css"
# Signs that the fonts lack and that another one replaces without loss.
_REPLACED = {
    "\u202f": "\u00a0",  # narrow no-break space
    "\u2010": "-",
    "\u2011": "-",
    "\u2212": "-",
    "\u2009": " ",
    "\u200b": "",
    "\u00ad": "",
}
# Stands for a sign that no packaged font draws; a hole would break the archive.
_UNKNOWN = "?"


class ForbiddenResource(Exception):
    """A template asked for something else than a packaged static file."""


@dataclass(frozen=True)
class JsonAttachment:
    """Data carried inside the document, so that a machine reads what people read."""

    name: str
    data: dict[str, Any]
    description: str

    def content(self) -> bytes:
        return json.dumps(self.data, ensure_ascii=False, indent=1, sort_keys=True).encode()


class _Press(NamedTuple):
    """What all documents of a process share: without it each one costs more time and leaks memory."""

    fonts: Any
    stylesheet: Any
    fetcher: Any


@cache
def _press() -> _Press:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    from .pdf_fetcher import PackagedFiles

    # WeasyPrint frees its fonts with functions that the interpreter has already dropped when it ends.
    atexit.register(_press.cache_clear)
    fonts, fetcher = FontConfiguration(), PackagedFiles(STATIC)
    return _Press(fonts, CSS(filename=STYLESHEET, font_config=fonts, url_fetcher=fetcher), fetcher)


def render(
    template: str,
    context: dict[str, Any],
    *,
    title: str,
    at: datetime,
    attachments: Iterable[JsonAttachment] = (),
    codes: PageText | None = None,
) -> bytes:
    """Make the PDF of `template`, which extends « documents/base.html ».

    `at` dates the document; `codes` gives the text of the code to draw on each page. Raises ForbiddenResource when the template refers to the network or to a file
    that is not packaged with the portal.
    """
    stamp = at.astimezone(UTC).replace(microsecond=0)
    values = {"title": title, "author": settings.DEPARTMENT["name"], "created": f"{stamp:%Y-%m-%dT%H:%M:%SZ}"}
    html = render_to_string(template, {**context, **values})
    return _write(printable(typeset(html)), [_attachment(item, stamp) for item in attachments], codes)


def _write(html: str, attachments: list[Any], codes: PageText | None) -> bytes:
    """The PDF of a whole page of HTML."""
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    press = _press()
    try:
        source = HTML(string=html, base_url=STYLESHEET.as_uri(), url_fetcher=press.fetcher)
        document = source.render(
            font_config=press.fonts, stylesheets=[press.stylesheet], pdf_variant="pdf/a-3a"
        )
        document.metadata.attachments = attachments
        identify(document.metadata)
        finisher = code_each_page(codes) if codes else None
        return document.write_pdf(pdf_variant="pdf/a-3a", finisher=finisher)
    except FatalURLFetchingError as error:  # a BaseException, which would end the worker
        raise ForbiddenResource(str(error)) from error


def _attachment(item: JsonAttachment, stamp: datetime) -> Any:
    from weasyprint import Attachment

    return Attachment(
        string=item.content(),
        name=item.name,
        description=item.description,
        created=stamp,
        modified=stamp,
        relationship="Data",
    )


@cache
def _drawn() -> frozenset[int]:
    """The code points that the packaged fonts draw in every weight."""
    from fontTools.ttLib import TTFont

    coverage = {"400": set(), "700": set()}
    for path in sorted(FONTS.glob("*.woff2")):
        for weight, points in coverage.items():
            if f"-{weight}-" in path.name:
                with TTFont(path) as font:
                    points.update(font.getBestCmap())
    return frozenset(coverage["400"] & coverage["700"]) | frozenset(map(ord, "\n\t"))


def printable(text: str) -> str:
    """The text with only signs that the fonts draw: composed accents, no narrow space, no emoji."""
    composed = unicodedata.normalize("NFC", text)
    for sign in set(composed):
        if ord(sign) not in _drawn() or sign in _REPLACED:
            composed = composed.replace(sign, _REPLACED.get(sign, _UNKNOWN))
    return composed
