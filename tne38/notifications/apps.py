from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "tne38.notifications"
    label = "notifications"
    verbose_name = "Messages"
