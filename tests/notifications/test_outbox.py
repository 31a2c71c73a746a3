"""Messages: recorded with the act, sent once, tried again, never lost."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from tne38.notifications import outbox
from tne38.notifications.models import Message
from tne38.notifications.outbox import Notice

pytestmark = pytest.mark.django_db
NOTICE = Notice("essai", "38-2025-0001 – essai", "Bonjour.", reference="38-2025-0001")


def test_a_message_is_recorded_then_sent_once():
    message = outbox.queue(NOTICE, ["mairie@exemple.test"], key="essai:1")[0]
    assert message.state == Message.State.PENDING
    assert outbox.deliver(message.pk) is True
    assert outbox.deliver(message.pk) is False
    assert [(sent.subject, sent.to) for sent in mail.outbox] == [
        ("38-2025-0001 – essai", ["mairie@exemple.test"])
    ]
    message.refresh_from_db()
    assert message.state == Message.State.SENT


def test_the_same_cause_writes_once_to_an_address():
    outbox.queue(NOTICE, ["a@exemple.test", "A@exemple.test ", "", "b@exemple.test"], key="essai:1")
    outbox.queue(NOTICE, ["a@exemple.test"], key="essai:1")
    assert sorted(Message.objects.values_list("recipient", flat=True)) == ["a@exemple.test", "b@exemple.test"]


def test_a_message_goes_with_the_transaction_that_caused_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.queue(NOTICE, ["a@exemple.test"], key="essai:1")
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_a_mail_server_that_refuses_is_asked_again_later(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nothing listens there
    message = outbox.queue(NOTICE, ["a@exemple.test"], key="essai:1")[0]
    assert outbox.deliver(message.pk) is False
    message.refresh_from_db()
    assert (message.state, message.attempts) == (Message.State.PENDING, 1)
    assert "refused" in message.last_error
    assert message.next_attempt_at > timezone.now() + timedelta(minutes=1)
    assert message.pk not in outbox.sweep()


def test_a_message_fails_for_good_after_eight_attempts(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message = outbox.queue(NOTICE, ["a@exemple.test"], key="essai:1")[0]
    Message.objects.filter(pk=message.pk).update(attempts=7)
    outbox.deliver(message.pk)
    message.refresh_from_db()
    assert message.state == Message.State.FAILED


def test_the_sweep_takes_over_what_a_dead_worker_was_sending():
    message = outbox.queue(NOTICE, ["a@exemple.test"], key="essai:1")[0]
    Message.objects.filter(pk=message.pk).update(
        state=Message.State.SENDING, next_attempt_at=timezone.now() - timedelta(seconds=1)
    )
    assert outbox.sweep() == [message.pk]
    assert outbox.deliver(message.pk) is True
