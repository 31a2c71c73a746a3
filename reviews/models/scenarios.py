"""What would happen under other settings: kept apart, so that trying never touches what is decided."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models import Call, Candidacy
from applications.models.calls import RateField
from tne38.core.money_fields import MoneyField

from .grid import JudgedCriterion

# The settings of a rule that a scenario may change, named as in `scoring.Rule`.
RULE_SETTINGS = (
    "minimum_criteria",
    "priority_threshold",
    "standard_threshold",
    "low_equipment_rate",
    "points_isolated",
    "points_size",
    "points_low_equipment",
)


class Scenario(models.Model):
    """Other settings for a call. An empty setting is that of the call, which may change meanwhile."""

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.PROTECT, related_name="scenarios")
    name = models.CharField("nom", max_length=80)
    minimum_criteria = models.PositiveIntegerField("critères pour être prioritaire", null=True, blank=True)
    priority_threshold = MoneyField("seuil des établissements prioritaires", null=True, blank=True)
    standard_threshold = MoneyField("seuil des autres établissements", null=True, blank=True)
    low_equipment_rate = RateField("taux d’équipement faible, en dessous de", null=True, blank=True)
    points_isolated = models.PositiveIntegerField("points : établissement isolé", null=True, blank=True)
    points_size = models.PositiveIntegerField("points : taille", null=True, blank=True)
    points_low_equipment = models.PositiveIntegerField("points : faible équipement", null=True, blank=True)
    envelope = MoneyField("enveloppe, tous financeurs ensemble", null=True, blank=True)
    actor_label = models.CharField("créé par", max_length=254, blank=True)
    created_at = models.DateTimeField("créé le", default=timezone.now)

    class Meta:
        verbose_name = "scénario"
        ordering = ["call", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "name"],
                name="one_scenario_per_name",
                violation_error_message="Un scénario de cet appel porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(priority_threshold__isnull=True) | Q(priority_threshold__gte=Decimal("0")),
                name="scenario_priority_threshold_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(standard_threshold__isnull=True) | Q(standard_threshold__gte=Decimal("0")),
                name="scenario_standard_threshold_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(low_equipment_rate__isnull=True) | Q(low_equipment_rate__gte=0),
                name="scenario_rate_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(envelope__isnull=True) | Q(envelope__gte=Decimal("0")),
                name="scenario_envelope_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def settings(self) -> dict[str, object]:
        """The settings of the rule that it changes, by name."""
        values = {name: getattr(self, name) for name in RULE_SETTINGS}
        return {name: value for name, value in values.items() if value is not None}


class ScenarioWeight(models.Model):
    """The weight that a scenario gives to a criterion judged by the members; 0: it counts for nothing."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="weights")
    criterion = models.ForeignKey(
        JudgedCriterion, verbose_name="critère", on_delete=models.CASCADE, related_name="+"
    )
    weight = models.PositiveIntegerField("poids")

    class Meta:
        verbose_name = "poids d’un scénario"
        verbose_name_plural = "poids d’un scénario"
        ordering = ["scenario", "criterion__position", "criterion_id"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "criterion"], name="one_weight_per_criterion"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} : {self.weight}"


class ScenarioLine(models.Model):
    """The amount that a scenario gives to one dossier, in euros, in place of the proposition."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="lines")
    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="+"
    )
    amount = MoneyField("montant")

    class Meta:
        verbose_name = "montant d’un scénario"
        verbose_name_plural = "montants d’un scénario"
        ordering = ["scenario", "id"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "candidacy"], name="one_amount_per_dossier"),
            models.CheckConstraint(
                condition=Q(amount__gte=Decimal("0")), name="scenario_amount_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} : {self.amount}"
