from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    name = "conventions"
    verbose_name = "Conventions et versements"

    def ready(self) -> None:
        # They register themselves.
        from . import (  # noqa: F401
            access,
            actions,
            amendment_access,
            amendment_nuances,
            deadlines,
            documents,
            followed,
            identity,
            jobs,
            launch,
            payment_access,
            recovery_access,
            recovery_nuances,
        )
