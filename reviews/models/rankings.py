"""The prioritisation of a call, kept with its inputs."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from applications.models import Call, Candidacy
from tne38.core.money_fields import MoneyField


class Ranking(models.Model):
    """One prioritisation of a call: the rule it followed and when. The latest is the one in force."""

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.PROTECT, related_name="rankings")
    rule = models.JSONField("règle")
    totals = models.JSONField("totaux", default=dict)
    actor_label = models.CharField("demandé par", max_length=254, blank=True)
    created_at = models.DateTimeField("calculé le", default=timezone.now)

    class Meta:
        verbose_name = "classement"
        ordering = ["-created_at", "-id"]
        get_latest_by = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.call} – {timezone.localtime(self.created_at):%d/%m/%Y %H:%M}"


class Score(models.Model):
    """The place of one dossier in a ranking, with everything the calculation read."""

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="scores")
    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="scores"
    )
    rank = models.PositiveIntegerField("rang")
    inputs = models.JSONField("données lues")
    criteria = models.JSONField("critères")
    points = models.PositiveIntegerField("points")
    # The criteria that members judge, with the marks read; what they add to the points, rounded to two decimals.
    judged = models.JSONField("critères jugés", default=list)
    judged_points = models.DecimalField(
        "points des avis", max_digits=10, decimal_places=2, default=Decimal("0.00")
    )
    is_priority = models.BooleanField("prioritaire", null=True)
    expense_asked = MoneyField("dépense demandée")
    expense_eligible = MoneyField("dépense éligible")
    rate = models.DecimalField("taux", max_digits=5, decimal_places=4)
    amount_asked = MoneyField("montant demandé")
    amount_eligible = MoneyField("montant éligible")
    threshold = MoneyField("seuil", null=True)
    proposal = MoneyField("proposition")
    department_share = MoneyField("part du Département")
    tne_share = MoneyField("part TNE")
    to_arbitrate = models.BooleanField("à arbitrer", default=False)

    class Meta:
        verbose_name = "rang d’un dossier"
        verbose_name_plural = "rangs des dossiers"
        ordering = ["ranking", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "rank"], name="one_dossier_per_rank"),
            models.UniqueConstraint(fields=["ranking", "candidacy"], name="one_rank_per_dossier"),
            models.CheckConstraint(
                condition=Q(proposal=F("department_share") + F("tne_share")),
                name="shares_add_up_to_the_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank} · {self.candidacy}"

    @property
    def total_points(self) -> int | Decimal:
        """All the points; a whole number where no criterion is judged."""
        return self.points + self.judged_points if self.judged else self.points
