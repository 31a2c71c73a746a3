"""What the worker does by itself, at regular times."""

from celery import shared_task
from django.utils import timezone

from .domain import opinion_reminders


@shared_task(name="reviews.remind_opinions")
def remind_opinions() -> None:
    """Write to the members whose opinions a session to come awaits."""
    opinion_reminders.remind(at=timezone.now())
