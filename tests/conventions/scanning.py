"""Pages as a scanner gives them: images in a PDF, turned, shuffled, without a word of text."""

import io
from collections.abc import Sequence

import pypdfium2
from PIL import Image


def images_of(content: bytes, dpi: int = 150) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(content)
    found = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    document.close()
    return found


def turned(image: Image.Image, degrees: int) -> Image.Image:
    """Turned clockwise."""
    return image.rotate(-degrees, expand=True, fillcolor=255)


def bound(pages: Sequence[Image.Image], dpi: int = 150) -> bytes:
    """One PDF of these pages, as photographs."""
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=list(pages[1:]), resolution=dpi, quality=60)
    return stream.getvalue()
