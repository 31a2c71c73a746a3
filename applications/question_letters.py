"""A message of the thread of a dossier, as the other side receives it by mail."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from .models import Question
from .notifications import DossierLetter


class QuestionLetter(DossierLetter):
    """Sent once for a message."""

    page = "applications:questions"

    def __init__(self, question: Question) -> None:
        super().__init__(question.candidacy)
        self.question = question

    def cause(self) -> str:
        return f"{self.reference}:{self.question.pk}"

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "question": self.question,
            "pieces": [piece.file.name for piece in self.question.attachments.select_related("file")],
            "address": f"{settings.SITE_URL}{reverse(self.page, args=[self.candidacy.pk])}",
        }


class QuestionFromDepartment(QuestionLetter):
    kind = "message-au-porteur"
    subject = "le Département vous écrit"


class QuestionFromPorteur(QuestionLetter):
    """To the service, and to the agent who wrote last."""

    kind = "message-du-porteur"
    subject = "message du porteur"
    page = "admin:applications_candidacy_change"

    def recipients(self) -> Iterator[str]:
        yield self.candidacy.call.contact_email
        theirs = self.candidacy.questions.filter(from_porteur=False, author__is_active=True)
        if last := theirs.select_related("author").order_by("-sent_at", "-pk").first():
            yield last.author.email
