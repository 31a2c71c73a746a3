"""The manifest of a backup: what it holds, and the proof that nothing of it has changed."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

FORMAT = "tne38-sauvegarde-1"
NAME, PROOF = "manifeste.json", "manifeste.sha256"
ROWS, FILES = "lignes", "fichiers"


class UnusableBackup(Exception):
    """The folder is no backup of this portal, or something of it is damaged; the message says what."""


@dataclass(frozen=True)
class Item:
    """A file of the backup: its path inside the folder, its size in bytes, its hash; `count` rows if it holds some."""

    path: str
    size: int
    sha256: str
    count: int = 0


@dataclass(frozen=True)
class Manifest:
    """`tables` maps the label of a model to its rows; `missing` names the private files that were not there."""

    made_at: str
    migrations: dict[str, list[str]]
    tables: dict[str, Item]
    files: dict[str, Item]
    missing: list[str]

    def write(self, folder: Path) -> None:
        text = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text, encoding="utf-8")
        (folder / PROOF).write_text(digest(folder / NAME), encoding="ascii")

    def verify(self, folder: Path) -> None:
        """Raise UnusableBackup for the first file that is not what was written."""
        for item in [*self.tables.values(), *self.files.values()]:
            path = inside(folder, item.path)
            if not path.is_file():
                raise UnusableBackup(f"Sauvegarde endommagée : {item.path} manque.")
            if path.stat().st_size != item.size or digest(path) != item.sha256:
                raise UnusableBackup(f"Sauvegarde endommagée : {item.path} a changé.")


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises UnusableBackup when there is none, or it is not the one written."""
    path, proof = folder / NAME, folder / PROOF
    if not path.is_file() or not proof.is_file():
        raise UnusableBackup(f"{folder} n’est pas une sauvegarde du portail : {NAME} ou {PROOF} manque.")
    if digest(path) != proof.read_text(encoding="ascii").strip():
        raise UnusableBackup(f"Sauvegarde endommagée : {NAME} a changé.")
    data = json.loads(path.read_text(encoding="utf-8"))
    if data.pop("format", None) != FORMAT:
        raise UnusableBackup(f"Cette sauvegarde n’est pas au format « {FORMAT} ».")
    items = {part: {name: Item(**item) for name, item in data[part].items()} for part in ("tables", "files")}
    return Manifest(**{**data, **items})


def inside(folder: Path, path: str) -> Path:
    """A path of the backup. Raises UnusableBackup for one that would lead out of its folder."""
    relative = PurePosixPath(path)
    if relative.is_absolute() or ".." in relative.parts:
        raise UnusableBackup(f"Sauvegarde endommagée : chemin « {path} ».")
    return folder / relative


def digest(path: Path) -> str:
    """The SHA-256 of a file, read in blocks."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def described(folder: Path, path: Path, *, count: int = 0) -> Item:
    """The entry of a file that has just been written."""
    return Item(path.relative_to(folder).as_posix(), path.stat().st_size, digest(path), count)
