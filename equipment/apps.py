from django.apps import AppConfig


class EquipmentConfig(AppConfig):
    name = "equipment"
    verbose_name = "Équipements"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (it registers itself)
        from .domain import lines  # noqa: F401
