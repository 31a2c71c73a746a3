"""What a backup holds of the database: every table of the portal, but what each database makes for itself."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

# Made by `migrate`, with numbers of their own in each database; rows name them by their natural key.
MADE_BY_DJANGO = {"contenttypes.contenttype", "auth.permission"}
# What is not worth keeping: open sessions, failed sign-ins of the last minutes.
TRANSIENT = {"sessions.session", "axes.accessattempt", "axes.accesslog", "axes.accessfailurelog"}
# A portal just migrated already has these rows: they are replaced.
SEEDED = {"auth.group", "core.journalhead"}


def kept_models() -> Iterator[type[models.Model]]:
    """The models whose rows are kept, in a stable order."""
    for model in apps.get_models():
        if model._meta.managed and model._meta.label_lower not in MADE_BY_DJANGO | TRANSIENT:
            yield model


def rows_of(model: type[models.Model]) -> Any:
    """Every row of a model, in the order of its key, whatever its default manager hides."""
    return model._base_manager.order_by("pk")


def applied_migrations() -> dict[str, list[str]]:
    """The migrations of the database by app: two portals with the same ones have the same tables."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        found.setdefault(app, []).append(name)
    return found


def occupied() -> list[str]:
    """The names of the tables that stop a restoration: those that hold rows of a portal in use."""
    return [
        str(model._meta.verbose_name_plural)
        for model in kept_models()
        if model._meta.label_lower not in SEEDED and rows_of(model).exists()
    ]
