"""Opening a file of each accepted type, without trusting it: bounded in memory, no macro, no password."""

import lzma
import warnings
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Any

from .file_types import DOCX, ODS, ODT, XLSX, FileType

MAXIMUM_PIXELS = 120_000_000
# An office document is a ZIP: what it may hold once unfolded, and in how many parts.
MAXIMUM_UNFOLDED = 200_000_000
MAXIMUM_PARTS = 5_000
_BLOCK = 1_000_000


class Unreadable(Exception):
    """A file that is not kept; the sentence, without its subject, says why and the way out."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


DAMAGED = (
    "le fichier est abîmé ou incomplet. Ouvrez-le sur votre ordinateur pour le vérifier, "
    "puis enregistrez-le de nouveau."
)
PROTECTED = "le document est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe, puis envoyez-la."
MACROS = (
    "le document contient des macros, qui ne sont pas acceptées. Enregistrez-le en PDF, puis envoyez ce PDF."
)
TOO_LARGE = "l’image est trop grande. Réduisez ses dimensions, puis envoyez-la de nouveau."
# What the readers of these formats raise on a file that is not what it says.
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    KeyError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


def open_pdf(content: IO[bytes]) -> None:
    """A PDF that opens without a password and has pages."""
    import pikepdf

    try:
        with pikepdf.open(content) as document:
            if len(document.pages) == 0:
                raise Unreadable(
                    "le PDF ne contient aucune page. Enregistrez-le de nouveau, puis envoyez-le."
                )
    except pikepdf.PasswordError:
        raise Unreadable(PROTECTED) from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        raise Unreadable(DAMAGED) from None


def open_jpeg(content: IO[bytes]) -> None:
    """A JPEG decoded to its end, at an eighth of its size so that a large photo costs little memory."""
    with _image(content, "JPEG") as image:
        image.draft("RGB", (image.width // 8 or 1, image.height // 8 or 1))
        _or_damaged(image.load)


def open_png(content: IO[bytes]) -> None:
    """A PNG whose every part matches its checksum."""
    with _image(content, "PNG") as image:
        _or_damaged(image.verify)


def _image(content: IO[bytes], kind: str) -> Any:
    from PIL import Image

    with warnings.catch_warnings():
        # The size is checked here, for all images alike.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = _or_damaged(lambda: Image.open(content, formats=[kind]))
    if image.width * image.height > MAXIMUM_PIXELS:
        raise Unreadable(TOO_LARGE)
    return image


def _or_damaged(act: Callable[[], Any]) -> Any:
    from PIL import Image

    try:
        return act()
    except Image.DecompressionBombError:
        raise Unreadable(TOO_LARGE) from None
    except Exception:  # noqa: BLE001 (a decoder given damaged bytes raises whatever it stumbles on)
        raise Unreadable(DAMAGED) from None


def open_office(content: IO[bytes]) -> FileType:
    """An ODT, ODS, DOCX or XLSX without macro nor password, whose main part is read to its end."""
    try:
        with zipfile.ZipFile(content) as archive:
            _refuse_bombs(archive)
            names = set(archive.namelist())
            kind, main = _opendocument(archive, names) or _openxml(archive, names)
            _read_to_its_end(archive, main)
    except _ZIP_ERRORS:
        raise Unreadable(DAMAGED) from None
    else:
        return kind


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAXIMUM_PARTS or sum(part.file_size for part in parts) > MAXIMUM_UNFOLDED:
        raise Unreadable(
            "le document est trop lourd une fois décompressé. Enregistrez-le en PDF, puis envoyez ce PDF."
        )


def _opendocument(archive: zipfile.ZipFile, names: set[str]) -> tuple[FileType, str] | None:
    if "mimetype" not in names:
        return None
    declared = _small(archive, "mimetype").decode("ascii", "replace").strip()
    kind = {ODT.content_type: ODT, ODS.content_type: ODS}.get(declared)
    if kind is None:
        return None
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Unreadable(MACROS)
    if b"encryption-data" in _small(archive, "META-INF/manifest.xml"):
        raise Unreadable(PROTECTED)
    return kind, "content.xml"


def _openxml(archive: zipfile.ZipFile, names: set[str]) -> tuple[FileType, str]:
    mains = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
    main = next((name for name in mains if name in names), None)
    if main is None or "[Content_Types].xml" not in names:
        raise Unreadable(
            "c’est une archive ZIP, ou un document d’un autre type. Envoyez les fichiers un à un : PDF, JPEG, "
            "PNG, ODT, ODS, DOCX ou XLSX."
        )
    types = _small(archive, "[Content_Types].xml").lower()
    if b"macroenabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(MACROS)
    return mains[main], main


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part that is small in any honest document."""
    with archive.open(name) as part:
        content = part.read(_BLOCK + 1)
    if len(content) > _BLOCK:
        raise Unreadable(DAMAGED)
    return content


def _read_to_its_end(archive: zipfile.ZipFile, name: str) -> None:
    """Read a part block by block: its checksum is verified at its end, its size never exceeds what it announced."""
    with archive.open(name) as part:
        while part.read(_BLOCK):
            pass
