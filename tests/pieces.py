"""Small real files of each type, made on the spot, for the tests of the pieces of a dossier."""

import io
import zipfile

import pikepdf
from PIL import Image

from applications.domain.attachments import Sent


def pdf(text: str = "Devis fictif", *, pages: int = 1, **saving) -> bytes:
    """A PDF of empty pages; `text`, its title, makes its bytes differ from another's."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(200, 200))
    document.docinfo["/Title"] = text
    target = io.BytesIO()
    # The same text gives the same bytes; an encrypted PDF cannot promise it.
    document.save(target, deterministic_id="encryption" not in saving, **saving)
    return target.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password to open."""
    return pdf(encryption=pikepdf.Encryption(user="secret", owner="secret"))


def image(kind: str = "JPEG", size: tuple[int, int] = (24, 16), colour: str = "teal") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, kind)
    return target.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in parts.items():
            folder.writestr(name, content)
    return target.getvalue()


def opendocument(kind: str = "text", **more: bytes) -> bytes:
    """An ODT (« text ») or ODS (« spreadsheet »)."""
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
        "META-INF/manifest.xml": b"<manifest/>",
        "content.xml": b"<office:document-content/>",
    }
    return archive({**parts, **more})


def openxml(main: str = "word/document.xml", types: bytes = b"<Types/>", **more: bytes) -> bytes:
    """A DOCX, or an XLSX when its main part is « xl/workbook.xml »."""
    return archive({"[Content_Types].xml": types, main: b"<document/>", **more})


def sent(name: str = "devis.pdf", content: bytes | None = None) -> Sent:
    return Sent.of(name, pdf(name) if content is None else content)
