"""A session of the commission: who is there, what is on the agenda."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models import Call, Candidacy
from tne38.accounts.rules import sees_every_call

from ..enums import AttendanceRole, Presence, SessionKind
from ..workflow import SessionState, SessionWorkflow


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: Any) -> "SessionQuerySet":
        """Those of the calls that this person sees, for those who work for the programme."""
        if not user.has_perm("reviews.view_session"):
            return self.none()
        return self if sees_every_call(user) else self.filter(call__in=Call.objects.visible_to(user))

    def locked(self, pk: int) -> "Session":
        """The session, locked until the end of the transaction: after the dossier, before the envelopes."""
        return self.select_for_update(of=("self",), no_key=True).select_related("call").get(pk=pk)


class Session(SessionWorkflow):
    """A meeting at which the commission decides on the dossiers of one call."""

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField("commission", max_length=20, choices=SessionKind)
    held_on = models.DateField("date")
    starts_at = models.TimeField("heure", null=True, blank=True)
    place = models.CharField("lieu", max_length=200)
    quorum = models.PositiveIntegerField(
        "quorum", help_text="Nombre de membres présents sans lesquels la commission ne décide pas."
    )
    # What each funder had reserved when the session opened, for the minutes.
    reserved_before = models.JSONField("réservé à l’ouverture", default=dict, editable=False)
    opened_at = models.DateTimeField("ouverte le", null=True, editable=False)
    closed_at = models.DateTimeField("close le", null=True, editable=False)
    created_at = models.DateTimeField("créée le", default=timezone.now, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="prepared", opened_at__isnull=True, closed_at__isnull=True)
                | Q(state="open", opened_at__isnull=False, closed_at__isnull=True)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="session_state_goes_with_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(quorum__gt=0),
                name="session_has_a_quorum",
                violation_error_message="Le quorum est d’au moins un membre.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.held_on:%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        return self.state == SessionState.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == SessionState.CLOSED


class Attendance(models.Model):
    """A person invited to a session, with an account or without."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="compte", null=True, on_delete=models.PROTECT, related_name="+"
    )
    full_name = models.CharField("prénom et nom", max_length=150)
    quality = models.CharField("qualité", max_length=150, blank=True)
    role = models.CharField("rôle", max_length=20, choices=AttendanceRole, default=AttendanceRole.MEMBER)
    presence = models.CharField("présence", max_length=20, choices=Presence, default=Presence.EXPECTED)

    class Meta:
        verbose_name = "membre d’une séance"
        verbose_name_plural = "membres des séances"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                name="one_invitation_per_account",
                violation_error_message="Cette personne est déjà invitée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.quality}" if self.quality else self.full_name


class AgendaItem(models.Model):
    """A dossier of the agenda, at its place."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="items")
    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="agenda_items"
    )
    position = models.PositiveIntegerField("ordre")
    case_by_case = models.BooleanField("au-delà du seuil", default=False)

    class Meta:
        verbose_name = "dossier de l’ordre du jour"
        verbose_name_plural = "dossiers des ordres du jour"
        ordering = ["session", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "candidacy"], name="one_place_on_the_agenda"),
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.candidacy}"
