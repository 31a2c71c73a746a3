"""The latest ranking of a call, ready to be read: rows, figures, picture. Reads only, constant in queries."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Sum

from applications.models import Call, Candidacy, SchoolProject
from tne38.core.models import Job
from tne38.core.money import ZERO

from .comparison import Place, Sums, sums
from .criteria import tags
from .domain.ranking import envelope_of, envelopes_of, rule_of
from .drawing import Drawing, drawings, outcome_of
from .jobs import KIND
from .models import Opinion, Ranking, Score
from .models.opinions import readable_by
from .report import rule_as_data
from .scoring import fits

ROWS = 60
_NAMES = SchoolProject.objects.select_related("school").only("candidacy_id", "school__name")


@dataclass(frozen=True)
class Row:
    """One dossier of the table."""

    score: Score
    school: str
    figures: str
    tags: list[tuple[str, str]]
    # Those of the members' marks included; None for whoever has to give an opinion first.
    points: int | Decimal | None
    # False for whoever keeps away from the dossier: its pages do not open.
    may_open: bool
    outcome: tuple[str, str]


@dataclass(frozen=True)
class RankingPage:
    """What the page of a call's ranking shows; amounts in euros."""

    call: Call
    ranking: Ranking | None
    job: Job | None
    rows: list[Row]
    pages: Page | None
    eligible: Decimal
    proposed: Decimal
    funded: Sums
    envelope: Decimal | None
    drawings: list[Drawing]
    stale: list[str]

    @property
    def left(self) -> Decimal | None:
        return None if self.envelope is None else self.envelope - self.funded.amount

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


def read(call: Call, user: Any, number: str | None = None) -> RankingPage:
    """The latest ranking of a call, with the job that makes the next one when it runs; `number` of the page."""
    ranking = Ranking.objects.filter(call=call).order_by("-created_at", "-pk").first()
    job = Job.objects.filter(kind=KIND, subject=call.slug).first()
    envelope = envelope_of(call)
    places = _places(ranking, envelope) if ranking else {}
    pages = Paginator(sorted(places), ROWS).get_page(number) if places else None
    scores = Score.objects.filter(ranking=ranking)
    return RankingPage(
        call=call,
        ranking=ranking,
        job=job if job and (job.state in Job.ACTIVE or job.state == Job.State.FAILED) else None,
        rows=_rows(ranking, [places[rank] for rank in pages], user) if ranking and pages else [],
        pages=pages,
        eligible=scores.aggregate(total=Sum("amount_eligible"))["total"] or ZERO,
        proposed=sum((place.proposed for place in places.values()), ZERO),
        funded=sums(places.values()),
        envelope=envelope,
        drawings=drawings(places.values(), envelope, envelopes_of(call)) if places else [],
        stale=_stale(call, ranking) if ranking else [],
    )


def _places(ranking: Ranking, envelope: Decimal | None) -> dict[int, Place]:
    """Every place of a ranking by rank, taken in rank order as long as it fits."""
    columns = ("rank", "proposal", "department_share", "tne_share", "to_arbitrate")
    rows = list(Score.objects.filter(ranking=ranking).order_by("rank").values_list(*columns))
    taken = fits([row[1] for row in rows], envelope) if envelope is not None else [True] * len(rows)
    return {
        rank: Place(rank, proposal, department, tne, fit and proposal > 0, to_arbitrate)
        for (rank, proposal, department, tne, to_arbitrate), fit in zip(rows, taken, strict=True)
    }


def _rows(ranking: Ranking, places: list[Place], user: Any) -> list[Row]:
    scores = (
        Score.objects.filter(ranking=ranking, rank__in=[place.rank for place in places])
        .select_related("candidacy__organisation")
        .defer("candidacy__frozen", "candidacy__search_text")
        .prefetch_related(Prefetch("candidacy__projects", _NAMES))
        .order_by("rank")
    )
    hidden, shut = _hidden(ranking, user), shut_to(user, ranking.call_id)
    return [
        _row(
            score,
            place,
            points=None if score.candidacy_id in hidden else score.total_points,
            may_open=score.candidacy_id not in shut,
        )
        for score, place in zip(scores, places, strict=True)
    ]


def shut_to(user: Any, call: int) -> set[int]:
    """The dossiers of a call, by key, that do not open for this person."""
    return set(Candidacy.objects.filter(call=call).shut_to(user).values_list("pk", flat=True))


def _hidden(ranking: Ranking, user: Any) -> set[int]:
    """The dossiers whose opinions, and so whose points, this person may not read yet."""
    if not ranking.rule.get("criteres_juges"):
        return set()
    ranked = Candidacy.objects.filter(call_id=ranking.call_id)
    return set(ranked.exclude(readable_by(user)).values_list("pk", flat=True))


def _row(score: Score, place: Place, *, points: int | Decimal | None, may_open: bool) -> Row:
    inputs = score.inputs
    return Row(
        score=score,
        school=name_of(score.candidacy),
        figures=f"{inputs['divisions']} divisions · {inputs['eleves']} élèves",
        tags=tags(score.criteria),
        points=points,
        may_open=may_open,
        outcome=outcome_of(place, has_threshold=score.threshold is not None),
    )


def named(keys: list[int]) -> dict[int, Candidacy]:
    """These dossiers, with what `name_of` reads."""
    return (
        Candidacy.objects.select_related("organisation")
        .defer("frozen", "search_text")
        .prefetch_related(Prefetch("projects", _NAMES))
        .in_bulk(keys)
    )


def name_of(candidacy: Candidacy) -> str:
    """The school of a dossier, or its porteur where it holds several; its projects are loaded."""
    names = [project.school.name for project in candidacy.projects.all()]
    return names[0] if len(names) == 1 else f"{candidacy.organisation.name} ({len(names)} écoles)"


def _stale(call: Call, ranking: Ranking) -> list[str]:
    """Why the ranking no longer says what a new one would."""
    reasons = []
    if rule_as_data(rule_of(call)) != ranking.rule:
        reasons.append("les réglages de l’appel ont changé")
    if Candidacy.objects.filter(call=call).in_ranking().count() != ranking.totals.get("dossiers"):
        reasons.append("les dossiers à classer ne sont plus les mêmes")
    if ranking.rule.get("criteres_juges"):
        given = Opinion.objects.filed().filter(candidacy__call=call, filed_at__gt=ranking.created_at)
        if given.exists():
            reasons.append("des avis ont été rendus depuis")
    return reasons
