from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    name = "conventions"
    verbose_name = "Conventions et versements"

    def ready(self) -> None:
        from . import access, actions, documents, jobs  # noqa: F401  (they register themselves)
