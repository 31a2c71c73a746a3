from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "tne38.exchange"
    label = "exchange"
    verbose_name = "Échanges de fichiers"
