"""What the commission decided."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from applications.models import Candidacy
from tne38.core.money_fields import MoneyField

from ..enums import Outcome
from .documents import Letter
from .rankings import Score
from .sessions import Session


class DecisionQuerySet(models.QuerySet["Decision"]):
    def told(self) -> "DecisionQuerySet":
        """Those that the porteur may read: what a session decides is told by its letter."""
        return self.filter(Q(session__isnull=True) | Q(letter__isnull=False))


class Decision(models.Model):
    """What the commission decided of a dossier, and why."""

    candidacy = models.OneToOneField(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="decision"
    )
    outcome = models.CharField("décision", max_length=20, choices=Outcome)
    amount = MoneyField("subvention accordée", default=Decimal("0.00"))
    department_share = MoneyField("part du Département", default=Decimal("0.00"))
    tne_share = MoneyField("part TNE", default=Decimal("0.00"))
    quoted_expense = MoneyField("dépense éligible des devis", null=True)
    reason = models.TextField("motif", blank=True)
    decided_on = models.DateField("décidé le")
    score = models.ForeignKey(Score, verbose_name="rang", null=True, on_delete=models.PROTECT)
    # The session that took it; null for a decision taken outside one.
    session = models.ForeignKey(
        Session, verbose_name="séance", null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    # Null until the porteur is told.
    letter = models.OneToOneField(
        Letter, verbose_name="lettre", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    actor_label = models.CharField("enregistré par", max_length=254, blank=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="selected", amount__gt=Decimal("0"))
                | (~Q(outcome="selected") & Q(amount=Decimal("0"))),
                name="only_a_selected_dossier_has_an_amount",
                violation_error_message="Un dossier retenu a un montant, un autre n’en a pas.",
            ),
            models.CheckConstraint(
                condition=Q(amount=F("department_share") + F("tne_share")),
                name="decision_shares_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} : {self.get_outcome_display()}"
