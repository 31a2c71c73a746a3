"""Everything of a dossier in one ZIP, made while it is sent: never whole in memory, never kept on disk."""

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from django.utils import timezone

from tne38.core.models import StoredFile

from .documents import documents_of
from .models import Candidacy
from .pieces import attachments_of
from .recapitulation import file_name, recapitulation_pdf

CHUNK = 64 * 1024


@dataclass(frozen=True)
class Entry:
    """A file of the archive: its name there, what it is, and where its bytes come from."""

    name: str
    title: str
    source: StoredFile | bytes

    def chunks(self) -> Iterator[bytes]:
        if isinstance(self.source, bytes):
            yield self.source
            return
        with self.source.content.open("rb") as stream:
            yield from stream.chunks(CHUNK)


@dataclass(frozen=True)
class Listed:
    """A line of the index."""

    fichier: str
    designation: str
    octets: int
    sha256: str


def entries_of(candidacy: Candidacy, user: Any) -> list[Entry]:
    """The recapitulation, the documents and the pieces that this person may open, in that order, clearly named."""
    found = [Entry(file_name(candidacy), "Récapitulatif du dossier", recapitulation_pdf(candidacy))]
    documents = [("documents", document.title, document.file) for document in documents_of(candidacy, user)]
    pieces = [("pieces", piece.label, piece.file) for piece in attachments_of(candidacy)]
    ranks: Counter[str] = Counter()
    for folder, title, file in [*documents, *pieces]:
        if not file.is_closed:
            ranks[folder] += 1
            found.append(Entry(f"{folder}/{ranks[folder]:02d}-{_safe(file.name)}", title, file))
    return found


def _safe(name: str) -> str:
    """The last part of a name, as every system takes it."""
    return "".join("-" if sign in '<>:"/\\|?*' or ord(sign) < 32 else sign for sign in PurePath(name).name)


class _Outlet:
    """Where the ZIP is written: what was written since the last look is taken and sent."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._written.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def take(self) -> bytes:
        taken, self._written = b"".join(self._written), []
        return taken


def stream(candidacy: Candidacy, entries: Iterable[Entry]) -> Iterator[bytes]:
    """The bytes of the ZIP, a little at a time; its index, with the SHA-256 of each file, comes last."""
    outlet, listed = _Outlet(), []
    moment = timezone.localtime().timetuple()[:6]
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[arg-type]
        for entry in entries:
            found = hashlib.sha256()
            size = 0
            with archive.open(zipfile.ZipInfo(entry.name, moment), "w", force_zip64=True) as target:
                for chunk in entry.chunks():
                    found.update(chunk)
                    size += len(chunk)
                    target.write(chunk)
                    yield outlet.take()
            listed.append(Listed(entry.name, entry.title, size, found.hexdigest()))
        for name, content in _index(candidacy, listed).items():
            archive.writestr(zipfile.ZipInfo(name, moment), content)
    yield outlet.take()


def _index(candidacy: Candidacy, listed: list[Listed]) -> dict[str, str]:
    """The same index to read and to process."""
    made_at = timezone.localtime()
    data = {
        "dossier": candidacy.number,
        "appel": candidacy.call.slug,
        "etabli_le": made_at.isoformat(timespec="seconds"),
        "fichiers": [asdict(one) for one in listed],
    }
    lines = [f"Dossier n° {candidacy.number}, établi le {made_at:%d/%m/%Y à %H h %M}", ""]
    lines += [f"{one.sha256}  {one.fichier}  ({one.designation})" for one in listed]
    lines += ["", "Chaque ligne donne l’empreinte SHA-256 d’un fichier, pour vérifier qu’il n’a pas changé."]
    return {
        "index.json": json.dumps(data, ensure_ascii=False, indent=2) + "\n",
        "index.txt": "\n".join(lines) + "\n",
    }
