"""What each member of the commission thinks of a dossier, and who keeps away from it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from applications.conflicts import is_shut
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.accounts.rules import is_agent

from ..enums import COMMENTED, Stance
from .grid import JudgedCriterion

# While a dossier is at one of these, an opinion may still be given.
UNDECIDED = (State.DRAFT, State.DEPOSITED, State.IN_REVIEW, State.CONFORMING, State.NON_CONFORMING)


def readable_by(user: Any) -> Q:
    """Of dossiers: those whose opinions this person may read, besides their own.

    Whoever is asked for an opinion gives it first; a member who is not asked waits for the decision.
    """
    mine = Opinion.objects.filter(candidacy=OuterRef("pk"), member=user)
    settled = ~Q(state__in=UNDECIDED)
    if is_agent(user):
        return settled | ~Exists(mine.filter(filed_at__isnull=True))
    return settled | Exists(mine.filter(filed_at__isnull=False))


def may_read(user: Any, candidacy: Candidacy) -> bool:
    """Whether this person may read the opinions of others on one dossier; asked once a request."""
    known: dict[int, bool] = user.__dict__.setdefault("_reads_opinions_of", {})
    if candidacy.pk not in known:
        studied = Candidacy.objects.for_programme(user)
        known[candidacy.pk] = studied.filter(readable_by(user), pk=candidacy.pk).exists()
    return known[candidacy.pk]


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def visible_to(self, user: Any) -> "OpinionQuerySet":
        """Their own, and those filed on the dossiers whose opinions they may read; none where they keep away."""
        open_to = Candidacy.objects.for_programme(user)
        others = Q(filed_at__isnull=False, candidacy__in=Candidacy.objects.filter(readable_by(user)))
        return self.filter(Q(member=user) | others, candidacy__in=open_to)

    def filed(self) -> "OpinionQuerySet":
        return self.filter(filed_at__isnull=False)

    def counted(self) -> "OpinionQuerySet":
        """The opinions that count: filed, by members who do not keep away from the dossier."""
        return self.filed().exclude(is_shut(OuterRef("member"), OuterRef("candidacy")))

    def awaited(self) -> "OpinionQuerySet":
        """What is still to be given before the decision, by members who do not keep away."""
        left = self.filter(filed_at__isnull=True, candidacy__state=State.CONFORMING)
        return left.exclude(is_shut(OuterRef("member"), OuterRef("candidacy"))).order_by("asked_at", "pk")

    def locked(self, pk: int) -> "Opinion | None":
        """The opinion, locked until the end of the transaction, after its dossier; None: no longer asked."""
        return self.select_for_update(of=("self",)).select_related("member").filter(pk=pk).first()


class Opinion(models.Model):
    """The opinion asked of a member on a dossier: a draft until it is filed, then it no longer changes."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="opinions"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="membre", on_delete=models.PROTECT, related_name="opinions"
    )
    stance = models.CharField("avis", max_length=20, choices=Stance, blank=True)
    comment = models.TextField("commentaire", blank=True, max_length=5000)
    asked_at = models.DateTimeField("demandé le", default=timezone.now, editable=False)
    saved_at = models.DateTimeField("brouillon enregistré le", null=True, editable=False)
    filed_at = models.DateTimeField("rendu le", null=True, editable=False)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "member"],
                name="one_opinion_per_member",
                violation_error_message="Ce membre donne déjà son avis sur ce dossier.",
            ),
            models.CheckConstraint(
                condition=Q(filed_at__isnull=True) | ~Q(stance=""),
                name="filed_opinion_has_a_stance",
                violation_error_message="Choisissez votre avis avant de le rendre.",
            ),
            models.CheckConstraint(
                condition=Q(filed_at__isnull=True) | ~Q(stance__in=COMMENTED) | ~Q(comment=""),
                name="reserve_and_refusal_are_commented",
                violation_error_message="Expliquez une réserve ou un avis défavorable.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} – {self.member.full_name}"

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return {Stance.FAVOURABLE: "done", Stance.RESERVE: "todo", Stance.UNFAVOURABLE: "stop"}[
            Stance(self.stance)
        ]


class Mark(models.Model):
    """The mark of one member on one judged criterion."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(
        JudgedCriterion, verbose_name="critère", on_delete=models.PROTECT, related_name="marks"
    )
    value = models.PositiveIntegerField("note")

    class Meta:
        verbose_name = "note"
        ordering = ["criterion__position", "criterion_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["opinion", "criterion"], name="one_mark_per_criterion"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} : {self.value}"


class Recusal(models.Model):
    """A member who keeps away from a dossier, as they or an agent declared."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.PROTECT, related_name="recusals"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="membre", on_delete=models.PROTECT, related_name="recusals"
    )
    reason = models.TextField("motif", blank=True, max_length=1000)
    actor_label = models.CharField("déclaré par", max_length=254)
    declared_at = models.DateTimeField("déclaré le", default=timezone.now)

    class Meta:
        verbose_name = "déport"
        ordering = ["declared_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "member"],
                name="one_recusal_per_member",
                violation_error_message="Ce membre s’est déjà déporté de ce dossier.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} – {self.member.full_name}"
