"""Reading the codes of the pages of a scan, whatever way each page was laid."""

from collections.abc import Iterator
from dataclasses import dataclass

_DPI = 200
# The longest side of a drawn page: a page that claims to be a wall is drawn small, not refused.
_LONGEST = 4000


@dataclass(frozen=True)
class ReadCode:
    """A code, and by how many degrees its page is turned clockwise from upright."""

    text: str
    turned: int


def count_pages(content: bytes) -> int:
    """How many pages a PDF has, without drawing any. Raises ValueError for what does not open as one."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        return len(document)
    finally:
        document.close()


def read_pages(content: bytes) -> Iterator[list[ReadCode]]:
    """The codes found on each page of a PDF, in its order; an empty list where none could be read.

    The libraries are imported at the first scan, never when the web server starts.
    """
    import pypdfium2
    import zxingcpp

    document = pypdfium2.PdfDocument(content)
    try:
        for place in range(len(document)):
            page = document[place]
            scale = min(_DPI / 72, _LONGEST / max(*page.get_size(), 1))
            image = page.render(scale=scale, grayscale=True).to_pil()
            page.close()
            yield [
                ReadCode(code.text, _quarter(code.orientation))
                for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
            ]
    finally:
        document.close()


def _quarter(degrees: int) -> int:
    """The nearest quarter turn: scans are a little askew."""
    return round(degrees / 90) % 4 * 90
