"""The messages about the convention and the payment."""

from typing import Any

from applications.notifications import DossierLetter
from tne38.core.models import StoredFile

from .models import Convention, Payment


class ConventionLetter(DossierLetter):
    """A message about a convention, which is sent with it."""

    def __init__(self, convention: Convention) -> None:
        super().__init__(convention.candidacy)
        self.convention = convention

    def cause(self) -> str:
        return self.reference

    def context(self) -> dict[str, Any]:
        return {**super().context(), "convention": self.convention, "vote": self.candidacy.vote_result}


class ConventionToSign(ConventionLetter):
    kind = "convention-a-signer"
    subject = "votre convention est à signer"

    def attachment(self) -> StoredFile | None:
        return self.convention.file


class ConventionNotified(ConventionLetter):
    kind = "convention-notifiee"
    subject = "votre convention est notifiée, vous pouvez commander"


class SubsidyPaid(ConventionLetter):
    kind = "subvention-versee"
    subject = "votre subvention est versée"

    def __init__(self, payment: Payment) -> None:
        super().__init__(payment.convention)
        self.payment = payment

    def context(self) -> dict[str, Any]:
        return {**super().context(), "payment": self.payment}
