"""The messages about a dossier until the decision: one small class each."""

from collections.abc import Iterator
from typing import Any

from tne38.core import journal
from tne38.core.models import StoredFile
from tne38.notifications.letters import Letter

from .models import Candidacy


class DossierLetter(Letter):
    """A message to those who act for the porteur."""

    def __init__(self, candidacy: Candidacy) -> None:
        super().__init__(str(candidacy))
        self.candidacy = candidacy

    def recipients(self) -> Iterator[str]:
        yield self.candidacy.organisation.email
        members = self.candidacy.organisation.memberships.filter(user__is_active=True)
        yield from members.order_by("pk").values_list("user__email", flat=True)

    def cause(self) -> str:
        """The last act on the dossier: a verdict given again after a second look is told again."""
        last = journal.history(self.candidacy).last()
        return f"{self.reference}:{last.number if last else 0}"

    def context(self) -> dict[str, Any]:
        return {
            "candidacy": self.candidacy,
            "call": self.candidacy.call,
            "organisation": self.candidacy.organisation,
        }


class AcknowledgementSent(DossierLetter):
    """The accusé de réception, to the porteur, to each school and to the Rectorat."""

    kind = "accuse-de-reception"
    subject = "accusé de réception de votre candidature"

    def cause(self) -> str:
        return self.reference

    def recipients(self) -> Iterator[str]:
        yield from super().recipients()
        yield from self.candidacy.projects.values_list("contact_email", flat=True)
        yield self.candidacy.call.rectorat_email

    def attachment(self) -> StoredFile | None:
        return self.candidacy.acknowledgement


class DeclaredConforming(DossierLetter):
    kind = "dossier-conforme"
    subject = "votre dossier est conforme"


class DeclaredNonConforming(DossierLetter):
    kind = "dossier-non-conforme"
    subject = "votre dossier n’est pas conforme"

    def __init__(self, candidacy: Candidacy, *, reason: str) -> None:
        super().__init__(candidacy)
        self.reason = reason

    def context(self) -> dict[str, Any]:
        return {**super().context(), "reason": self.reason}
