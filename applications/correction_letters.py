"""The messages about a request for corrections."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse

from .models import CorrectionRequest
from .notifications import DossierLetter
from .rejection import Rejection, rejection_of


class CorrectionLetter(DossierLetter):
    """To the porteur; each kind is sent once for a request."""

    def __init__(self, request: CorrectionRequest) -> None:
        super().__init__(request.candidacy)
        self.request = request

    def cause(self) -> str:
        return f"{self.reference}:{self.request.pk}"

    def context(self) -> dict[str, Any]:
        prefetch_related_objects([self.request], "places__project__school")
        rejection: Rejection = rejection_of(self.candidacy)
        return {
            **super().context(),
            "request": self.request,
            "places": self.request.places.all(),
            "several": self.candidacy.projects.count() > 1,
            "rejection": rejection,
            "address": f"{settings.SITE_URL}{reverse('applications:answer', args=[self.candidacy.pk])}",
        }


class CorrectionAsked(CorrectionLetter):
    kind = "correction-demandee"
    subject = "une correction vous est demandée"


class CorrectionReminder(CorrectionLetter):
    kind = "correction-rappel"
    subject = "rappel : une correction vous est demandée"


class CorrectionOverdue(CorrectionLetter):
    kind = "correction-echue"
    subject = "le délai pour corriger votre dossier est passé"


class CorrectionLifted(CorrectionLetter):
    kind = "correction-levee"
    subject = "la demande de correction est levée"


class CorrectionAnswered(CorrectionLetter):
    """To the agents: the service, and the one who asked."""

    kind = "correction-repondue"
    subject: ClassVar[str] = "le porteur a répondu à la demande de correction"

    def recipients(self) -> Iterator[str]:
        yield self.candidacy.call.contact_email
        if self.request.asked_by and self.request.asked_by.is_active:
            yield self.request.asked_by.email

    def context(self) -> dict[str, Any]:
        page = reverse("admin:applications_candidacy_change", args=[self.candidacy.pk])
        return {**super().context(), "address": f"{settings.SITE_URL}{page}"}
