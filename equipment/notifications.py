"""The messages about quotes and deliveries: one small class each."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from applications.models import Candidacy
from applications.notifications import DossierLetter

from .models import Delivery, Quote


class QuoteToReplace(DossierLetter):
    """Why a quote does not conform, and where to replace it."""

    kind = "devis-a-remplacer"
    subject = "un devis est à remplacer"

    def __init__(self, quote: Quote) -> None:
        super().__init__(quote.candidacy)
        self.quote = quote

    def cause(self) -> str:
        """Another quote is asked for once."""
        return f"{self.reference}:{self.quote.pk}"

    def context(self) -> dict[str, Any]:
        path = reverse("equipment:replace_quote", args=[self.candidacy.pk, self.quote.pk])
        return {**super().context(), "quote": self.quote, "address": f"{settings.SITE_URL}{path}"}


class EverythingReceived(DossierLetter):
    """Told to the Rectorat, to the IEN and the ERUN of the schools, and to the porteur (GUIDE, étape 3)."""

    kind = "materiel-recu"
    subject = "le matériel et les ressources sont reçus"

    def __init__(self, candidacy: Candidacy, delivery: Delivery) -> None:
        super().__init__(candidacy)
        self.delivery = delivery

    def cause(self) -> str:
        return self.reference

    def follow(self) -> str:
        return reverse("applications:list")

    def recipients(self) -> Iterator[str]:
        yield from super().recipients()
        yield self.candidacy.call.rectorat_email
        for project in self.candidacy.projects.select_related("school"):
            yield project.school.ien_email
            yield project.school.erun_email

    def context(self) -> dict[str, Any]:
        schools = [project.school for project in self.candidacy.projects.select_related("school__commune")]
        return {**super().context(), "delivery": self.delivery, "schools": schools}
