"""Conformity: what the commission technique verifies for a call, and what was found in each dossier."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from applications.models import Call, Candidacy

from ..enums import CheckResult, Fact, FoundBy


class CheckItem(models.Model):
    """A point that every dossier of a call goes through; a fact decides it, or an agent does."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="check_items")
    label = models.CharField("point à contrôler", max_length=200)
    help = models.TextField("aide", blank=True, max_length=500)
    fact = models.CharField(
        "décidé par",
        max_length=20,
        choices=Fact,
        blank=True,
        help_text="Vide : l’agent se prononce.",
    )
    # The page of the form where it is mended; a fact knows its own.
    step = models.CharField("rubrique à corriger", max_length=50, blank=True)
    position = models.PositiveIntegerField("ordre", default=0)
    is_active = models.BooleanField("en service", default=True)

    class Meta:
        verbose_name = "point de conformité"
        verbose_name_plural = "points de conformité"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "label"],
                name="check_item_once_per_call",
                violation_error_message="Ce point est déjà dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Check(models.Model):
    """What was found of a point in a dossier: by an agent, or by the facts when the verdict was given."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="checks"
    )
    item = models.ForeignKey(CheckItem, verbose_name="point", on_delete=models.PROTECT, related_name="checks")
    result = models.CharField("résultat", max_length=20, choices=CheckResult)
    found_by = models.CharField("constaté par", max_length=10, choices=FoundBy)
    comment = models.TextField("remarque", blank=True, max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="agent", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "contrôle de conformité"
        verbose_name_plural = "contrôles de conformité"
        ordering = ["item__position", "item_id"]
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "item"], name="one_check_per_item"),
            models.CheckConstraint(
                condition=~Q(result="non_rempli") | ~Q(comment=""),
                name="failed_check_says_why",
                violation_error_message="Dites ce qui ne va pas : le porteur doit pouvoir le corriger.",
            ),
            models.CheckConstraint(
                condition=Q(found_by="agent") | Q(by__isnull=True), name="fact_is_nobodys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} · {self.item}"
