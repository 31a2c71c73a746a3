"""Reads a PDF the way a person and a validator would."""

import io
import re

import pikepdf
import pypdf


def text_of(content: bytes) -> str:
    """All the text, on one line, with plain spaces."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def pages_of(content: bytes) -> list[str]:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pages]


def tags_of(content: bytes) -> list[str]:
    """Every structure tag of the document, in reading order."""
    found: list[str] = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _walk(pdf.Root.StructTreeRoot.K, found)
    return found


def _walk(node, found: list[str]) -> None:
    if isinstance(node, pikepdf.Array):
        for child in node:
            _walk(child, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(str(node.S))
        if "/K" in node:
            _walk(node.K, found)


def fonts_of(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """The descriptors of the fonts that the pages use."""
    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    return [font.DescendantFonts[0].FontDescriptor for font in fonts]
