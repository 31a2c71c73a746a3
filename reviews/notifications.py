"""What the commission decided, told to the porteur."""

from typing import Any

from applications.notifications import DossierLetter

from .enums import Outcome
from .models import Decision


class DecisionTaken(DossierLetter):
    """One message per outcome: the text is that of the outcome."""

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

    def context(self) -> dict[str, Any]:
        return {**super().context(), "decision": self.decision}
