from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tne38.core"
    label = "core"
    verbose_name = "Journal, fichiers et traitements"
