"""The dossier: one porteur answers one call."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tne38.core.models import StoredFile
from tne38.core.text import fold

from ..enums import CandidacyState, Origin
from ..terms import Terms
from ..workflow import CandidacyWorkflow
from .calls import Call
from .organisations import Membership, Organisation


class CandidacyQuerySet(models.QuerySet["Candidacy"]):
    def visible_to(self, user: Any) -> "CandidacyQuerySet":
        """The dossiers this person may see: their organisations', and the deposited ones for the programme."""
        from ..rules import sees_deposited

        if not user.is_authenticated:
            return self.none()
        mine = Q(organisation__in=Membership.objects.filter(user=user).values("organisation"))
        if sees_deposited(user):
            mine |= ~Q(state=CandidacyState.DRAFT)
        return self.filter(mine)

    def deposited(self) -> "CandidacyQuerySet":
        """Every dossier that has been deposited, whatever became of it."""
        return self.exclude(state=CandidacyState.DRAFT)

    def in_ranking(self) -> "CandidacyQuerySet":
        """The dossiers that a prioritisation ranks: deposited, not withdrawn, not found non-conforming."""
        out = [
            CandidacyState.DRAFT,
            CandidacyState.WITHDRAWN,
            CandidacyState.LAPSED,
            CandidacyState.NON_CONFORMING,
        ]
        return self.exclude(state__in=out)

    def locked(self, pk: int) -> "Candidacy":
        """The dossier, locked until the end of the transaction, with its call and its porteur."""
        return self.select_for_update(of=("self",)).select_related("call", "organisation").get(pk=pk)


class Candidacy(CandidacyWorkflow):
    """A dossier. Its state only changes through `workflow.py`; once deposited it is never deleted."""

    call = models.ForeignKey(Call, verbose_name="appel", on_delete=models.PROTECT, related_name="candidacies")
    organisation = models.ForeignKey(
        Organisation, verbose_name="porteur", on_delete=models.PROTECT, related_name="candidacies"
    )
    number = models.CharField("numéro", max_length=20, null=True, unique=True, editable=False)
    origin = models.CharField("origine", max_length=10, choices=Origin, default=Origin.ONLINE)
    reference = models.CharField("référence du fichier d’origine", max_length=80, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    postmark_on = models.DateField("cachet de la poste", null=True, blank=True)
    received_on = models.DateField("reçu le", null=True, blank=True)
    deposited_at = models.DateTimeField(
        "déposé le",
        null=True,
        editable=False,
        help_text="Sur papier : le jour du cachet de la poste, à 0 h.",
    )
    frozen = models.JSONField("réglages au dépôt", default=dict, editable=False)
    acknowledgement = models.ForeignKey(
        StoredFile,
        verbose_name="accusé de réception",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="créé par",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("modifié le", auto_now=True)
    # Number, porteur, schools and their UAI, folded: what the agents' search looks into.
    search_text = models.TextField(blank=True, editable=False)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        ordering = ["-deposited_at", "-id"]
        indexes = [
            models.Index(fields=["call", "state", "deposited_at"]),
            models.Index(fields=["-deposited_at", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "organisation"],
                condition=~Q(state__in=["withdrawn", "lapsed"]),
                name="one_dossier_per_porteur_and_call",
                violation_error_message="Ce porteur a déjà un dossier pour cet appel.",
            ),
            models.UniqueConstraint(
                fields=["call", "reference"],
                condition=~Q(reference=""),
                name="one_dossier_per_reference",
                violation_error_message="Cette référence existe déjà pour cet appel.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CandidacyState.values), name="candidacy_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True, deposited_at__isnull=True)
                | (~Q(state="draft") & Q(number__isnull=False, deposited_at__isnull=False)),
                name="deposited_dossier_has_number_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(origin="papier") | Q(postmark_on__isnull=False, received_on__isnull=False),
                name="paper_dossier_has_its_dates",
                violation_error_message="Indiquez le cachet de la poste et la date de réception.",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"Brouillon {self.pk}"

    @property
    def terms(self) -> Terms:
        """What the amounts depend on: kept from the deposit, the call's until then."""
        return Terms.from_data(self.frozen) if self.frozen else self.call.terms

    def refresh_search_text(self) -> None:
        """Write again what the agents' search looks into."""
        schools = [f"{project.school.search_text}" for project in self.projects.select_related("school")]
        self.search_text = fold(" ".join([self.number or "", self.organisation.name, *schools]))
