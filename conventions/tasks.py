"""What the worker does by itself, at regular times."""

from celery import shared_task
from django.utils import timezone

from .domain import lapse_reminders, report_reminders
from .jobs import request_reconciliation


@shared_task(name="conventions.reconcile")
def reconcile() -> None:
    """Control the accounts, so that the page of the envelope tells those of the night."""
    request_reconciliation(by=None)


@shared_task(name="conventions.remind_lapses")
def remind_lapses() -> None:
    """Tell the beneficiaries whose last day to ask for a payment is near."""
    lapse_reminders.remind(at=timezone.now())


@shared_task(name="conventions.remind_reports")
def remind_reports() -> None:
    """Tell the private bodies whose compte rendu financier is due, or late."""
    report_reminders.remind(at=timezone.now())
