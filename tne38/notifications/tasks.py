from celery import shared_task

from . import outbox


@shared_task(name="notifications.deliver_message")
def deliver_message(message_id: int) -> None:
    """Send one message, unless another worker has it."""
    outbox.deliver(message_id)


@shared_task(name="notifications.sweep_messages")
def sweep_messages() -> None:
    """Hand over again the messages that are due."""
    outbox.sweep()
