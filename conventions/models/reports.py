"""The compte rendu financier of a private body: its due date, its table, what it explains."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from applications.models import Candidacy
from tne38.core.models import StoredFile
from tne38.core.money_fields import MoneyField

from ..financial_report.workflow import ReportState, ReportWorkflow
from .conventions import Convention


class FinancialReport(ReportWorkflow):
    """What a private body owes within six months of the end of the exercise (loi 2000-321, art. 10)."""

    convention = models.OneToOneField(Convention, on_delete=models.PROTECT, related_name="financial_report")
    exercise_ends_on = models.DateField("fin de l’exercice")
    due_on = models.DateField("à remettre jusqu’au", db_index=True)
    filed_on = models.DateField("déposé le", null=True)
    explanation = models.TextField("explication des écarts", blank=True)
    outcome = models.TextField("bilan de l’action", blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name="pièce jointe", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # What does not fit, while it is to be done again.
    refusal = models.TextField("ce qui ne convient pas", blank=True)
    accepted_on = models.DateField("accepté le", null=True)

    class Meta:
        verbose_name = "compte rendu financier"
        verbose_name_plural = "comptes rendus financiers"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gt=F("exercise_ends_on")), name="report_is_due_after_its_exercise"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="report_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state="awaited", filed_on__isnull=True)
                | (~Q(state="awaited") & Q(filed_on__isnull=False)),
                name="filed_report_is_dated",
            ),
            models.CheckConstraint(
                condition=(Q(state="to_redo") & ~Q(refusal="")) | (~Q(state="to_redo") & Q(refusal="")),
                name="report_to_redo_says_why",
                violation_error_message="Dites ce qui ne convient pas.",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_on__isnull=False)
                | (~Q(state="accepted") & Q(accepted_on__isnull=True)),
                name="accepted_report_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"Compte rendu financier de la convention n° {self.convention.number}"

    @property
    def candidacy(self) -> Candidacy:
        return self.convention.candidacy


class Side(models.TextChoices):
    EXPENSE = "charge", "Charges"
    INCOME = "produit", "Produits"


class ReportLine(models.Model):
    """One line of the table: what was planned, what was spent or received, in euros."""

    report = models.ForeignKey(FinancialReport, on_delete=models.PROTECT, related_name="lines")
    side = models.CharField("côté", max_length=10, choices=Side)
    position = models.PositiveIntegerField("ordre")
    label = models.CharField("intitulé", max_length=200)
    planned = MoneyField("prévu")
    actual = MoneyField("réalisé")

    class Meta:
        verbose_name = "ligne de compte rendu"
        verbose_name_plural = "lignes de compte rendu"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="one_report_line_per_position"),
            models.CheckConstraint(
                condition=Q(side__in=Side.values) & ~Q(label=""), name="report_line_is_named"
            ),
            models.CheckConstraint(
                condition=Q(planned__gte=Decimal("0"), actual__gte=Decimal("0")),
                name="report_line_is_not_negative",
                violation_error_message="Un montant n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} : {self.actual}"
