"""The log of e-mails, which is also their queue: a message is a row before it is an e-mail."""

import re

from django.db import models
from django.db.models import Q
from django.utils import timezone

from tne38.core.models import StoredFile

# A link that ends with a long random word opens an account or accepts an invitation.
_SECRET = re.compile(r"(https?://\S+/)[\w-]{24,}(?=/?(?:\s|$))")


def without_secrets(text: str) -> str:
    """A text as others than its recipient may read it."""
    return _SECRET.sub(r"\1[lien personnel]", text)


class Message(models.Model):
    """One e-mail to one address, recorded in the transaction of the act that caused it."""

    class State(models.TextChoices):
        PENDING = "pending", "à envoyer"
        SENDING = "sending", "en cours d’envoi"
        SENT = "sent", "envoyé"
        FAILED = "failed", "en échec"

    kind = models.CharField("nature", max_length=60)
    recipient = models.EmailField("destinataire")
    subject = models.CharField("objet", max_length=200)
    body = models.TextField("texte")
    attachment = models.ForeignKey(
        StoredFile, verbose_name="pièce jointe", null=True, blank=True, on_delete=models.PROTECT
    )
    reference = models.CharField("dossier", max_length=40, blank=True, db_index=True)
    # The same cause never writes twice to the same address.
    key = models.CharField("clé", max_length=160, unique=True)
    state = models.CharField("état", max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField("tentatives", default=0)
    last_error = models.TextField("dernière erreur", blank=True)
    created_at = models.DateTimeField("créé le", default=timezone.now)
    next_attempt_at = models.DateTimeField("prochain essai", default=timezone.now)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta:
        verbose_name = "message"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "next_attempt_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="message_is_dated_when_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
