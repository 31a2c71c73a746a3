"""What the Département asks the porteur to correct in a deposited dossier: a record on it, not a state of it."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .candidacies import Candidacy
from .projects import SchoolProject

OPEN = Q(answered_at__isnull=True, lifted_at__isnull=True)


class CorrectionRequestQuerySet(models.QuerySet["CorrectionRequest"]):
    def open(self) -> "CorrectionRequestQuerySet":
        """Those that wait for their answer, in time or late."""
        return self.filter(OPEN)

    def locked(self, candidacy: Candidacy) -> "CorrectionRequest | None":
        """The open request of a dossier, locked; the dossier is locked before."""
        return self.open().select_for_update(of=("self",)).filter(candidacy=candidacy).first()


class CorrectionRequest(models.Model):
    """A request with its reason and its deadline. It is closed by the answer, or lifted with a reason."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="correction_requests"
    )
    reason = models.TextField("motif", max_length=3000)
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="demandée par",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer_by = models.DateTimeField(
        "réponse attendue au plus tard", help_text="Dernier instant du jour dit."
    )
    reminded_at = models.DateTimeField("rappelée le", null=True)
    overdue_told_at = models.DateTimeField("échéance signalée le", null=True)
    answered_at = models.DateTimeField("répondue le", null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="répondue par",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.TextField("message joint à la réponse", blank=True, max_length=3000)
    lifted_at = models.DateTimeField("levée le", null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="levée par",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lift_reason = models.TextField("motif de la levée", blank=True, max_length=3000)

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de correction"
        verbose_name_plural = "demandes de correction"
        ordering = ["candidacy", "asked_at", "id"]
        indexes = [models.Index(fields=["answer_by"], condition=OPEN, name="open_correction_deadline")]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy"],
                condition=OPEN,
                name="one_open_correction_per_dossier",
                violation_error_message="Une demande de correction est déjà en cours pour ce dossier.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(lifted_at__isnull=True),
                name="correction_is_answered_or_lifted",
                violation_error_message="Une demande est répondue ou levée, pas les deux.",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lift_reason="")
                | (Q(lifted_at__isnull=False) & ~Q(lift_reason="")),
                name="lifted_correction_has_a_reason",
                violation_error_message="Indiquez pourquoi la demande est levée.",
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("asked_at")) & ~Q(reason=""),
                name="correction_has_a_reason_and_a_time",
                violation_error_message="L’échéance vient après la demande, et la demande a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy}, demande du {timezone.localtime(self.asked_at):%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.lifted_at is None

    @property
    def closed_at(self) -> datetime | None:
        return self.answered_at or self.lifted_at

    @property
    def is_late(self) -> bool:
        """Answered after the deadline, or not answered though it is passed."""
        return (self.closed_at or timezone.now()) > self.answer_by


class CorrectionPlace(models.Model):
    """One page of the form where something is asked for: a step, of one school or of the whole dossier.

    `asked` lists the fields that the agent chose: {"name", "label", "remark"}. `writes` are the model fields that
    the answer may change, none meaning all the rows of the page. `typed` is the answer as it is being written: it
    touches the dossier only once the whole answer is sent.
    """

    request = models.ForeignKey(CorrectionRequest, on_delete=models.CASCADE, related_name="places")
    step = models.SlugField("rubrique", max_length=40)
    project = models.ForeignKey(
        SchoolProject, verbose_name="établissement", null=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveIntegerField(default=0)
    asked = models.JSONField("champs demandés", default=list)
    writes = models.JSONField("champs ouverts", default=list, blank=True)
    typed = models.JSONField("réponse en cours", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    typed_at = models.DateTimeField("écrite le", null=True)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="écrite par",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "rubrique à corriger"
        verbose_name_plural = "rubriques à corriger"
        ordering = ["request", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "step", "project"], name="place_once_per_correction"),
            # SQLite has no « nulls not distinct ».
            models.UniqueConstraint(
                fields=["request", "step"],
                condition=Q(project__isnull=True),
                name="place_of_dossier_once_per_correction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}, {self.step}"

    @property
    def names(self) -> list[str]:
        """The form fields that the agent chose."""
        return [field["name"] for field in self.asked]

    def opens(self, names: Collection[str]) -> bool:
        """Whether these model fields, none meaning all of the page, may be written."""
        return not self.writes or (bool(names) and set(names) <= set(self.writes))
