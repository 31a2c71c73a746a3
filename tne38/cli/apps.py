from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "tne38.cli"
    label = "cli"
    verbose_name = "Commandes"
