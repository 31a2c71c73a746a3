"""What a message is: one small class that says to whom it writes, about what, in which text."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.template import Context
from django.template.loader import get_template

from tne38.core.models import StoredFile
from tne38.core.text import typeset

from .models import Message
from .outbox import Notice, queue


class Letter:
    """A message about a dossier. A subclass names its `kind` and its text, templates/mails/<kind>.txt.

    `reference` is the dossier's number: the subject begins with it, so that a mailbox sorts by dossier.
    """

    kind: ClassVar[str]
    subject: ClassVar[str]

    def __init__(self, reference: str) -> None:
        self.reference = reference

    def recipients(self) -> Iterable[str]:
        """The addresses to write to; empty and repeated ones are left out."""
        raise NotImplementedError

    def cause(self) -> str:
        """What makes this message unique: the same cause never writes twice to an address."""
        return self.reference

    def context(self) -> dict[str, Any]:
        """What the text needs besides the dossier's number and the portal's address."""
        return {}

    def title(self) -> str:
        """The subject of the e-mail."""
        return f"{self.reference} – {self.subject}"

    def attachment(self) -> StoredFile | None:
        return None

    def body(self) -> str:
        """The plain text: nothing is escaped, because nothing is HTML."""
        values = {
            "reference": self.reference,
            "site_url": settings.SITE_URL,
            "department": settings.DEPARTMENT,
            **self.context(),
        }
        template: Any = get_template(f"mails/{self.kind}.txt")
        text = template.template.render(Context(values, autoescape=False))
        return typeset(text).strip() + "\n"

    def send(self) -> list[Message]:
        """Record the message in the current transaction; the worker delivers it."""
        notice = Notice(
            kind=self.kind,
            subject=self.title(),
            body=self.body(),
            reference=self.reference,
            attachment=self.attachment(),
        )
        return queue(notice, self.recipients(), key=f"{self.kind}:{self.cause()}")
