"""Money claimed back from a beneficiary (article 11 of the convention), after it has been heard."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from applications.models import Candidacy
from tne38.core.models import StoredFile
from tne38.core.money_fields import MoneyField

from ..recovery.workflow import OPEN_RECOVERY, UNDECIDED, RecoveryState, RecoveryWorkflow
from .conventions import Convention

_NOTHING = Decimal("0.00")
_AUTHOR = {"on_delete": models.PROTECT, "related_name": "+"}


class RecoveryGround(models.TextChoices):
    NOT_JUSTIFIED = "depense_non_justifiee", "Dépense non justifiée"
    PARTLY_CARRIED_OUT = "execution_partielle", "Projet réalisé en partie"
    MISUSED = "emploi_non_conforme", "Matériel non employé comme convenu"
    NOT_KEPT = "conservation", "Matériel non conservé pendant la durée prévue"
    CONDITION = "engagement_non_tenu", "Engagement de la convention non tenu"
    OVERPAID = "trop_verse", "Montant versé à tort ou en trop"


class Recovery(RecoveryWorkflow):
    """A sum that the Département means to claim back, then what became of it; amounts in euros.

    The beneficiary is told why and has until `answer_by` to answer, in writing or by word of mouth (CRPA, art.
    L121-1, L122-1 and L122-2); only then does a second person decide.
    """

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="recoveries")
    ground = models.CharField("fondement", max_length=30, choices=RecoveryGround)
    reason = models.TextField("motifs")
    amount = MoneyField("montant envisagé")
    department_share = MoneyField("part du Département")
    tne_share = MoneyField("part TNE")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="ouvert par", **_AUTHOR)
    opened_on = models.DateField("ouvert le")
    answer_by = models.DateField("observations jusqu’au")
    notice = models.ForeignKey(StoredFile, verbose_name="lettre d’information", **_AUTHOR)

    answer = models.TextField("observations", blank=True)
    answer_file = models.ForeignKey(StoredFile, verbose_name="pièce jointe", null=True, **_AUTHOR)
    answered_on = models.DateField("observations reçues le", null=True)
    hearing_asked = models.BooleanField("demande à être entendu", default=False)
    heard_on = models.DateField("entendu le", null=True)
    hearing = models.TextField("observations orales", blank=True)

    decided_amount = MoneyField("montant décidé", null=True)
    decided_department_share = MoneyField("part du Département décidée", null=True)
    decided_tne_share = MoneyField("part TNE décidée", null=True)
    decision_reason = models.TextField("motifs de la décision", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="décidé par", null=True, **_AUTHOR)
    decided_on = models.DateField("décidé le", null=True)
    decision = models.ForeignKey(StoredFile, verbose_name="lettre de décision", null=True, **_AUTHOR)

    title_number = models.CharField("numéro du titre de recettes", max_length=40, blank=True)
    titled_on = models.DateField("titre émis le", null=True)
    returned_on = models.DateField("remboursé le", null=True)

    class Meta:
        verbose_name = "reversement"
        ordering = ["opened_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RecoveryState.values), name="recovery_has_a_known_state"
            ),
            models.UniqueConstraint(
                fields=["convention"],
                condition=Q(state__in=OPEN_RECOVERY),
                name="one_open_recovery_per_convention",
                violation_error_message="Un reversement est déjà en cours pour cette convention.",
            ),
            models.CheckConstraint(
                condition=Q(
                    amount=F("department_share") + F("tne_share"),
                    amount__gt=_NOTHING,
                    department_share__gte=_NOTHING,
                    tne_share__gte=_NOTHING,
                ),
                name="claimed_back_shares_add_up",
            ),
            models.CheckConstraint(
                condition=Q(decided_amount__isnull=True)
                | Q(
                    decided_amount=F("decided_department_share") + F("decided_tne_share"),
                    decided_amount__lte=F("amount"),
                    decided_department_share__gte=_NOTHING,
                    decided_tne_share__gte=_NOTHING,
                ),
                name="decided_back_within_what_was_told",
                violation_error_message="Le montant décidé ne dépasse pas celui qui a été annoncé au bénéficiaire.",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=UNDECIDED) & Q(decided_on__isnull=True, decided_amount__isnull=True))
                | (
                    ~Q(state__in=UNDECIDED)
                    & Q(
                        decided_on__isnull=False,
                        decided_amount__isnull=False,
                        decided_by__isnull=False,
                        decision__isnull=False,
                    )
                    & ~Q(decision_reason="")
                ),
                name="decided_recovery_has_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDECIDED)
                | Q(state=RecoveryState.DROPPED, decided_amount=_NOTHING)
                | (~Q(state=RecoveryState.DROPPED) & Q(decided_amount__gt=_NOTHING)),
                name="dropped_recovery_asks_for_nothing",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | Q(answered_on__isnull=False)
                | Q(decided_on__gt=F("answer_by")),
                name="recovery_decided_after_an_answer_or_its_deadline",
                violation_error_message="La décision attend les observations du bénéficiaire, ou la fin du délai.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(hearing_asked=False) | Q(heard_on__isnull=False),
                name="recovery_decided_after_the_hearing",
                violation_error_message="Le bénéficiaire a demandé à être entendu : la décision attend l’audition.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("opened_by")),
                name="recovery_opened_and_decided_by_two_people",
                violation_error_message="La personne qui décide n’est pas celle qui a ouvert le reversement.",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecoveryState.ANSWERED) | Q(answered_on__isnull=False),
                name="answered_recovery_is_dated",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=[RecoveryState.TITLED, RecoveryState.RETURNED])
                    & Q(titled_on__gte=F("decided_on"))
                    & ~Q(title_number="")
                )
                | (
                    ~Q(state__in=[RecoveryState.TITLED, RecoveryState.RETURNED])
                    & Q(titled_on__isnull=True, title_number="")
                ),
                name="recovery_is_called_for_by_a_title",
            ),
            models.CheckConstraint(
                condition=Q(state=RecoveryState.RETURNED, returned_on__gte=F("titled_on"))
                | (~Q(state=RecoveryState.RETURNED) & Q(returned_on__isnull=True)),
                name="returned_money_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"reversement du {self.opened_on:%d/%m/%Y}, {self.convention}"

    @property
    def candidacy(self) -> Candidacy:
        return self.convention.candidacy

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_RECOVERY

    @property
    def is_in_part(self) -> bool:
        """Whether the decision keeps less than what was told."""
        return self.decided_amount is not None and _NOTHING < self.decided_amount < self.amount

    def awaits_answer(self, today: date | None = None) -> bool:
        """Whether the beneficiary still has time to answer; the last day counts whole."""
        return self.state == RecoveryState.OPENED and (today or timezone.localdate()) <= self.answer_by

    @property
    def awaits_hearing(self) -> bool:
        """Whether the beneficiary asked to be heard and has not been."""
        return self.is_undecided and self.hearing_asked and self.heard_on is None
