from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "tne38.notifications"
    label = "notifications"
    verbose_name = "Messages"

    def ready(self) -> None:
        from . import account_letters  # noqa: F401 (registers itself)
