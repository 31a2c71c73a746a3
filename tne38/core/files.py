"""Private files: stored with their hash, opened through one checked view."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction

from . import scanning
from .errors import DomainError
from .file_types import clean_name
from .models import StoredFile

Access = Callable[[Any, StoredFile], bool]
_access: dict[str, Access] = {}


def store(
    content: bytes | File, *, kind: str, name: str, content_type: str, received: bool = False
) -> StoredFile:
    """Keep `content` privately and return its row. `kind` decides who may open it (see `opened_by`).

    `received`: it comes from outside, so its name is not trusted and the antivirus looks at it when there is one.
    """
    if kind not in _access:
        raise LookupError(f"No rule says who may open a file of kind {kind!r}.")
    stream = ContentFile(content) if isinstance(content, bytes) else content
    row = StoredFile(
        kind=kind,
        name=clean_name(name, content_type) if received else name,
        content_type=content_type,
        size=stream.size,
        sha256=digest(stream),
        scan=StoredFile.Scan.WAITING if received else StoredFile.Scan.OWN,
    )
    # The name on disk says nothing and cannot collide; the name people see is in the row.
    row.content.save(f"{kind}/{row.pk.hex[:2]}/{row.pk.hex}", stream, save=False)
    row.save(force_insert=True)
    if received:
        scanning.request_scan()
    return row


def digest(content: File) -> str:
    """SHA-256 (hexadecimal) of a file, read in pieces from its start and left at its start."""
    found = hashlib.sha256()
    content.seek(0)
    for chunk in content.chunks():
        found.update(chunk)
    content.seek(0)
    return found.hexdigest()


def discard(file: StoredFile) -> None:
    """Erase a file that nothing deposited refers to: its row now, its bytes once that is committed."""
    content = file.content
    file.delete()
    transaction.on_commit(lambda: content.storage.delete(content.name))


def opened_by(kind: str) -> Callable[[Access], Access]:
    """Register the rule that says who may open the files of a kind; without one, nobody may."""

    def register(rule: Access) -> Access:
        _access[kind] = rule
        return rule

    return register


def may_open(user: Any, file: StoredFile) -> bool:
    """Whether this person may read this file; unknown kinds are refused."""
    rule = _access.get(file.kind)
    return rule is not None and bool(user.is_authenticated) and rule(user, file)


def read(file: StoredFile) -> bytes:
    """The bytes of a stored file; raises OSError when they no longer match its hash, DomainError « virus »."""
    if file.is_closed:
        raise DomainError("virus", f"« {file.name} » est fermé : l’antivirus y a trouvé un virus.")
    with file.content.open("rb") as stream:
        content = stream.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise OSError(f"The stored file {file.pk} does not match its hash.")
    return content
