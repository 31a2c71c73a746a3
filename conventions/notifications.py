"""The messages about the convention and the payment."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse

from applications.notifications import DossierLetter
from tne38.core.models import StoredFile

from .financial_report.workflow import ReportState
from .models import Convention, FinancialReport, Lapse, Payment


class ConventionLetter(DossierLetter):
    """A message about a convention, which is sent with it."""

    def __init__(self, convention: Convention) -> None:
        super().__init__(convention.candidacy)
        self.convention = convention

    def cause(self) -> str:
        return self.reference

    def context(self) -> dict[str, Any]:
        page = reverse("conventions:answer", args=[self.candidacy.pk])
        return {
            **super().context(),
            "convention": self.convention,
            "vote": self.candidacy.vote_result,
            "address": f"{settings.SITE_URL}{page}",
        }


class ConventionToSign(ConventionLetter):
    kind = "convention-a-signer"
    subject = "votre convention est à signer"

    def attachment(self) -> StoredFile | None:
        return self.convention.file


class ConventionNotified(ConventionLetter):
    kind = "convention-notifiee"
    subject = "votre convention est notifiée, vous pouvez commander"


class ProgrammeStarted(ConventionLetter):
    """To the schools of the dossier and to the Rectorat: what begins for them."""

    kind = "programme-lance"
    subject = "le programme est lancé dans vos établissements"

    def recipients(self) -> Iterator[str]:
        yield from self.candidacy.projects.values_list("contact_email", flat=True)
        yield self.candidacy.call.rectorat_email

    def follow(self) -> str:
        return reverse("applications:list")

    def context(self) -> dict[str, Any]:
        projects = self.candidacy.projects.select_related("school__commune")
        return {**super().context(), "projects": list(projects)}


class TrainingToPlan(ProgrammeStarted):
    """To Réseau Canopé: the trainings chosen by each school."""

    kind = "formation-a-planifier"
    subject = "des formations sont à planifier"

    def recipients(self) -> Iterator[str]:
        yield self.candidacy.call.training_email

    def follow(self) -> str:
        return ""


class FamilyActionsToPlan(ProgrammeStarted):
    """To the Ligue de l'enseignement: the actions for families chosen by each school."""

    kind = "parentalite-a-planifier"
    subject = "des actions de parentalité sont à planifier"

    def recipients(self) -> Iterator[str]:
        yield self.candidacy.call.families_email

    def follow(self) -> str:
        return ""


AT_NOTIFICATION: tuple[type[ConventionLetter], ...] = (
    ConventionNotified,
    ProgrammeStarted,
    TrainingToPlan,
    FamilyActionsToPlan,
)


class SubsidyPaid(ConventionLetter):
    kind = "subvention-versee"
    subject = "votre subvention est versée"
    in_part: ClassVar[str] = "un versement partiel de votre subvention est fait"

    def __init__(self, payment: Payment) -> None:
        super().__init__(payment.convention)
        self.payment = payment

    def cause(self) -> str:
        """Each payment is told: a convention may be paid in several times."""
        return f"{self.reference}:{self.payment.pk}"

    def title(self) -> str:
        return (
            super().title() if self.payment.liquidation.claim.final else f"{self.reference} – {self.in_part}"
        )

    def context(self) -> dict[str, Any]:
        page = reverse("conventions:claim", args=[self.candidacy.pk])
        return {
            **super().context(),
            "payment": self.payment,
            "final": self.payment.liquidation.claim.final,
            "report": FinancialReport.objects.filter(
                convention=self.convention, state=ReportState.AWAITED
            ).first(),
            "address": f"{settings.SITE_URL}{page}",
        }


class NothingPaid(SubsidyPaid):
    kind = "versement-nul"
    subject = "aucun versement n’est dû sur votre demande"
    in_part = subject


class LapseNear(ConventionLetter):
    """Before the last day to ask for a payment; `notice` in months."""

    kind = "caducite-proche"
    subject = "le versement de votre subvention est à demander"

    def __init__(self, convention: Convention, *, notice: int, missing: str, left: Decimal) -> None:
        super().__init__(convention)
        self.notice, self.missing, self.left = notice, missing, left

    def cause(self) -> str:
        """Once for each notice of each deadline: an amendment that puts it off starts them again."""
        return f"{self.reference}:{self.convention.claims_until}:{self.notice}"

    def context(self) -> dict[str, Any]:
        page = reverse("applications:detail", args=[self.candidacy.pk])
        return {
            **super().context(),
            "until": self.convention.claims_until,
            "missing": self.missing,
            "left": self.left,
            "address": f"{settings.SITE_URL}{page}",
        }


class SubsidyLapsed(ConventionLetter):
    """The lapse, with its letter."""

    kind = "subvention-caduque"
    subject = "votre subvention est caduque"

    def __init__(self, lapse: Lapse) -> None:
        super().__init__(lapse.convention)
        self.lapse = lapse

    def cause(self) -> str:
        return self.reference

    def attachment(self) -> StoredFile | None:
        return self.lapse.letter

    def context(self) -> dict[str, Any]:
        return {**super().context(), "lapse": self.lapse}
