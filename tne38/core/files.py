"""Private files: stored with their hash, opened through one checked view."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from .models import StoredFile

Access = Callable[[Any, StoredFile], bool]
_access: dict[str, Access] = {}


def store(content: bytes, *, kind: str, name: str, content_type: str) -> StoredFile:
    """Keep `content` privately and return its row. `kind` decides who may open it (see `opened_by`)."""
    if kind not in _access:
        raise LookupError(f"No rule says who may open a file of kind {kind!r}.")
    row = StoredFile(
        kind=kind,
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    # The name on disk says nothing and cannot collide; the name people see is in the row.
    row.content.save(f"{kind}/{row.pk.hex[:2]}/{row.pk.hex}", ContentFile(content), save=False)
    row.save(force_insert=True)
    return row


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
    """The bytes of a stored file; raises OSError when they no longer match its hash."""
    with file.content.open("rb") as stream:
        content = stream.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise OSError(f"The stored file {file.pk} does not match its hash.")
    return content
