"""What the worker does by itself, at regular times."""

from celery import shared_task
from django.utils import timezone

from .domain import correction_reminders, reminders


@shared_task(name="applications.remind_drafts")
def remind_drafts() -> None:
    """Tell the porteurs of drafts that the closing is near."""
    reminders.remind(at=timezone.now())


@shared_task(name="applications.remind_corrections")
def remind_corrections() -> None:
    """Write about the corrections whose deadline is near, or passed."""
    correction_reminders.remind_all(at=timezone.now())
