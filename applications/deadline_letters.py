"""The messages about the closing: how long is left, and that it is put off."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from .checks import Finding
from .models import Candidacy, Extension
from .notifications import DossierLetter
from .status import moment, title_of

SHOWN = 10


class _DeadlineLetter(DossierLetter):
    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "title": title_of(self.candidacy),
            "closes": moment(self.candidacy.closes_at),
            "link": settings.SITE_URL + reverse("applications:summary", args=[self.candidacy.pk]),
        }


class ClosingSoon(_DeadlineLetter):
    """A draft, some time before its closing: it is not deposited, and what is missing."""

    kind = "rappel-de-cloture"

    def __init__(self, candidacy: Candidacy, *, notice: int, left: str, missing: list[Finding]) -> None:
        super().__init__(candidacy)
        self.notice, self.left, self.missing = notice, left, missing
        self.subject = f"pas encore déposé, {left}"  # type: ignore[misc]

    def cause(self) -> str:
        return f"{self.candidacy.pk}:{self.candidacy.closes_at.isoformat()}:{self.notice}"

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "left": self.left,
            "missing": [finding.message for finding in self.missing[:SHOWN]],
            "count": len(self.missing),
            "others": max(0, len(self.missing) - SHOWN),
        }


class DeadlinePutOff(_DeadlineLetter):
    """The deadline of this dossier alone is put off."""

    kind = "delai-prolonge"
    subject = "votre délai de dépôt est prolongé"

    def __init__(self, extension: Extension) -> None:
        super().__init__(extension.candidacy)
        self.extension = extension

    def cause(self) -> str:
        return f"{self.reference}:{self.extension.pk}"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "reason": self.extension.reason}
