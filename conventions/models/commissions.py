"""The commission permanente: its meetings, the dossiers put to it and what it voted."""

from decimal import Decimal
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from applications.models import Candidacy
from tne38.core.models import StoredFile
from tne38.core.money_fields import MoneyField

ACT_NUMBER = RegexValidator(
    r"^\d{4} CP\d{2} [A-Z] \d{1,2} \d{1,3}$", "Un numéro d’acte s’écrit comme « 2025 CP06 B 16 31 »."
)


class CommissionQuerySet(models.QuerySet["PermanentCommission"]):
    def visible_to(self, user: Any) -> "CommissionQuerySet":
        """All of them for those who work for the programme, none for anyone else."""
        return self if user.has_perm("conventions.view_permanentcommission") else self.none()

    def with_report_for(self, user: Any) -> "CommissionQuerySet":
        """Those whose report this person reads: voted, or of which every dossier opens for them."""
        shut = Candidacy.objects.shut_to(user).filter(commission_items__commission=OuterRef("pk"))
        return self.visible_to(user).filter(Q(number__isnull=False) | ~Exists(shut.order_by()))

    def locked(self, pk: int) -> "PermanentCommission":
        """The meeting, locked until the end of the transaction: after the dossiers, before the numbers."""
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class PermanentCommission(models.Model):
    """A meeting of the commission permanente and the act it adopted (CGCT, art. L3211-2).

    Prepared at first; its report is then frozen; its number comes with the vote.
    """

    number = models.CharField(
        "numéro de l’acte", max_length=30, null=True, blank=True, unique=True, validators=[ACT_NUMBER]
    )
    held_on = models.DateField("date de la séance")
    transmitted_on = models.DateField("transmis au préfet le", null=True, blank=True)
    published_on = models.DateField("publié le", null=True, blank=True)
    frozen_at = models.DateTimeField("rapport arrêté le", null=True, editable=False)
    data = models.JSONField("contenu du rapport", default=dict, editable=False)
    template_version = models.CharField("version du modèle", max_length=20, blank=True, editable=False)
    report = models.ForeignKey(
        StoredFile,
        verbose_name="rapport",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    annex = models.ForeignKey(
        StoredFile,
        verbose_name="annexe",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = CommissionQuerySet.as_manager()

    class Meta:
        verbose_name = "commission permanente"
        verbose_name_plural = "commissions permanentes"
        ordering = ["-held_on", "number", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=False) | Q(report__isnull=True, annex__isnull=True),
                name="commission_prints_a_frozen_report",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(transmitted_on__isnull=True, published_on__isnull=True),
                name="commission_publishes_a_voted_act",
                violation_error_message="Seul un acte voté est transmis et publié.",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"n° {self.number} du {self.held_on:%d/%m/%Y}" if self.number else f"du {self.held_on:%d/%m/%Y}"
        )

    @property
    def is_voted(self) -> bool:
        return self.number is not None

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def stage(self) -> str:
        """Where the meeting is, in words."""
        if self.is_voted:
            return "Votée"
        return "Rapport arrêté" if self.is_frozen else "En préparation"


class ItemOutcome(models.TextChoices):
    ADOPTED = "adopted", "Adopté"
    ADJOURNED = "adjourned", "Ajourné"
    REMOVED = "removed", "Retiré"


class CommissionItem(models.Model):
    """A dossier put to a meeting. One that is adjourned or removed may be put to another one."""

    commission = models.ForeignKey(PermanentCommission, on_delete=models.PROTECT, related_name="items")
    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="commission_items"
    )
    outcome = models.CharField("résultat", max_length=20, choices=ItemOutcome, blank=True)
    reason = models.CharField("motif", max_length=500, blank=True)

    class Meta:
        verbose_name = "dossier d’une commission permanente"
        verbose_name_plural = "dossiers des commissions permanentes"
        ordering = ["commission", "candidacy__number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy"],
                condition=Q(outcome__in=["", "adopted"]),
                name="one_commission_at_a_time",
                violation_error_message="Ce dossier est déjà inscrit à une commission permanente.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commission} · {self.candidacy}"


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
