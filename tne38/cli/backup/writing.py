"""Writing a backup: the rows as one moment saw them, then the private files that they name."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core import serializers
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from tne38.core.models import StoredFile

from . import contents, manifest
from .manifest import Item, Manifest


class ExactEncoder(DjangoJSONEncoder):
    """Moments to the microsecond: Django's own encoder cuts them, and the journal's hashes would not match."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def write(folder: Path) -> Manifest:
    """Write the whole portal into a new folder; returns its manifest.

    The folder appears once everything is in it. Private files that are missing or damaged are named in
    `missing`; the rest is kept all the same. Raises FileExistsError when the folder holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    partial = folder.with_name(f"{folder.name}.en-cours")
    shutil.rmtree(partial, ignore_errors=True)
    (partial / manifest.ROWS).mkdir(parents=True)
    tables, stored = _write_rows(partial)
    files, missing = _copy_files(partial, stored)
    written = Manifest(
        made_at=timezone.now().isoformat(timespec="seconds"),
        migrations=contents.applied_migrations(),
        tables=tables,
        files=files,
        missing=missing,
    )
    written.write(partial)
    if folder.exists():
        folder.rmdir()
    partial.rename(folder)
    return written


def _write_rows(folder: Path) -> tuple[dict[str, Item], dict[str, str]]:
    """The tables of the portal, and the private files (name on disk → hash), all of the same moment."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables = {model._meta.label_lower: _write_table(folder, model) for model in contents.kept_models()}
        return tables, dict(StoredFile.objects.values_list("content", "sha256"))


def _write_table(folder: Path, model: type[models.Model]) -> Item:
    path = folder / manifest.ROWS / f"{model._meta.label_lower}.jsonl"
    rows = contents.rows_of(model)
    with path.open("w", encoding="utf-8") as stream:
        serializers.serialize(
            "jsonl", rows.iterator(), stream=stream, cls=ExactEncoder, use_natural_foreign_keys=True
        )
    with path.open("rb") as stream:
        return manifest.described(folder, path, count=sum(1 for line in stream if line.strip()))


def _copy_files(folder: Path, stored: dict[str, str]) -> tuple[dict[str, Item], list[str]]:
    files: dict[str, Item] = {}
    missing: list[str] = []
    for name, sha256 in sorted(stored.items()):
        target = manifest.inside(folder / manifest.FILES, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with default_storage.open(name) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except FileNotFoundError:
            missing.append(name)
            continue
        item = manifest.described(folder, target)
        if item.sha256 == sha256:
            files[name] = item
        else:
            target.unlink()
            missing.append(name)
    return files, missing
