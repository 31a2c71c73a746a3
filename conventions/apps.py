from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    name = "conventions"
    verbose_name = "Conventions et versements"

    def ready(self) -> None:
        # They register themselves.
        from . import (  # noqa: F401
            access,
            actions,
            deadlines,
            deliveries,
            documents,
            followed,
            identity,
            jobs,
            launch,
        )
        from .amendment import access as amendment_access  # noqa: F401
        from .amendment import nuances as amendment_nuances  # noqa: F401
        from .payment import access as payment_access  # noqa: F401
        from .recovery import access as recovery_access  # noqa: F401
        from .recovery import nuances as recovery_nuances  # noqa: F401
