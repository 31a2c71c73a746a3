"""The contract of a dossier, frozen once it is generated."""

from django.db import models
from django.db.models import F, Q

from applications.models import Candidacy
from tne38.core.models import StoredFile

from ..workflow import ConventionWorkflow


class Convention(ConventionWorkflow):
    """The contract of one dossier. Once generated, its bytes, their hash and its data never change.

    Its number is reserved just before and is never given to another.
    """

    candidacy = models.OneToOneField(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="convention"
    )
    number = models.CharField("numéro", max_length=20, null=True, unique=True, editable=False)
    file = models.ForeignKey(
        StoredFile, verbose_name="document", null=True, editable=False, on_delete=models.PROTECT
    )
    sha256 = models.CharField("empreinte SHA-256", max_length=64, blank=True, editable=False)
    data = models.JSONField("données", default=dict, editable=False)
    template_version = models.CharField("version du modèle", max_length=20, blank=True, editable=False)
    generated_at = models.DateTimeField("générée le", null=True, editable=False)
    signed_on = models.DateField("signée par le bénéficiaire le", null=True, blank=True)
    countersigned_on = models.DateField("signée par le président le", null=True, blank=True)
    notified_on = models.DateField("notifiée le", null=True, blank=True)
    # As it stands: fixed at the notification, put off by an amendment (domain/dates.py).
    claims_until = models.DateField("versement à demander jusqu’au", null=True, editable=False, db_index=True)

    class Meta:
        verbose_name = "convention"
        ordering = ["-generated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="to_generate", file__isnull=True)
                | (
                    ~Q(state="to_generate")
                    & Q(file__isnull=False, number__isnull=False, generated_at__isnull=False)
                    & ~Q(sha256="")
                ),
                name="generated_convention_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "notified"]) | Q(signed_on__isnull=False),
                name="signed_convention_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="notified") | Q(notified_on__isnull=False),
                name="notified_convention_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(notified_on__isnull=True, claims_until__isnull=True)
                | Q(
                    notified_on__isnull=False, claims_until__isnull=False, claims_until__gte=F("notified_on")
                ),
                name="notified_convention_has_its_term",
            ),
        ]

    def __str__(self) -> str:
        return f"Convention {self.number or 'à générer'} – {self.candidacy}"
