"""What is voted, signed and paid."""

from decimal import Decimal

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from applications.models import Candidacy
from tne38.core.models import StoredFile
from tne38.core.money_fields import MoneyField

from .workflow import ConventionWorkflow

ACT_NUMBER = RegexValidator(
    r"^\d{4} CP\d{2} [A-Z] \d{1,2} \d{1,3}$", "Un numéro d’acte s’écrit comme « 2025 CP06 B 16 31 »."
)


class PermanentCommission(models.Model):
    """A meeting of the commission permanente and the act it adopted (CGCT, art. L3211-2)."""

    number = models.CharField("numéro de l’acte", max_length=30, unique=True, validators=[ACT_NUMBER])
    held_on = models.DateField("date de la séance")
    transmitted_on = models.DateField("transmis au préfet le", null=True, blank=True)
    published_on = models.DateField("publié le", null=True, blank=True)

    class Meta:
        verbose_name = "commission permanente"
        verbose_name_plural = "commissions permanentes"
        ordering = ["-held_on", "number"]

    def __str__(self) -> str:
        return f"n° {self.number} du {self.held_on:%d/%m/%Y}"


class Vote(models.Model):
    """The subsidy that the commission permanente voted for a dossier, in euros."""

    candidacy = models.OneToOneField(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="vote_result"
    )
    commission = models.ForeignKey(PermanentCommission, on_delete=models.PROTECT, related_name="votes")
    amount = MoneyField("subvention votée")
    department_share = MoneyField("part du Département")
    tne_share = MoneyField("part TNE")
    created_at = models.DateTimeField("enregistré le", default=timezone.now)

    class Meta:
        verbose_name = "vote"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=Decimal("0")), name="voted_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(amount=F("department_share") + F("tne_share")), name="voted_shares_add_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} : {self.amount}"


class Convention(ConventionWorkflow):
    """The contract of one dossier. Once generated, its bytes, their hash and its data never change."""

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
    notified_on = models.DateField("notifiée le", null=True, blank=True)

    class Meta:
        verbose_name = "convention"
        ordering = ["-generated_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="to_generate", file__isnull=True, number__isnull=True)
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
        ]

    def __str__(self) -> str:
        return f"Convention {self.number or 'à générer'} – {self.candidacy}"


class Claim(models.Model):
    """A request for payment: the paid expense that the beneficiary justifies, in euros."""

    convention = models.OneToOneField(Convention, on_delete=models.PROTECT, related_name="claim")
    justified_expense = MoneyField("dépense justifiée")
    filed_on = models.DateField("demandé le")

    class Meta:
        verbose_name = "demande de versement"
        verbose_name_plural = "demandes de versement"
        ordering = ["filed_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(justified_expense__gte=Decimal("0")), name="justified_expense_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.convention} : {self.justified_expense}"


class Payment(models.Model):
    """What was paid, in euros; never more than what was voted."""

    convention = models.OneToOneField(Convention, on_delete=models.PROTECT, related_name="payment")
    amount = MoneyField("montant versé")
    mandate_number = models.CharField("numéro de mandat", max_length=40)
    paid_on = models.DateField("versé le")

    class Meta:
        verbose_name = "versement"
        ordering = ["paid_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=Decimal("0")), name="payment_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.convention} : {self.amount}"
