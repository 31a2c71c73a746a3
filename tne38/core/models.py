"""What every app shares: the journal, private files, jobs and number sequences."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


class JournalEntry(models.Model):
    """One act: who did what to which dossier, when, and what changed. Chained by hash, never rewritten.

    The actor is a copied label and number, not a foreign key: an entry outlives the account.
    """

    number = models.BigIntegerField("numéro", unique=True)
    at = models.DateTimeField("date")
    actor_id = models.BigIntegerField("compte", null=True)
    actor_label = models.CharField("auteur", max_length=254)
    on_behalf_of = models.CharField("pour le compte de", max_length=254, blank=True)
    action = models.CharField("action", max_length=80)
    subject_type = models.CharField("objet", max_length=80)
    subject_id = models.CharField("identifiant", max_length=64)
    subject_label = models.CharField("désignation", max_length=254, blank=True)
    before = models.JSONField("avant", default=dict)
    after = models.JSONField("après", default=dict)
    reason = models.TextField("motif", blank=True)
    previous_hash = models.CharField("empreinte précédente", max_length=64)
    hash = models.CharField("empreinte", max_length=64, unique=True)

    class Meta:
        verbose_name = "entrée du journal"
        verbose_name_plural = "journal"
        ordering = ["number"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "number"])]
        constraints = [
            models.UniqueConstraint(
                fields=["previous_hash"],
                name="journal_is_one_chain",
                violation_error_message="Le journal ne peut pas se dédoubler.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.action} · {self.subject_label}"


class JournalHead(models.Model):
    """The end of the chain: the one row that a writer of the journal locks."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_journal_head")]

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class Sequence(models.Model):
    """A counter locked when a number is taken, so that no number is given twice or lost to a race."""

    name = models.CharField(max_length=80, unique=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


class StoredFile(models.Model):
    """A private file: its bytes lie outside the web root and are opened through one checked view."""

    class Scan(models.TextChoices):
        """What the antivirus said of it; a file waits open, it is closed only when a virus is found."""

        OWN = "portail", "produit par le portail"
        WAITING = "attente", "non analysé"
        CLEAN = "sain", "aucun virus trouvé"
        INFECTED = "infecte", "virus trouvé"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("nature", max_length=40)
    name = models.CharField("nom", max_length=200)
    content_type = models.CharField("type", max_length=100)
    size = models.BigIntegerField("taille (octets)")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    content = models.FileField("contenu", max_length=200)
    created_at = models.DateTimeField("enregistré le", default=timezone.now)
    scan = models.CharField("antivirus", max_length=10, choices=Scan, default=Scan.OWN)
    scanned_at = models.DateTimeField("analysé le", null=True)
    threat = models.CharField("virus", max_length=200, blank=True)

    class Meta:
        verbose_name = "fichier"
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty"),
            models.CheckConstraint(
                condition=Q(scan__in=["portail", "attente"], scanned_at__isnull=True, threat="")
                | Q(scan="sain", scanned_at__isnull=False, threat="")
                | (Q(scan="infecte", scanned_at__isnull=False) & ~Q(threat="")),
                name="scan_is_dated_and_names_what_it_found",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        """Nobody opens it any more: the antivirus found something in it."""
        return self.scan == self.Scan.INFECTED


class Job(models.Model):
    """Long work as a row: what it is about, how far it is, what went wrong. The queue only carries its id."""

    class State(models.TextChoices):
        QUEUED = "queued", "en attente"
        RUNNING = "running", "en cours"
        DONE = "done", "terminé"
        FAILED = "failed", "en échec"

    ACTIVE = [State.QUEUED, State.RUNNING]

    kind = models.CharField("nature", max_length=60)
    subject = models.CharField("objet", max_length=120)
    params = models.JSONField("paramètres", default=dict)
    state = models.CharField("état", max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField("tentatives", default=0)
    done = models.PositiveIntegerField("traités", default=0)
    total = models.PositiveIntegerField("total", default=0)
    errors = models.JSONField("erreurs", default=list)
    result = models.JSONField("résultat", default=dict)
    actor_id = models.BigIntegerField("compte", null=True)
    actor_label = models.CharField("demandé par", max_length=254, blank=True)
    created_at = models.DateTimeField("créé le", default=timezone.now)
    heartbeat_at = models.DateTimeField("dernier signe de vie", default=timezone.now)
    finished_at = models.DateTimeField("terminé le", null=True)

    class Meta:
        verbose_name = "traitement"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "heartbeat_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(state__in=["queued", "running"]),
                name="one_active_job_per_subject",
                violation_error_message="Ce traitement est déjà en cours.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
                name="job_is_dated_when_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.get_state_display()})"

    @property
    def percent(self) -> int:
        """Progress from 0 to 100, for the progress bar."""
        if self.state == self.State.DONE:
            return 100
        return self.done * 100 // self.total if self.total else 0
