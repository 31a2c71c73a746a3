"""What a file that somebody sends really is: told by its first bytes, then by opening it.

Neither its name nor the type that the browser announces is believed. A refusal says the way out.
"""

from collections.abc import Callable
from typing import IO

from . import file_opening
from .file_opening import Unreadable
from .file_types import JPEG, PDF, PNG, FileType

__all__ = ["Unreadable", "identify"]

_HEAD = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"GIF8": "une image GIF",
    b"BM": "une image BMP",
    b"II*\x00": "une image TIFF",
    b"MM\x00*": "une image TIFF",
    b"MZ": "un programme",
    b"\x7fELF": "un programme",
    b"Rar!": "une archive RAR",
    b"7z\xbc\xaf": "une archive 7z",
    b"{\\rtf": "un document RTF",
}
_APPLE = {b"heic", b"heix", b"heif", b"mif1", b"hevc", b"msf1"}
EXPECTED = "Envoyez un PDF, une image JPEG ou PNG, ou un document ODT, ODS, DOCX ou XLSX."


def identify(content: IO[bytes]) -> FileType:
    """The type of a file, opened to be sure; leaves it at its start. Raises Unreadable with a French sentence."""
    content.seek(0)
    head = content.read(_HEAD)
    content.seek(0)
    if not head:
        raise Unreadable("le fichier est vide. Vérifiez-le sur votre ordinateur, puis envoyez-le de nouveau.")
    try:
        return _opener(head)(content)
    finally:
        content.seek(0)


def _opener(head: bytes) -> Callable[[IO[bytes]], FileType]:
    """Who opens a file that begins like this."""
    if b"%PDF-" in head:
        return _opened(PDF, file_opening.open_pdf)
    if head.startswith(b"\xff\xd8\xff"):
        return _opened(JPEG, file_opening.open_jpeg)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _opened(PNG, file_opening.open_png)
    if head.startswith(b"PK\x03\x04"):
        return file_opening.open_office
    raise Unreadable(_why_not(head))


def _opened(kind: FileType, opener: Callable[[IO[bytes]], None]) -> Callable[[IO[bytes]], FileType]:
    def open_it(content: IO[bytes]) -> FileType:
        opener(content)
        return kind

    return open_it


def _why_not(head: bytes) -> str:
    """What is said of a file of another type."""
    if head.startswith(_OLE):
        return (
            "c’est un ancien format de bureautique (DOC, XLS), ou un document protégé par un mot de passe. "
            "Enregistrez-le en PDF, sans mot de passe, puis envoyez ce PDF."
        )
    if head[4:8] == b"ftyp" and head[8:12] in _APPLE:
        return (
            "c’est une photo au format HEIC d’un téléphone Apple. Enregistrez-la en JPEG, "
            "ou choisissez le format « Le plus compatible » dans les réglages de l’appareil photo."
        )
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return f"c’est une image WebP. {EXPECTED}"
    for start, name in _OTHERS.items():
        if head.startswith(start):
            return f"c’est {name}. {EXPECTED}"
    return f"ce type de fichier n’est pas accepté. {EXPECTED}"
