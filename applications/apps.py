from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Candidatures"

    def ready(self) -> None:
        # They register themselves.
        from . import (  # noqa: F401
            access,
            checks,
            checks_of_pieces,
            correction_actions,
            jobs,
            paper_actions,
            porteur_actions,
            premises,
            question_actions,
            review_actions,
            steps,
        )
        from .domain import members  # noqa: F401
