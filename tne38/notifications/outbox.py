"""A message is recorded with the change that caused it, then delivered by the worker."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from tne38.core import files, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import StoredFile

from .models import Message

log = logging.getLogger("tne38.notifications")
MAXIMUM_ATTEMPTS = 8
# A worker that died while sending leaves its message here; the risk is one e-mail too many.
SENDING_LASTS_AT_MOST = timedelta(minutes=10)


@dataclass(frozen=True)
class Notice:
    """What to write, before it is known to whom."""

    kind: str
    subject: str
    body: str
    reference: str = ""
    attachment: StoredFile | None = None


def queue(notice: Notice, recipients: Iterable[str], *, key: str) -> list[Message]:
    """Record one message per address, in the current transaction; empty and repeated addresses are left out.

    `key` names the cause (« acknowledgement:12 »): the same cause never writes twice to an address.
    """
    messages = []
    for address in dict.fromkeys(text.strip().lower() for text in recipients):
        if not address:
            continue
        message, created = Message.objects.get_or_create(
            key=f"{key}:{address}"[:160],
            defaults={
                "kind": notice.kind,
                "recipient": address,
                "subject": notice.subject[:200],
                "body": notice.body,
                "reference": notice.reference,
                "attachment": notice.attachment,
            },
        )
        if created:
            messages.append(message)
            transaction.on_commit(lambda pk=message.pk: hand_over(pk))
    return messages


def hand_over(message_id: int) -> None:
    """Give the message's id to the queue; when the broker is down, the sweep does it later."""
    from .tasks import deliver_message

    try:
        deliver_message.delay(message_id)
    except Exception:
        log.warning("message %s waits for the sweep: the queue does not answer", message_id, exc_info=True)


def deliver(message_id: int) -> bool:
    """Send one pending message; False when another worker has it or when the mail server refuses."""
    now = timezone.now()
    pending = Message.objects.filter(pk=message_id, state=Message.State.PENDING)
    claimed = pending.update(state=Message.State.SENDING, next_attempt_at=now + SENDING_LASTS_AT_MOST)
    if not claimed:
        return False
    message = Message.objects.select_related("attachment").get(pk=message_id)
    message.attempts += 1
    try:
        _email(message).send()
    except Exception as error:
        message.last_error = f"{type(error).__name__} : {error}"
        exhausted = message.attempts >= MAXIMUM_ATTEMPTS
        message.state = Message.State.FAILED if exhausted else Message.State.PENDING
        message.next_attempt_at = timezone.now() + timedelta(minutes=2**message.attempts)
        message.save()
        log.warning("message %s not sent: %s", message_id, message.last_error)
        return False
    message.state, message.sent_at, message.last_error = Message.State.SENT, timezone.now(), ""
    message.save()
    return True


@transaction.atomic
def retry(message: Message, *, by: Any) -> Message:
    """Send a failed message once more. Raises DomainError « etat » or NotAllowed."""
    if not by.has_perm("notifications.retry_message"):
        raise NotAllowed
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state != Message.State.FAILED:
        raise DomainError("etat", "Ce message n’est pas en échec.")
    message.state, message.next_attempt_at = Message.State.PENDING, timezone.now()
    message.save(update_fields=["state", "next_attempt_at"])
    journal.record("message renvoyé", message, by=by)
    transaction.on_commit(lambda: hand_over(message.pk))
    return message


def _email(message: Message) -> EmailMessage:
    email = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.recipient],
        headers={"Message-ID": f"<tne38-{message.pk}-{message.created_at:%Y%m%d%H%M%S}@tne38>"},
    )
    if message.attachment is not None:
        attachment = message.attachment
        email.attach(attachment.name, files.read(attachment), attachment.content_type)
    return email


def sweep() -> list[int]:
    """Hand over again the messages that are due. Returns their ids."""
    now = timezone.now()
    due = Message.objects.filter(next_attempt_at__lte=now)
    due.filter(state=Message.State.SENDING).update(state=Message.State.PENDING)
    waiting = list(due.filter(state=Message.State.PENDING).order_by("pk").values_list("pk", flat=True)[:500])
    for pk in waiting:
        hand_over(pk)
    return waiting
