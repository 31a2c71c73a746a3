"""The messages about a dossier until the decision, and to the people of its porteur: one small class each."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tne38.core import journal
from tne38.core.models import StoredFile
from tne38.notifications.letters import Letter

from .enums import CandidacyState, MembershipRole
from .models import Candidacy, Invitation


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
            "follow": self.follow(),
        }

    def follow(self) -> str:
        """The page where its recipients read what becomes of the dossier; empty when they have none."""
        return reverse("applications:detail", args=[self.candidacy.pk])


class LetterToAll(DossierLetter):
    """A message to the porteur, to each school and to the Rectorat."""

    def recipients(self) -> Iterator[str]:
        yield from super().recipients()
        yield from self.candidacy.projects.order_by("pk").values_list("contact_email", flat=True)
        yield self.candidacy.call.rectorat_email

    def follow(self) -> str:
        """A school that is no member of the porteur has no page of the dossier."""
        return reverse("applications:list")


class AcknowledgementSent(LetterToAll):
    """The accusé de réception."""

    kind = "accuse-de-reception"
    subject = "accusé de réception de votre candidature"

    def cause(self) -> str:
        return self.reference

    def attachment(self) -> StoredFile | None:
        return self.candidacy.acknowledgement


class DeclaredConforming(LetterToAll):
    kind = "dossier-conforme"
    subject = "votre dossier est conforme"


class DeclaredNonConforming(LetterToAll):
    kind = "dossier-non-conforme"
    subject = "votre dossier n’est pas conforme"

    def __init__(self, candidacy: Candidacy, *, reason: str) -> None:
        super().__init__(candidacy)
        self.reason = reason

    def context(self) -> dict[str, Any]:
        return {**super().context(), "reason": self.reason}


class PorteurCorrected(DossierLetter):
    """What an agent corrected of the porteur; to the former address as well."""

    kind = "porteur-corrige"
    subject = "les informations de votre organisme sont corrigées"

    def __init__(
        self, candidacy: Candidacy, *, before: dict[str, Any], after: dict[str, Any], reason: str
    ) -> None:
        super().__init__(candidacy)
        self.before, self.after, self.reason = before, after, reason

    def recipients(self) -> Iterator[str]:
        yield from super().recipients()
        yield self.before.get("email", "")

    def context(self) -> dict[str, Any]:
        fields = self.candidacy.organisation._meta
        changes = [
            (fields.get_field(name).verbose_name, self.before[name], self.after[name]) for name in self.after
        ]
        return {**super().context(), "changes": changes, "reason": self.reason}


class _InvitationLetter(Letter):
    """About an organisation, which has no number."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__("")
        self.invitation = invitation

    def title(self) -> str:
        return f"{self.invitation.organisation.name or 'Dossier TNE 38'} – {self.subject}"

    def cause(self) -> str:
        """Each sending has its own link."""
        return self.invitation.token_hash

    def context(self) -> dict[str, Any]:
        return {
            "invitation": self.invitation,
            "organisation": self.invitation.organisation,
            "contact_email": settings.CONTACT_EMAIL,
        }


class InvitationSent(_InvitationLetter):
    """To the person invited: who asks, for what, until when, and the link that only this message holds."""

    kind = "invitation"
    subject = "invitation à préparer un dossier"

    def __init__(self, invitation: Invitation, *, token: str, by: Any) -> None:
        super().__init__(invitation)
        self.token, self.by = token, by

    def title(self) -> str:
        if self.invitation.role == MembershipRole.SCHOOL:
            return f"{self.invitation.school.name} – écrire le projet pédagogique de l’établissement"
        return super().title()

    def recipients(self) -> Iterator[str]:
        yield self.invitation.email

    def context(self) -> dict[str, Any]:
        drafts = self.invitation.organisation.candidacies.filter(state=CandidacyState.DRAFT)
        if self.invitation.school_id is not None:
            drafts = drafts.filter(projects__school=self.invitation.school_id)
        return {
            **super().context(),
            "by": self.by,
            "calls": [
                (draft.call.title, timezone.localdate(draft.closes_at))
                for draft in drafts.select_related("call").order_by("call__closes_at")
            ],
            "until": timezone.localdate(self.invitation.expires_at),
            "link": settings.SITE_URL + reverse("applications:join", args=[self.token]),
        }


class InvitationAccepted(_InvitationLetter):
    """To whoever invited: the person has come."""

    kind = "invitation-acceptee"
    subject = "votre invitation est acceptée"

    def recipients(self) -> Iterator[str]:
        if self.invitation.invited_by is not None and self.invitation.invited_by.is_active:
            yield self.invitation.invited_by.email

    def context(self) -> dict[str, Any]:
        path = reverse("applications:members", args=[self.invitation.organisation_id])
        return {**super().context(), "members_url": settings.SITE_URL + path}
