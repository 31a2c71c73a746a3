from django.apps import AppConfig


class EquipmentConfig(AppConfig):
    name = "equipment"
    verbose_name = "Équipements"

    def ready(self) -> None:
        from . import actions, checks, nuances, steps  # noqa: F401  (they register themselves)
        from .domain import accompaniment, deliveries, lines, orders, quotes  # noqa: F401
