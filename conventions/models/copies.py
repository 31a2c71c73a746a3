"""What comes back signed: the authorisation of the assembly, the copies of the convention, the scans of agents."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tne38.core.models import StoredFile

from .conventions import Convention


class Authorisation(models.Model):
    """The délibération of a council, or the decision of the CA or AG of an OGEC, that allows to sign."""

    convention = models.OneToOneField(Convention, on_delete=models.PROTECT, related_name="authorisation")
    number = models.CharField("numéro", max_length=40, blank=True)
    adopted_on = models.DateField("adoptée le")
    received_on = models.DateField("reçue en préfecture le", null=True, blank=True)
    file = models.ForeignKey(StoredFile, verbose_name="document", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("déposée le", default=timezone.now)

    class Meta:
        verbose_name = "autorisation de signer"
        verbose_name_plural = "autorisations de signer"
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=models.F("adopted_on")),
                name="received_after_it_is_adopted",
                violation_error_message="La réception en préfecture suit l’adoption.",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"n° {self.number} du {self.adopted_on:%d/%m/%Y}"
            if self.number
            else f"{self.adopted_on:%d/%m/%Y}"
        )


class Scan(models.Model):
    """A bundle of signed conventions that an agent scanned; `report` says what was read of each page."""

    file = models.ForeignKey(StoredFile, verbose_name="fichier", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("envoyé le", default=timezone.now)
    report = models.JSONField("compte rendu", default=dict, editable=False)
    read_at = models.DateTimeField("lu le", null=True, editable=False)

    class Meta:
        verbose_name = "numérisation"
        ordering = ["-added_at", "-id"]

    def __str__(self) -> str:
        return f"{self.file.name}, {timezone.localtime(self.added_at):%d/%m/%Y}"


class CopyKind(models.TextChoices):
    BENEFICIARY = "beneficiary", "Signée par le bénéficiaire"
    FINAL = "final", "Signée par toutes les parties"


class SignedCopy(models.Model):
    """A signed convention as it came back; its bytes never change, a later one of the same kind replaces it."""

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="copies")
    kind = models.CharField("nature", max_length=20, choices=CopyKind, default=CopyKind.BENEFICIARY)
    file = models.ForeignKey(StoredFile, verbose_name="document", on_delete=models.PROTECT, related_name="+")
    scan = models.ForeignKey(Scan, null=True, on_delete=models.PROTECT, related_name="copies")
    # What the codes say: the pages recognised, those missing, and how many bear no code that could be read.
    pages = models.JSONField("pages reconnues", default=list)
    missing = models.JSONField("pages manquantes", default=list)
    unread = models.PositiveIntegerField("pages sans code lisible", default=0)
    added_at = models.DateTimeField("déposée le", default=timezone.now)

    class Meta:
        verbose_name = "exemplaire signé"
        verbose_name_plural = "exemplaires signés"
        ordering = ["-added_at", "-id"]

    def __str__(self) -> str:
        return f"{self.convention} · {self.get_kind_display().lower()}"

    @property
    def is_complete(self) -> bool:
        return bool(self.pages) and not self.missing
