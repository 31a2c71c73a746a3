"""What the beneficiary asks for, what is computed and checked of it, what is paid."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from applications.models.calls import RateField
from tne38.core.models import StoredFile
from tne38.core.money_fields import MoneyField

from ..payment.workflow import OPEN_CLAIM, ClaimState, ClaimWorkflow
from .conventions import Convention


class Claim(ClaimWorkflow):
    """A request for payment, of a part or of the balance: invoices, and what proves that they are paid."""

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="claims")
    filed_on = models.DateField("demandé le")
    # The balance: nothing more is asked for after it.
    final = models.BooleanField("solde", default=True)
    justified_expense = MoneyField("dépense présentée")
    # Visé by the trésorerie of a public body, or certified for an OGEC; null for what was recorded before it was asked.
    proof = models.ForeignKey(
        StoredFile,
        verbose_name="justificatif d’acquittement",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "demande de versement"
        verbose_name_plural = "demandes de versement"
        ordering = ["filed_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(justified_expense__gte=Decimal("0")), name="justified_expense_is_not_negative"
            ),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_has_a_known_state"),
            models.UniqueConstraint(
                fields=["convention"],
                condition=Q(state__in=OPEN_CLAIM),
                name="one_open_claim_per_convention",
                violation_error_message="Une demande de versement est déjà en cours.",
            ),
            models.UniqueConstraint(
                fields=["convention"],
                condition=Q(final=True),
                name="one_balance_per_convention",
                violation_error_message="Le solde est déjà demandé.",
            ),
        ]

    def __str__(self) -> str:
        return f"demande du {self.filed_on:%d/%m/%Y}, {self.convention}"

    @property
    def liquidated(self) -> "Liquidation | None":
        """Its liquidation, once there is one."""
        return getattr(self, "liquidation", None)


class Liquidation(models.Model):
    """What a request gives right to, in euros, with what it was computed from; checked by a second person."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="liquidation")
    granted = MoneyField("subvention accordée")
    rate = RateField("taux")
    tne_part = RateField("part TNE")
    # All the invoices of the convention together.
    justified = MoneyField("dépense retenue")
    before = MoneyField("déjà liquidé", default=Decimal("0.00"))
    amount = MoneyField("montant liquidé")
    department_share = MoneyField("part du Département")
    tne_share = MoneyField("part TNE")
    # What was granted of each article on that day: the computation is made again from it (`reconcile`).
    articles = models.JSONField("articles accordés", default=list)
    # The examination line by line, as it was shown.
    details = models.JSONField("détail", default=list)
    liquidated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="liquidé par",
        null=True,  # what was recorded before the names were kept
        on_delete=models.PROTECT,
        related_name="+",
    )
    liquidated_at = models.DateTimeField("liquidé le", default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vérifié par",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    checked_at = models.DateTimeField("vérifié le", null=True)

    class Meta:
        verbose_name = "liquidation"
        ordering = ["claim", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=F("department_share") + F("tne_share")), name="liquidated_shares_add_up"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=Decimal("0"), department_share__gte=Decimal("0"))
                & Q(
                    tne_share__gte=Decimal("0"),
                    before__gte=Decimal("0"),
                    granted__gte=F("before") + F("amount"),
                ),
                name="liquidated_within_what_is_granted",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True)
                | Q(liquidated_by__isnull=True)
                | ~Q(checked_by=F("liquidated_by")),
                name="liquidated_and_checked_by_two_people",
                violation_error_message="La personne qui vérifie n’est pas celle qui a liquidé.",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | Q(checked_at__isnull=False),
                name="checked_liquidation_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} : {self.amount}"

    @property
    def settled(self) -> "Payment | None":
        """Its mandate, or the refusal to pay, once there is one."""
        return getattr(self, "payment", None)


class Payment(models.Model):
    """A liquidation under mandate, then paid; or nothing at all, with a reason."""

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="payments")
    liquidation = models.OneToOneField(Liquidation, on_delete=models.PROTECT, related_name="payment")
    amount = MoneyField("montant versé")
    department_share = MoneyField("part du Département")
    tne_share = MoneyField("part TNE")
    mandate_number = models.CharField("numéro de mandat", max_length=40, blank=True)
    mandated_on = models.DateField("mandaté le", null=True)
    paid_on = models.DateField("versé le", null=True)
    reason = models.TextField("motif d’un versement nul", blank=True)

    class Meta:
        verbose_name = "versement"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=Decimal("0")), name="payment_is_not_negative"),
            models.CheckConstraint(
                condition=Q(amount=F("department_share") + F("tne_share")), name="paid_shares_add_up"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=Decimal("0"), mandated_on__isnull=False) & ~Q(mandate_number="")
                | Q(amount=Decimal("0"), mandate_number="") & ~Q(reason=""),
                name="payment_has_a_mandate_or_a_reason",
                violation_error_message="Un versement a un mandat ; un versement nul a un motif.",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True)
                | Q(mandated_on__isnull=True)
                | Q(paid_on__gte=F("mandated_on")),
                name="payment_follows_its_mandate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.convention} : {self.amount}"


class Balance(models.Model):
    """The account of a convention, in euros: the database refuses to liquidate, pay or claim back too much."""

    convention = models.OneToOneField(Convention, on_delete=models.PROTECT, related_name="balance")
    granted = MoneyField("accordé")
    liquidated = MoneyField("liquidé", default=Decimal("0.00"))
    paid = MoneyField("mandaté", default=Decimal("0.00"))
    returned = MoneyField("reversé", default=Decimal("0.00"))

    class Meta:
        verbose_name = "compte d’une convention"
        verbose_name_plural = "comptes des conventions"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    returned__gte=Decimal("0"),
                    paid__gte=F("returned"),
                    liquidated__gte=F("paid"),
                    granted__gte=F("liquidated"),
                ),
                name="never_more_paid_than_granted",
                violation_error_message="Le total versé ne peut pas dépasser la subvention accordée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.convention} : {self.paid} sur {self.granted}"
