"""Restoring a backup into a portal that has just been migrated: all of it, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.core.serializers.base import DeserializedObject
from django.db import connection, transaction

from . import contents, manifest
from .manifest import Item, Manifest, UnusableBackup


class PortalInUse(Exception):
    """The portal already holds something: the message names the tables."""


def restore(folder: Path) -> Manifest:
    """Put a backup into this portal, which must be empty; returns its manifest.

    Everything is verified before anything is written. Raises UnusableBackup, PortalInUse.
    """
    found = manifest.read(folder)
    _require_same_tables(found)
    found.verify(folder)
    if busy := contents.occupied():
        raise PortalInUse(f"Le portail n’est pas vide ({', '.join(busy[:3])}).")
    with _copied_files(folder, found), transaction.atomic():
        for label in contents.SEEDED:
            contents.rows_of(apps.get_model(label)).delete()
        waiting = [row for label, item in found.tables.items() for row in _load(folder, label, item)]
        for row in waiting:
            row.save_deferred_fields()
        _continue_sequences()
    return found


def _require_same_tables(found: Manifest) -> None:
    here, there = contents.applied_migrations(), found.migrations
    if here == there:
        return
    different = [app for app in sorted(here.keys() | there.keys()) if here.get(app) != there.get(app)]
    raise UnusableBackup(
        f"Cette sauvegarde vient d’une autre version du portail (migrations de {', '.join(different)}) : "
        "restaurez-la avec la version qui l’a faite, puis mettez à jour."
    )


def _load(folder: Path, label: str, item: Item) -> list[DeserializedObject]:
    """Write the rows of one table as they were; returns those that name a row of a table to come."""
    waiting = []
    with manifest.inside(folder, item.path).open(encoding="utf-8") as stream:
        for row in serializers.deserialize("jsonl", stream, handle_forward_references=True):
            row.save()
            if row.deferred_fields:
                waiting.append(row)
    count = contents.rows_of(apps.get_model(label)).count()
    if count != item.count:
        raise UnusableBackup(
            f"Sauvegarde endommagée : {item.count} lignes attendues dans {label}, {count} lues."
        )
    return waiting


def _continue_sequences() -> None:
    """The next row of each table takes the number after the last one restored."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(contents.kept_models()))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def _copied_files(folder: Path, found: Manifest) -> Iterator[None]:
    """The private files at their place; taken away again when the rows cannot be written."""
    copied: list[str] = []
    try:
        for name, item in found.files.items():
            if default_storage.exists(name):
                raise PortalInUse(f"Le portail n’est pas vide (fichier {name}).")
            with manifest.inside(folder, item.path).open("rb") as source:
                copied.append(default_storage.save(name, File(source)))
        yield
    except BaseException:
        for name in copied:
            default_storage.delete(name)
        raise
