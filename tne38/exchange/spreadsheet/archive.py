"""What a workbook is before it is opened: a compressed archive that may be too big, or something else."""

import io
import re
import zipfile
import zlib

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 300
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=\"([A-Z0-9:]+)\"")
UTF_16 = {b"\xff\xfe", b"\xfe\xff"}  # the marks with which Excel begins its « Texte Unicode »
NEITHER = "Ce fichier n’est ni un classeur Excel (.xlsx), ni un fichier CSV."
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # .xls, or a workbook protected by a password


class Unreadable(ValueError):
    """The file cannot be read at all, with a sentence for the person who sent it."""


def is_workbook(content: bytes) -> bool:
    return content.startswith(b"PK")


def check(content: bytes) -> None:
    """Raise Unreadable unless the file has a size and a nature that can be read. Cheap: nothing is unpacked."""
    if not content:
        raise Unreadable("Ce fichier est vide.")
    if len(content) > MOST_BYTES:
        raise Unreadable(f"Ce fichier est trop lourd : {MOST_BYTES // 1024 // 1024} Mo au plus.")
    if content.startswith(_OLD_WORKBOOK):
        raise Unreadable(
            "Ce classeur est protégé par un mot de passe, ou d’un ancien format (.xls) : "
            "enregistrez-le au format Excel (.xlsx), sans mot de passe."
        )
    if is_workbook(content):
        _check_archive(content)
    elif b"\x00" in content and content[:2] not in UTF_16:
        raise Unreadable(NEITHER)


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable("Ce fichier est abîmé : il ne s’ouvre pas comme un classeur.") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(
            "Ce classeur est trop volumineux une fois ouvert : copiez les seules lignes utiles dans le modèle."
        )
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise Unreadable("Ce fichier n’est pas un classeur Excel (.xlsx) ni un fichier CSV.")


def merged_cells(content: bytes) -> dict[str, list[str]]:
    """The merged ranges of each part of the workbook that holds a sheet, by the name of the part.

    Also refuses what no spreadsheet writes and a trap does: a part with declarations of its own. The size that
    the archive declares is a limit for what is read of it.
    """
    found: dict[str, list[str]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                text = archive.read(part)
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\x00" in text[:64]:
                    raise Unreadable("Ce classeur contient des déclarations interdites.")
                ranges = [item.decode() for item in _MERGED.findall(text)]
                if ranges:
                    found[part.filename] = ranges
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError):
        raise Unreadable("Ce fichier est abîmé : il ne s’ouvre pas comme un classeur.") from None
    return found
