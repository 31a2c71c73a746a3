from django.apps import AppConfig


class EquipmentConfig(AppConfig):
    name = "equipment"
    verbose_name = "Équipements"

    def ready(self) -> None:
        from . import checks, steps  # noqa: F401  (they register themselves)
        from .domain import lines  # noqa: F401
