from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tne38.accounts"
    label = "accounts"
    verbose_name = "Comptes"
