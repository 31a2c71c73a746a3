"""Migrations: none is missing, and their foreign keys only point backwards in the order of the apps."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

ORDER = [
    "contenttypes",
    "auth",
    "core",
    "accounts",
    "notifications",
    "applications",
    "equipment",
    "reviews",
    "conventions",
    "exchange",
    "pages",
    "cli",
]


def relations():
    """Every foreign key and many-to-many of the migrated state: (app, field, app it points to)."""
    state = MigrationLoader(connection, replace_migrations=True).project_state()
    for (app, model), found in state.models.items():
        for name, field in found.fields.items():
            if field.is_relation and app in ORDER:
                yield app, f"{model}.{name}", field.remote_field.model


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


@pytest.mark.django_db
def test_foreign_keys_only_point_backwards():
    rows = list(relations())
    assert len(rows) > 20
    forwards = [
        f"{app}.{field} → {target}"
        for app, field, target in rows
        if ORDER.index(target.split(".")[0]) > ORDER.index(app)
    ]
    assert forwards == []


def test_every_app_of_ours_has_its_place_in_the_order():
    ours = {config.label for config in apps.get_app_configs() if ".venv" not in config.path}
    assert ours - set(ORDER) <= {"admin"}
