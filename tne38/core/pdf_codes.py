"""A code on each page of a document, drawn at its foot once the pages are known.

Drawn as plain rectangles marked as an artifact: nothing for a screen reader, nothing that PDF/A refuses.
"""

from collections.abc import Callable
from typing import Any

# Gives the text of the code of a page from its number and how many there are.
PageText = Callable[[int, int], str]
_MM = 72 / 25.4
_SIDE = 15 * _MM
_BOTTOM = 4 * _MM
_WIDTH = 210 * _MM


def code_each_page(text_of: PageText) -> Callable[[Any, Any], None]:
    """A finisher of WeasyPrint's that draws the code of every page."""

    def finish(_document: Any, pdf: Any) -> None:
        from pydyf import Array, Stream

        references = pdf.page_references
        for place, reference in enumerate(references, start=1):
            page = pdf.objects[int(reference.split()[0])]
            drawn = Stream([_drawing(text_of(place, len(references)))])
            pdf.add_object(drawn)
            content = page["Contents"]
            # Before what the page holds, which turns the axes over for itself.
            page["Contents"] = Array(
                [drawn.reference, *(content if isinstance(content, list) else [content])]
            )

    return finish


def _drawing(text: str) -> bytes:
    """The rectangles of a QR code, row by row, in the middle of the foot of an A4 page."""
    import segno

    rows = segno.make(text, error="m", micro=False).matrix
    module, left = _SIDE / len(rows), (_WIDTH - _SIDE) / 2
    found = ["/Artifact BMC", "q", "0 0 0 rg"]
    for place, row in enumerate(rows):
        bottom = _BOTTOM + _SIDE - (place + 1) * module
        found += [
            f"{left + start * module:.3f} {bottom:.3f} {length * module:.3f} {module:.3f} re"
            for start, length in _runs(row)
        ]
    return "\n".join([*found, "f", "Q", "EMC"]).encode()


def _runs(row: Any) -> list[tuple[int, int]]:
    """Where dark modules follow one another: first place and length."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs
