"""The types of files that people may send: what they are called, how a name is made safe."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

LONGEST_NAME = 120
_UNSAFE = re.compile(r'[<>:"/\\|?*]')


@dataclass(frozen=True)
class FileType:
    """A type as people name it, as the web names it, and the endings of its names; the first is the usual one."""

    label: str
    content_type: str
    endings: tuple[str, ...]


PDF = FileType("PDF", "application/pdf", ("pdf",))
JPEG = FileType("JPEG", "image/jpeg", ("jpg", "jpeg"))
PNG = FileType("PNG", "image/png", ("png",))
ODT = FileType("ODT", "application/vnd.oasis.opendocument.text", ("odt",))
ODS = FileType("ODS", "application/vnd.oasis.opendocument.spreadsheet", ("ods",))
DOCX = FileType("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
XLSX = FileType("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
ACCEPTED = (PDF, JPEG, PNG, ODT, ODS, DOCX, XLSX)

_by_content_type = {kind.content_type: kind for kind in ACCEPTED}


def label_of(content_type: str) -> str:
    """« PDF »; « fichier » for a type that nobody sends."""
    kind = _by_content_type.get(content_type)
    return kind.label if kind else "fichier"


def clean_name(name: str, content_type: str) -> str:
    """A name that is safe to show and to save: no folder, no control or invisible sign, no false ending.

    The ending is the one of the content: « devis.exe » that is a PDF becomes « devis.exe.pdf ».
    """
    text = unicodedata.normalize("NFC", name)
    # Control signs, and format signs such as those that reverse the direction of writing.
    text = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    text = PurePosixPath(text.replace("\\", "/")).name
    text = " ".join(_UNSAFE.sub("_", text).split()).rstrip(". ")
    kind = _by_content_type.get(content_type)
    if kind is None:
        return text.strip(". ")[:LONGEST_NAME] or "fichier"
    stem, ending = text, kind.endings[0]
    for known in kind.endings:
        if text.lower().endswith(f".{known}"):
            stem, ending = text[: -len(known) - 1], text[-len(known) :].lower()
    stem = stem[: LONGEST_NAME - len(ending) - 1].strip(". ") or "fichier"
    return f"{stem}.{ending}"
