"""What the commission decided, told to the porteur."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from applications.notifications import DossierLetter
from tne38.core.models import StoredFile

from .enums import Outcome
from .models import Decision


class DecisionTaken(DossierLetter):
    """One message per outcome, with the letter that notifies the decision."""

    subjects = {
        Outcome.SELECTED: "votre candidature est retenue",
        Outcome.WAITING_LIST: "votre candidature est sur liste d’attente",
        Outcome.REJECTED: "votre candidature n’est pas retenue",
    }
    kinds = {
        Outcome.SELECTED: "candidature-retenue",
        Outcome.WAITING_LIST: "candidature-en-attente",
        Outcome.REJECTED: "candidature-non-retenue",
    }

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.candidacy)
        self.decision = decision
        self.kind = self.kinds[Outcome(decision.outcome)]  # type: ignore[misc]
        self.subject = self.subjects[Outcome(decision.outcome)]  # type: ignore[misc]

    def cause(self) -> str:
        """A letter is sent once."""
        return f"{self.reference}:{self.decision.letter_id}"

    def attachment(self) -> StoredFile | None:
        return self.decision.letter.file if self.decision.letter else None

    def context(self) -> dict[str, Any]:
        page = reverse("equipment:quotes", args=[self.candidacy.pk])
        return {**super().context(), "decision": self.decision, "address": f"{settings.SITE_URL}{page}"}


class QuotesAccepted(DossierLetter):
    """The amount that the quotes fix."""

    kind = "devis-acceptes"
    subject = "vos devis sont conformes"

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.candidacy)
        self.decision = decision

    def context(self) -> dict[str, Any]:
        return {**super().context(), "decision": self.decision}
