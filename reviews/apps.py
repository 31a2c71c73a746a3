from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Instruction et décisions"

    def ready(self) -> None:
        from . import actions, jobs  # noqa: F401  (they register themselves)
        from .domain import envelope  # noqa: F401
