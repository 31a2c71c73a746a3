"""What the porteur and the Département write to each other about a deposited dossier."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .attachments import Attachment
from .candidacies import Candidacy

UNREAD = Q(read_at__isnull=True)


class QuestionQuerySet(models.QuerySet["Question"]):
    def unread(self, *, from_porteur: bool) -> "QuestionQuerySet":
        """Those of one side that the other has neither answered nor marked as read."""
        return self.filter(UNREAD, from_porteur=from_porteur)


class Question(models.Model):
    """One message of the thread of a dossier, a question or an answer, with the pieces sent with it."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="questions"
    )
    from_porteur = models.BooleanField("du porteur")
    text = models.TextField("message", max_length=5000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="auteur",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)
    read_at = models.DateTimeField("lu le", null=True)
    attachments = models.ManyToManyField(
        Attachment, verbose_name="pièces", blank=True, related_name="questions"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "message d’un dossier"
        verbose_name_plural = "messages d’un dossier"
        ordering = ["candidacy", "sent_at", "id"]
        indexes = [
            models.Index(fields=["candidacy", "from_porteur"], condition=UNREAD, name="unread_questions")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="question_says_something",
                violation_error_message="Écrivez votre message.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy}, message du {timezone.localtime(self.sent_at):%d/%m/%Y}"

    @property
    def is_unread(self) -> bool:
        return self.read_at is None
