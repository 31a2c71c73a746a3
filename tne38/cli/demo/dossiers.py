"""The fictitious dossiers: one in every state on each founding call, some on the open ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from applications.domain import drafts, entry, members, organisations, submission
from applications.domain.entry import Source
from applications.domain.organisations import OrganisationValue
from applications.enums import CandidacyState as State
from applications.enums import MembershipRole, Origin
from applications.founding_calls import COLLEGES, PARIS, PRIMARY
from applications.models import Call, Candidacy, School
from equipment.domain.lines import enter_lines
from reviews.domain import ranking
from tne38.accounts.models import User

from . import content, lives
from .accounts import Cast
from .calls import OPEN_COLLEGES, OPEN_PRIMARY

# Each kind of call is answered in time: on the last day for some.
_DEPOSITED_AT = datetime(2025, 2, 21, 17, 30, tzinfo=PARIS)
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
    """One dossier a state; the prioritisation comes when all are deposited and examined."""
    if _has_examples(call):
        return
    owners: dict[State, tuple[Candidacy, User]] = {}
    for rank, (state, applicant) in enumerate(zip(State, applicants, strict=False)):
        origin = Origin.PAPER if state in _PAPER else Origin.ONLINE
        candidacy = _write(call, applicant, rank, reference=f"demo-{state.value}", origin=origin)
        if state != State.DRAFT:
            by = cast.instructor if origin == Origin.PAPER else applicant.user
            owners[state] = submission.submit(candidacy, by=by, at=_DEPOSITED_AT), applicant.user
    for state, (candidacy, user) in owners.items():
        _live(candidacy, lives.BEFORE_RANKING.get(state, lives.CONFORMING), user, cast)
    ranking.rank_call(call, by=cast.instructor)
    for state, (candidacy, user) in owners.items():
        _live(candidacy, lives.AFTER_RANKING.get(state, ()), user, cast)


def _live(candidacy: Candidacy, acts: tuple[lives.Act, ...], user: User, cast: Cast) -> None:
    for act in acts:
        candidacy.refresh_from_db()
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
    return candidacy


@transaction.atomic
def _open_colleges(call: Call, applicants: list[Applicant]) -> None:
    """A deposited dossier, a complete draft and one just begun."""
    if _has_examples(call):
        return
    deposited, complete, begun = applicants[-3:]
    candidacy = _write(call, deposited, 1, reference="demo-ouvert-depose")
    submission.submit(candidacy, by=deposited.user, at=timezone.now())
    _write(call, complete, 2, reference="demo-ouvert-complet")
    draft = drafts.start_for_college(call, begun.schools[0], by=begun.user)
    values = {"description": "[Exemple fictif] Brouillon à compléter.", "socle_domains": [1]}
    drafts.save_answers(draft, draft.projects.get(), values, by=begun.user)


@transaction.atomic
def _open_primary(call: Call, applicants: list[Applicant], cast: Cast) -> None:
    """A deposited dossier, and a draft whose first school is filled in by someone of the école."""
    if _has_examples(call):
        return
    deposited, shared = applicants[-2:]
    candidacy = _write(call, deposited, 1, reference="demo-ouvert-depose")
    submission.submit(candidacy, by=deposited.user, at=timezone.now())
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
