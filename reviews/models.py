"""Who decides and why: rankings with their inputs, the envelope, the decision."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from applications.models import Call, Candidacy
from tne38.core.money_fields import MoneyField

from .enums import Funder, Outcome


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


class Envelope(models.Model):
    """What one funder puts into a call, in euros."""

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.PROTECT, related_name="envelopes")
    funder = models.CharField("financeur", max_length=20, choices=Funder)
    amount = MoneyField("montant")

    class Meta:
        verbose_name = "enveloppe"
        ordering = ["call", "funder"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "funder"],
                name="one_envelope_per_funder",
                violation_error_message="Ce financeur a déjà une enveloppe pour cet appel.",
            ),
            models.CheckConstraint(condition=Q(amount__gte=Decimal("0")), name="envelope_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.call} – {self.get_funder_display()}"


class Reservation(models.Model):
    """What a decision takes from an envelope, in euros."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="reservations")
    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="reservations")
    amount = MoneyField("montant")

    class Meta:
        verbose_name = "réservation"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "candidacy"], name="one_reservation_per_dossier"),
            models.CheckConstraint(condition=Q(amount__gte=Decimal("0")), name="reservation_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} : {self.amount}"


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
    actor_label = models.CharField("enregistré par", max_length=254, blank=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

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
