"""The messages of a recovery: to its beneficiary, each with its letter; to the agents who wait for its answer."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from tne38.core.models import StoredFile

from ..models import Recovery
from ..notifications import ConventionLetter


class RecoveryLetter(ConventionLetter):
    def __init__(self, recovery: Recovery) -> None:
        super().__init__(recovery.convention)
        self.recovery = recovery

    def cause(self) -> str:
        return f"{self.reference}:{self.recovery.pk}"

    def context(self) -> dict[str, Any]:
        page = reverse("conventions:recovery", args=[self.candidacy.pk, self.recovery.pk])
        return {**super().context(), "recovery": self.recovery, "address": f"{settings.SITE_URL}{page}"}


class RecoveryOpened(RecoveryLetter):
    kind = "reversement-envisage"
    subject = "un reversement est envisagé, vous pouvez présenter vos observations"

    def attachment(self) -> StoredFile | None:
        return self.recovery.notice


class RecoveryDecided(RecoveryLetter):
    kind = "reversement-decide"
    subject = "décision sur le reversement envisagé"

    def attachment(self) -> StoredFile | None:
        return self.recovery.decision


class RecoveryReturned(RecoveryLetter):
    kind = "reversement-recu"
    subject = "votre remboursement est enregistré"


class RecoveryAnswered(RecoveryLetter):
    """To the agents: the service, and the one who opened the recovery."""

    kind = "reversement-observations"
    subject = "le bénéficiaire a répondu sur le reversement envisagé"

    def recipients(self) -> Iterator[str]:
        yield self.candidacy.call.contact_email
        if self.recovery.opened_by and self.recovery.opened_by.is_active:
            yield self.recovery.opened_by.email

    def context(self) -> dict[str, Any]:
        page = reverse("admin:applications_candidacy_change", args=[self.candidacy.pk])
        return {**super().context(), "address": f"{settings.SITE_URL}{page}"}
