from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Candidatures"

    def ready(self) -> None:
        from . import access, checks, jobs, review_actions, steps  # noqa: F401  (they register themselves)
