"""The dossier: one porteur answers one call."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q
from django.utils import timezone

from tne38.accounts.enums import Role
from tne38.accounts.rules import sees_every_call
from tne38.core.models import StoredFile
from tne38.core.text import fold

from ..enums import CandidacyState, Origin
from ..scopes import dossiers_opened_to
from ..terms import Terms
from ..workflow import CandidacyWorkflow
from .calls import Call
from .organisations import Membership, Organisation


def _studied_by(user: Any) -> Q:
    """The deposited dossiers, for those who work for the programme: all, or what `scopes.py` opens to them.

    A conflict of interest shuts a dossier to a member of the commission.
    """
    from ..conflicts import is_shut
    from ..rules import sees_deposited

    if not user.is_authenticated or not sees_deposited(user):
        return Q(pk__in=[])
    deposited = ~Q(state=CandidacyState.DRAFT)
    if not sees_every_call(user):
        deposited &= dossiers_opened_to(user)
    return deposited & ~is_shut(user, OuterRef("pk")) if user.has_role(Role.COMMISSION) else deposited


class CandidacyQuerySet(models.QuerySet["Candidacy"]):
    def visible_to(self, user: Any) -> "CandidacyQuerySet":
        """The dossiers this person may see: their organisations', and those they study for the programme.

        A paper dossier being typed is seen by the agents alone.
        """
        from ..rules import enters_paper

        if not user.is_authenticated:
            return self.none()
        on_paper = Q(state=CandidacyState.DRAFT, origin=Origin.PAPER)
        mine = Q(organisation__in=Membership.objects.filter(user=user).values("organisation")) & ~on_paper
        mine |= _studied_by(user)
        if enters_paper(user):
            mine |= on_paper
        return self.filter(mine)

    def for_programme(self, user: Any) -> "CandidacyQuerySet":
        """The deposited dossiers that this person studies for the programme: what the agents' site shows.

        Whoever acts for a porteur sees its dossier on the porteur's own pages alone.
        """
        return self.filter(_studied_by(user))

    def shut_to(self, user: Any) -> "CandidacyQuerySet":
        """The deposited dossiers that do not open for this person: kept away from, or not theirs to study."""
        if sees_every_call(user) and not user.has_role(Role.COMMISSION):
            return self.none()
        return self.deposited().exclude(pk__in=Candidacy.objects.for_programme(user).values("pk"))

    def deposited(self) -> "CandidacyQuerySet":
        """Every dossier that has been deposited, whatever became of it."""
        return self.exclude(state=CandidacyState.DRAFT)

    def paper_drafts(self) -> "CandidacyQuerySet":
        """The paper dossiers that agents are typing."""
        return self.filter(state=CandidacyState.DRAFT, origin=Origin.PAPER)

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
        """The dossier, locked until the end of the transaction, with its call and its porteur.

        Its key is not: a row that only refers to it, checked at the commit, does not wait for whoever holds it.
        """
        rows = self.select_for_update(of=("self",), no_key=True)
        return rows.select_related("call", "organisation").get(pk=pk)


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
    # The call's closing, put off for this dossier alone; see `Extension`.
    extended_until = models.DateTimeField("délai prolongé jusqu’au", null=True, blank=True, editable=False)
    # Hours before the closing of the last reminder sent: 168, then 48.
    reminded = models.PositiveSmallIntegerField(null=True, editable=False)
    frozen = models.JSONField("réglages au dépôt", default=dict, editable=False)
    acknowledgement = models.ForeignKey(
        StoredFile,
        verbose_name="accusé de réception",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # A porteur without e-mail address is written to by the post: an agent prints the accusé and notes the sending.
    acknowledgement_by_post = models.BooleanField("accusé à poster", default=False, editable=False)
    acknowledgement_posted_on = models.DateField("accusé posté le", null=True, editable=False)
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

    # The person whose page this is: what is shown depends on their role. Set by views/access.py.
    seen_by: Any

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
            models.CheckConstraint(
                condition=Q(acknowledgement_posted_on__isnull=True) | Q(acknowledgement_by_post=True),
                name="only_a_letter_is_posted",
                violation_error_message="Cet accusé de réception a été envoyé par courriel.",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"Brouillon {self.pk}"

    @property
    def is_paper_draft(self) -> bool:
        """Whether an agent is typing it for its porteur."""
        return self.state == CandidacyState.DRAFT and self.origin == Origin.PAPER

    @property
    def terms(self) -> Terms:
        """What the amounts depend on: kept from the deposit; until then the call's, for this porteur."""
        if self.frozen:
            return Terms.from_data(self.frozen)
        return self.call.terms_for(self.organisation.recovers_vat)

    @property
    def closes_at(self) -> datetime:
        """The last instant of its deposit: the call's, or later when it was put off for this dossier."""
        return max(self.call.closes_at, self.extended_until or self.call.closes_at)

    def is_open(self, at: datetime) -> bool:
        """Whether its deposit on line is taken at this moment; the closing second itself still counts."""
        at = at.replace(microsecond=0)
        return self.call.opens_at <= at <= self.closes_at

    @property
    def open_correction(self) -> Any:
        """The request for corrections that waits for its answer; None without. No query when they are loaded."""
        return next((request for request in self.correction_requests.all() if request.is_open), None)

    def refresh_search_text(self) -> None:
        """Write again what the agents' search looks into."""
        schools = [f"{project.school.search_text}" for project in self.projects.select_related("school")]
        self.search_text = fold(" ".join([self.number or "", self.organisation.name, *schools]))
