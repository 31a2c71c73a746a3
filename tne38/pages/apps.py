from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "tne38.pages"
    label = "pages"
    verbose_name = "Pages"
