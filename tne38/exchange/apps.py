from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "tne38.exchange"
    label = "exchange"
    verbose_name = "Échanges de fichiers"

    def ready(self) -> None:
        from . import access, jobs  # noqa: F401  (they register themselves)
