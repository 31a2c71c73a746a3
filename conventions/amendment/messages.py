"""The messages of an amendment to its beneficiary."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from tne38.core.models import StoredFile

from ..models import Amendment
from ..notifications import ConventionLetter


class AmendmentLetter(ConventionLetter):
    def __init__(self, amendment: Amendment) -> None:
        super().__init__(amendment.convention)
        self.amendment = amendment

    def cause(self) -> str:
        return f"{self.reference}:{self.amendment.number}"

    def context(self) -> dict[str, Any]:
        page = reverse("conventions:amendment", args=[self.candidacy.pk, self.amendment.pk])
        return {**super().context(), "amendment": self.amendment, "address": f"{settings.SITE_URL}{page}"}


class AmendmentToSign(AmendmentLetter):
    kind = "avenant-a-signer"
    subject = "un avenant à votre convention est à signer"

    def attachment(self) -> StoredFile | None:
        return self.amendment.file


class AmendmentNotified(AmendmentLetter):
    kind = "avenant-notifie"
    subject = "l’avenant à votre convention est notifié"

    def attachment(self) -> StoredFile | None:
        return self.amendment.final_copy
