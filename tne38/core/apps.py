from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tne38.core"
    label = "core"
    verbose_name = "Journal, fichiers et traitements"

    def ready(self) -> None:
        from . import scanning  # noqa: F401  (it registers its job)
