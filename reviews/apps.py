from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Instruction et décisions"

    def ready(self) -> None:
        from . import (  # noqa: F401  (they register themselves)
            access,
            actions,
            check_actions,
            documents,
            jobs,
            opinion_actions,
            opinion_page,
        )
        from .domain import conformity, envelope, recusals  # noqa: F401
