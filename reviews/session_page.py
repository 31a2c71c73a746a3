"""A session and its screen, ready to be read: rows, quorum, envelopes. Reads only, constant in queries."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from applications.models import Candidacy, SchoolProject
from tne38.core.models import Job
from tne38.core.money import ZERO, split

from . import minutes as stated
from .budget import excess
from .domain import agenda, attendance, envelope, letters
from .domain import minutes as minutes_domain
from .domain.attendance import Quorum
from .domain.envelope import FunderState
from .enums import Funder
from .models import AgendaItem, Attendance, Decision, Minutes, Score, Session
from .session_panels import panels_of


@dataclass(frozen=True)
class Row:
    """One dossier of the agenda: its place in the ranking, what was decided."""

    item: AgendaItem
    title: str
    score: Score | None
    decision: Decision | None
    # False for whoever keeps away from the dossier: its pages do not open.
    may_open: bool


@dataclass(frozen=True)
class SessionPage:
    """The whole session."""

    session: Session
    rows: list[Row]
    attendances: list[Attendance]
    quorum: Quorum
    states: list[FunderState]
    # Once the session is closed: what it decided that day, as its minutes say, whatever became of it since.
    minutes: Minutes | None
    stated: stated.Minutes | None
    to_notify: int
    jobs: dict[str, Job]

    @property
    def decided(self) -> int:
        if self.stated is not None:
            return len(self.stated.rulings)
        return sum(row.decision is not None for row in self.rows)

    @property
    def letters_job(self) -> Job | None:
        return self.jobs.get(letters.BATCH_JOB)

    @property
    def minutes_job(self) -> Job | None:
        return self.jobs.get(minutes_domain.JOB)

    @property
    def to_examine(self) -> list[Row]:
        return [row for row in self.rows if row.decision is None]

    @property
    def next_to_examine(self) -> Row | None:
        """The first dossier without a decision that this person may open."""
        return next((row for row in self.to_examine if row.may_open), None)

    @property
    def case_by_case(self) -> int:
        return sum(row.item.case_by_case for row in self.rows)


def read(session: Session, user: Any) -> SessionPage:
    kept = Minutes.objects.filter(session=session).select_related("file").first()
    return SessionPage(
        session=session,
        rows=_rows(session, user),
        attendances=attendance.everyone(session),
        quorum=attendance.quorum_of(session),
        states=envelope.states_of(session.call),
        minutes=kept,
        stated=stated.Minutes.from_data(kept.data) if kept else None,
        to_notify=len(letters.to_notify(session)) if kept else 0,
        jobs=_jobs(session) if kept else {},
    )


def _jobs(session: Session) -> dict[str, Job]:
    """The latest printing of the minutes and the latest sending of the letters."""
    kinds = [minutes_domain.JOB, letters.BATCH_JOB]
    rows = Job.objects.filter(kind__in=kinds, subject=str(session.pk)).order_by("created_at", "pk")
    return {job.kind: job for job in rows}


def _rows(session: Session, user: Any) -> list[Row]:
    projects = SchoolProject.objects.select_related("school__commune").only(
        "candidacy_id", "school__name", "school__commune__name"
    )
    items = (
        session.items.select_related("candidacy__organisation")
        .defer("candidacy__frozen", "candidacy__search_text")
        .prefetch_related(Prefetch("candidacy__projects", projects))
    )
    scores = agenda.scores_in_force(session.call)
    decisions = {decision.candidacy_id: decision for decision in session.decisions.all()}
    studied = Candidacy.objects.for_programme(user).filter(agenda_items__session=session)
    openable = set(studied.values_list("pk", flat=True))
    return [
        Row(
            item,
            title_of(item.candidacy),
            scores.get(item.candidacy_id),
            decisions.get(item.candidacy_id),
            item.candidacy_id in openable,
        )
        for item in items
    ]


def title_of(candidacy: Candidacy) -> str:
    """Its school, or its porteur with how many."""
    names = [project.school.name for project in candidacy.projects.all()]
    return names[0] if len(names) == 1 else f"{candidacy.organisation.name} ({len(names)} écoles)"


@dataclass(frozen=True)
class Screen:
    """One dossier of a session, with what one needs to decide of it; amounts in euros."""

    page: SessionPage
    row: Row
    candidacy: Candidacy
    place: int
    proposal: Decimal
    eligible: Decimal
    missing: dict[str, Decimal]
    panels: list[tuple[str, SafeString]]
    # Without those who leave the room for this dossier.
    quorum: Quorum

    @property
    def ruling(self) -> stated.Ruling | None:
        """What the closed session decided of it, as its minutes say."""
        rulings = self.page.stated.rulings if self.page.stated else ()
        return next((ruling for ruling in rulings if ruling.number == self.candidacy.number), None)

    @property
    def previous(self) -> Row | None:
        return next((row for row in self.page.rows[: self.place - 1][::-1] if row.may_open), None)

    @property
    def following(self) -> Row | None:
        return next((row for row in self.page.rows[self.place :] if row.may_open), None)

    @property
    def fits(self) -> bool:
        return not self.missing

    @property
    def next_to_examine(self) -> Row | None:
        """The next dossier without a decision, after this one, then from the start."""
        here = self.place - 1
        rest = [*self.page.rows[here + 1 :], *self.page.rows[:here]]
        return next((row for row in rest if row.decision is None and row.may_open), None)


def screen(session: Session, candidacy: Candidacy, *, eligible: Decimal, user: Any) -> Screen:
    """The screen of a dossier of the agenda; raises LookupError when it is not on it."""
    page = read(session, user)
    places = {row.item.candidacy_id: place for place, row in enumerate(page.rows, start=1)}
    place = places[candidacy.pk]
    row = page.rows[place - 1]
    proposal = row.score.proposal if row.score else eligible
    return Screen(
        page=page,
        row=row,
        candidacy=candidacy,
        place=place,
        proposal=proposal,
        eligible=eligible,
        missing={} if row.decision else _missing(page.states, candidacy, proposal),
        panels=panels_of(session, candidacy, user),
        quorum=attendance.quorum_of(session, candidacy),
    )


def _missing(states: list[FunderState], candidacy: Candidacy, proposal: Decimal) -> dict[str, Decimal]:
    """What the proposition lacks, by the name of the funder."""
    department, tne = split(proposal, candidacy.terms.tne_share)
    wanted = {Funder.DEPARTMENT: department, Funder.TNE: tne}
    lacks = {
        state.envelope.get_funder_display(): excess(
            wanted=wanted[Funder(state.envelope.funder)],
            amount=state.envelope.amount,
            others=state.reserved,
            current=ZERO,
        )
        for state in states
    }
    return {funder: amount for funder, amount in lacks.items() if amount}
