"""Members of the commission and their opinions, for the tests."""

from applications.models import Call, Candidacy
from reviews.domain import assignment, opinions
from reviews.domain.opinions import Content
from reviews.enums import Stance
from reviews.models import JudgedCriterion, Opinion
from tests.factories import CallFactory, agent
from tne38.accounts.enums import Role
from tne38.accounts.models import User


def member(name: str = "Membre fictif") -> User:
    return agent(Role.COMMISSION, full_name=name)


def judged_call(**fields) -> Call:
    """A call whose members judge one criterion: « Qualité du projet », out of 5, weight 2."""
    call = CallFactory(**fields)
    JudgedCriterion.objects.create(call=call, label="Qualité du projet", weight=2, scale=5)
    return call


def asked(candidacy: Candidacy, user: User | None = None, **content) -> Opinion:
    """The opinion asked of a member, begun when something is written of it."""
    user = user or member()
    others = [opinion.member for opinion in candidacy.opinions.select_related("member")]
    assignment.assign(candidacy, [*others, user], by=None)
    opinion = Opinion.objects.get(candidacy=candidacy, member=user)
    return opinions.save_draft(opinion, Content(**content), by=user) if content else opinion


def filed(candidacy: Candidacy, user: User | None = None, *, stance=Stance.FAVOURABLE, **content) -> Opinion:
    """An opinion filed by a member."""
    opinion = asked(candidacy, user)
    return opinions.file_opinion(opinion, Content(stance, **content), by=opinion.member)
