"""The fictitious dossiers: one in every state on each founding call, some on the open ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from applications.domain import drafts, entry, members, organisations, submission
from applications.domain.editing import Place
from applications.domain.entry import Source
from applications.domain.organisations import OrganisationValue
from applications.enums import CandidacyState as State
from applications.enums import MembershipRole, Origin
from applications.founding_calls import COLLEGES, PARIS, PRIMARY
from applications.models import Call, Candidacy, School
from equipment.domain.lines import enter_lines
from reviews.domain import ranking
from tne38.accounts.models import User

from . import clock, content, exchanges, judging, lives, meetings, papers, queue, sittings, trials
from .accounts import Cast
from .calls import OPEN_COLLEGES, OPEN_PRIMARY

# Each kind of call is answered in time: on the last day for some.
_DEPOSITED_AT = datetime(2025, 2, 21, 17, 30, tzinfo=PARIS)
_RANKED_AT = datetime(2025, 5, 5, 10, 0, tzinfo=PARIS)
_PAPER = {State.IN_REVIEW, State.PAID}


@dataclass(frozen=True)
class Applicant:
    """A porteur of the demonstration: the account that owns it, its identity and its schools."""

    user: User
    value: OrganisationValue
    schools: list[School]


def colleges(cast: Cast) -> list[Applicant]:
    """The invented OGEC of every private collège, owned in turn by the two accounts."""
    return [
        Applicant(cast.colleges[rank % 2], content.ogec(rank + 1, college, at=_DEPOSITED_AT), [college])
        for rank, college in enumerate(content.colleges())
    ]


def communes(cast: Cast) -> list[Applicant]:
    """Some communes, owned in turn by the two accounts."""
    found = content.communes(len(State) + 2)
    return [
        Applicant(cast.communes[rank % 2], content.mairie(commune), schools)
        for rank, (commune, schools) in enumerate(found)
    ]


def write_all(cast: Cast) -> None:
    """Write what is missing; a call that has its fictitious dossiers is left as it is."""
    for slug, applicants in ((COLLEGES, colleges(cast)), (PRIMARY, communes(cast))):
        _in_every_state(Call.objects.get(slug=slug), applicants, cast)
    _open_colleges(Call.objects.get(slug=OPEN_COLLEGES), colleges(cast))
    _open_primary(Call.objects.get(slug=OPEN_PRIMARY), communes(cast), cast)


def _has_examples(call: Call) -> bool:
    return Candidacy.objects.filter(call=call, reference__startswith="demo-").exists()


@transaction.atomic
def _in_every_state(call: Call, applicants: list[Applicant], cast: Cast) -> None:
    """One dossier a state; the prioritisation, then the sessions, come when all are deposited and examined."""
    if _has_examples(call):
        return
    with clock.at(_DEPOSITED_AT):
        owners = _deposit_all(call, applicants, cast)
        queue.drain()
    for state, (candidacy, user) in owners.items():
        _live(candidacy, user, lives.BEFORE_RANKING.get(state, lives.CONFORMING), cast)
    with clock.at(_RANKED_AT):
        ranking.rank_call(call, by=cast.instructor)
        trials.suggest(call, cast)
    sittings.hold(call, {state: candidacy for state, (candidacy, _) in owners.items()}, cast)
    for state, (candidacy, user) in owners.items():
        if state in {State.QUOTES_ACCEPTED, *lives.AFTER_VOTE}:
            _live(candidacy, user, lives.BEFORE_VOTE, cast)
    meetings.vote(call, [owners[state][0] for state in lives.AFTER_VOTE], cast)
    for state, steps in lives.AFTER_VOTE.items():
        _live(*owners[state], steps, cast)


def _deposit_all(call: Call, applicants: list[Applicant], cast: Cast) -> dict[State, tuple[Candidacy, User]]:
    """A dossier for each state to come, with the account that owns it; the draft stays one."""
    owners: dict[State, tuple[Candidacy, User]] = {}
    for rank, (state, applicant) in enumerate(zip(State, applicants, strict=False)):
        origin = Origin.PAPER if state in _PAPER else Origin.ONLINE
        candidacy = _write(call, applicant, rank, reference=f"demo-{state.value}", origin=origin)
        if state != State.DRAFT:
            by = cast.instructor if origin == Origin.PAPER else applicant.user
            owners[state] = submission.submit(candidacy, by=by, at=_DEPOSITED_AT), applicant.user
    return owners


def _live(candidacy: Candidacy, user: User, steps: tuple[lives.Step, ...], cast: Cast) -> None:
    for day, act in steps:
        candidacy.refresh_from_db()
        with clock.at(clock.moment(day)):
            act(candidacy, user, cast)


def _write(
    call: Call, applicant: Applicant, rank: int, *, reference: str, origin: str = Origin.ONLINE
) -> Candidacy:
    """A complete draft of this porteur."""
    organisation = organisations.find_or_create(applicant.value)
    members.add_member(organisation, applicant.user, MembershipRole.MANAGER, by=None)
    paper = _DEPOSITED_AT.date() if origin == Origin.PAPER else None
    source = Source(origin=origin, postmark_on=paper, received_on=paper, reference=reference)
    values = [content.project(rank, school, call) for school in applicant.schools]
    candidacy, projects = entry.enter(call, organisation, values, source, by=applicant.user)
    enter_lines(
        (project, content.equipment(rank, value, call))
        for project, value in zip(projects, values, strict=True)
    )
    candidacy.refresh_search_text()
    candidacy.save()
    if origin == Origin.ONLINE:
        papers.join_measure(candidacy, by=applicant.user)
    return candidacy


@transaction.atomic
def _open_colleges(call: Call, applicants: list[Applicant]) -> None:
    """A deposited dossier, a complete draft and one just begun."""
    if _has_examples(call):
        return
    deposited, complete, begun = applicants[-3:]
    candidacy = _write(call, deposited, 1, reference="demo-ouvert-depose")
    candidacy = submission.submit(candidacy, by=deposited.user, at=timezone.now())
    exchanges.ask_a_question(candidacy, by=deposited.user)
    _write(call, complete, 2, reference="demo-ouvert-complet")
    draft = drafts.start_for_college(call, begun.schools[0], by=begun.user)
    values = {"description": "[Exemple fictif] Brouillon à compléter.", "socle_domains": [1]}
    project = draft.projects.get()
    drafts.save_answers(Place(draft, "projet", project), project, values, by=begun.user)


@transaction.atomic
def _open_primary(call: Call, applicants: list[Applicant], cast: Cast) -> None:
    """A deposited dossier, and a draft whose first school is filled in by someone of the école."""
    if _has_examples(call):
        return
    judging.set_grid(call)
    shared, deposited = applicants[-2:]
    candidacy = _write(call, deposited, 1, reference="demo-ouvert-depose")
    candidacy = submission.submit(candidacy, by=deposited.user, at=timezone.now())
    exchanges.ask_for_corrections(candidacy, by=cast.instructor)
    draft = _write(call, shared, 2, reference="demo-ouvert-partage")
    members.add_member(
        draft.organisation, cast.school, MembershipRole.SCHOOL, by=shared.user, school=shared.schools[0]
    )


def as_data(cast: Cast) -> Iterator[dict[str, str | None]]:
    """The dossiers owned by the demonstration's accounts, as `demo --json` prints them."""
    owners = [*cast.colleges, *cast.communes]
    rows = (
        Candidacy.objects.filter(
            organisation__memberships__user__in=owners,
            organisation__memberships__role=MembershipRole.MANAGER,
        )
        .order_by("call__slug", "pk")
        .values_list("number", "state", "call__slug", "organisation__memberships__user__email")
    )
    for number, state, slug, email in rows:
        yield {"numero": number, "etat": state, "appel": slug, "porteur": email}
