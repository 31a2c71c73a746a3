"""What changes a notified convention: its last day, its amount; one amendment at a time, frozen like it."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from applications.models import Candidacy
from tne38.core.models import StoredFile
from tne38.core.money_fields import MoneyField

from ..amendment.workflow import OPEN_AMENDMENT, AmendmentState, AmendmentWorkflow
from .commissions import ACT_NUMBER
from .conventions import Convention

_NOTHING = Decimal("0.00")
_FILE = {"null": True, "on_delete": models.PROTECT, "related_name": "+"}


class Amendment(AmendmentWorkflow):
    """An amendment with what it changes, before and after; amounts in euros. It takes effect once notified.

    A change that it does not make has no value after it.
    """

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="amendments")
    rank = models.PositiveIntegerField("rang")
    number = models.CharField("numéro", max_length=20, unique=True)
    reason = models.TextField("motif")
    asked_on = models.DateField("demandé le")
    act = models.CharField(
        "acte de la commission permanente", max_length=30, blank=True, validators=[ACT_NUMBER]
    )

    claims_until_before = models.DateField("dernier jour pour demander le versement, avant")
    claims_until = models.DateField("dernier jour pour demander le versement, après", null=True)
    granted_before = MoneyField("subvention, avant")
    department_before = MoneyField("part du Département, avant")
    tne_before = MoneyField("part TNE, avant")
    granted = MoneyField("subvention, après", null=True)
    department_share = MoneyField("part du Département, après", null=True)
    tne_share = MoneyField("part TNE, après", null=True)

    file = models.ForeignKey(StoredFile, verbose_name="document", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    data = models.JSONField("données", default=dict)
    template_version = models.CharField("version du modèle", max_length=20)
    made_on = models.DateField("établi le")

    authorisation = models.ForeignKey(StoredFile, verbose_name="autorisation de signer", **_FILE)
    signed_copy = models.ForeignKey(StoredFile, verbose_name="exemplaire signé", **_FILE)
    signed_on = models.DateField("signé par le bénéficiaire le", null=True)
    final_copy = models.ForeignKey(StoredFile, verbose_name="exemplaire signé de tous", **_FILE)
    countersigned_on = models.DateField("signé par le président le", null=True)
    notified_on = models.DateField("notifié le", null=True)

    class Meta:
        verbose_name = "avenant"
        ordering = ["convention", "rank"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AmendmentState.values), name="amendment_has_a_known_state"
            ),
            models.UniqueConstraint(fields=["convention", "rank"], name="one_amendment_per_rank"),
            models.UniqueConstraint(
                fields=["convention"],
                condition=Q(state__in=OPEN_AMENDMENT),
                name="one_open_amendment_per_convention",
                violation_error_message="Un avenant est déjà en cours pour cette convention.",
            ),
            models.CheckConstraint(
                condition=Q(claims_until__isnull=False) | Q(granted__isnull=False),
                name="amendment_changes_something",
                violation_error_message="Un avenant change la date ou le montant.",
            ),
            models.CheckConstraint(
                condition=Q(claims_until__isnull=True) | Q(claims_until__gt=F("claims_until_before")),
                name="amendment_prolongs",
                violation_error_message="Un avenant prolonge le délai.",
            ),
            models.CheckConstraint(
                condition=Q(granted_before=F("department_before") + F("tne_before")),
                name="shares_before_an_amendment_add_up",
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True, department_share__isnull=True, tne_share__isnull=True)
                | Q(
                    granted=F("department_share") + F("tne_share"),
                    granted__gt=_NOTHING,
                    granted__lt=F("granted_before"),
                    department_share__gte=_NOTHING,
                    tne_share__gte=_NOTHING,
                ),
                name="amendment_lowers_the_amount",
                violation_error_message="Un avenant ne porte jamais la subvention au-dessus de ce qui est voté.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AmendmentState.SIGNED, AmendmentState.NOTIFIED])
                | Q(signed_on__isnull=False, signed_copy__isnull=False, authorisation__isnull=False),
                name="signed_amendment_has_its_copy",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=AmendmentState.NOTIFIED,
                    final_copy__isnull=False,
                    countersigned_on__gte=F("signed_on"),
                    notified_on__gte=F("countersigned_on"),
                )
                | (~Q(state=AmendmentState.NOTIFIED) & Q(notified_on__isnull=True)),
                name="notified_amendment_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"avenant n° {self.rank} à la convention n° {self.convention.number}"

    @property
    def candidacy(self) -> Candidacy:
        return self.convention.candidacy

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_AMENDMENT
