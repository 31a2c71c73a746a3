"""The Celery application: tasks take ids and make one domain call."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tne38.settings.development")

app = Celery("tne38")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
