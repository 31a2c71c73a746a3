"""The latest ranking of a call, ready to be read: rows, figures, picture. Reads only, constant in queries."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from applications.models import Call, Candidacy, SchoolProject
from tne38.core.models import Job
from tne38.core.money import total

from .criteria import tags
from .domain.ranking import envelope_of, rule_of
from .jobs import KIND
from .models import Ranking, Score
from .picture import Picture, Share, draw
from .report import rule_as_data
from .scoring import fits

WITHIN, ARBITRATED, OUTSIDE = (
    ("done", "dans le seuil"),
    ("todo", "à arbitrer"),
    ("stop", "hors enveloppe"),
)
SUGGESTED = ("done", "proposé")


@dataclass(frozen=True)
class Row:
    """One dossier of the table."""

    score: Score
    school: str
    figures: str
    tags: list[tuple[str, str]]
    outcome: tuple[str, str]
    fits: bool


@dataclass(frozen=True)
class RankingPage:
    """What the page of a call's ranking shows; amounts in euros."""

    call: Call
    ranking: Ranking | None
    job: Job | None
    rows: list[Row]
    envelope: Decimal | None
    proposed: Decimal
    left: Decimal | None
    picture: Picture | None
    stale: list[str]

    @property
    def eligible(self) -> Decimal:
        return total(row.score.amount_eligible for row in self.rows)

    @property
    def automatic(self) -> bool:
        """Whether the ranking followed criteria and thresholds; the call's settings may have changed since."""
        return self.ranking is not None and self.ranking.rule["criteres_minimum"] is not None

    @property
    def priority_threshold(self) -> Decimal:
        return Decimal(self.ranking.rule["seuil_prioritaire"])

    @property
    def standard_threshold(self) -> Decimal:
        return Decimal(self.ranking.rule["seuil_standard"])


def read(call: Call) -> RankingPage:
    """The latest ranking of a call, with the job that makes the next one when it runs."""
    ranking = Ranking.objects.filter(call=call).order_by("-created_at", "-pk").first()
    job = Job.objects.filter(kind=KIND, subject=call.slug).first()
    envelope = envelope_of(call)
    rows = _rows(ranking, envelope) if ranking else []
    used = total(row.score.proposal for row in rows if row.fits)
    shares = [Share(row.score.rank, row.score.proposal, row.outcome[0], row.fits) for row in rows]
    return RankingPage(
        call=call,
        ranking=ranking,
        job=job if job and (job.state in Job.ACTIVE or job.state == Job.State.FAILED) else None,
        rows=rows,
        envelope=envelope,
        proposed=total(row.score.proposal for row in rows),
        left=None if envelope is None else envelope - used,
        picture=draw(shares, envelope) if rows else None,
        stale=_stale(call, ranking) if ranking else [],
    )


def _rows(ranking: Ranking, envelope: Decimal | None) -> list[Row]:
    projects = SchoolProject.objects.select_related("school").only("candidacy_id", "school__name")
    scores = list(
        Score.objects.filter(ranking=ranking)
        .select_related("candidacy__organisation")
        .defer("candidacy__frozen", "candidacy__search_text")
        .prefetch_related(Prefetch("candidacy__projects", projects))
        .order_by("rank")
    )
    proposals = [score.proposal for score in scores]
    taken = fits(proposals, envelope) if envelope is not None else [True] * len(scores)
    return [_row(score, fit) for score, fit in zip(scores, taken, strict=True)]


def _row(score: Score, fit: bool) -> Row:
    names = [project.school.name for project in score.candidacy.projects.all()]
    inputs = score.inputs
    if not fit:
        outcome = OUTSIDE
    elif score.to_arbitrate:
        outcome = ARBITRATED
    else:
        outcome = WITHIN if score.threshold is not None else SUGGESTED
    return Row(
        score=score,
        school=names[0] if len(names) == 1 else f"{score.candidacy.organisation.name} ({len(names)} écoles)",
        figures=f"{inputs['divisions']} divisions · {inputs['eleves']} élèves",
        tags=tags(score.criteria),
        outcome=outcome,
        fits=fit,
    )


def _stale(call: Call, ranking: Ranking) -> list[str]:
    """Why the ranking no longer says what a new one would."""
    reasons = []
    if rule_as_data(rule_of(call)) != ranking.rule:
        reasons.append("les réglages de l’appel ont changé")
    if Candidacy.objects.filter(call=call).in_ranking().count() != ranking.totals.get("dossiers"):
        reasons.append("les dossiers à classer ne sont plus les mêmes")
    return reasons
