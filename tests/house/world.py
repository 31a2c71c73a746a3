"""A small portal with something of everything, for the walks over every address.

`World.grow()` adds one more of each: what a page costs must not depend on how many there are.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.domain import review, submission
from applications.models import Call, Candidacy, Commune, Organisation, School
from conventions.domain import generation, votes
from conventions.models import Convention
from equipment.models import Line
from reviews.domain import decisions, ranking
from reviews.enums import Outcome
from tests.applications.territory import commune_with_schools, complete_of_commune
from tests.applications.territory import grow as grow_town
from tests.factories import (
    CallFactory,
    ConnectedClassFactory,
    LineFactory,
    MembershipFactory,
    SchoolFactory,
    UserFactory,
    agent,
    complete_draft,
)
from tne38.accounts.enums import Role
from tne38.accounts.models import User
from tne38.core import jobs
from tne38.core.models import Job

ANONYMOUS = "anonymous"
OWNER = "porteur"
STRANGER = "other porteur"
ROLES = [ANONYMOUS, OWNER, STRANGER, *Role.values]


@dataclass
class World:
    """The rows that the addresses name. `people` maps each role to its account."""

    call: Call
    people: dict[str, User]
    free_school: School  # in no dossier yet
    town: Candidacy  # a draft of a commune, for its écoles
    free_commune: Commune  # that applies for nothing yet
    drafts: list[Candidacy] = field(default_factory=list)
    deposited: list[Candidacy] = field(default_factory=list)
    conforming: list[Candidacy] = field(default_factory=list)
    contracted: list[Candidacy] = field(default_factory=list)

    def grow(self) -> None:
        """One more dossier at each stage, and one more line and class in the first ones."""
        for dossier in [*self.drafts, *self.deposited, *self.conforming, *self.contracted]:
            self._thicken(dossier)
        grow_town(self.town, self.town.projects.count() + 1)
        self.drafts.append(self._draft())
        self.deposited.append(self._deposited())
        self.conforming.append(review.declare_conforming(self._deposited(), by=None))
        selected = review.declare_conforming(self._deposited(), by=None)
        ranking.rank_call(self.call, by=None)
        self.contracted.append(self._contracted(selected))
        with transaction.atomic():
            jobs.enqueue("priorisation", subject=f"{self.call.slug}-{Job.objects.count()}")

    def _draft(self) -> Candidacy:
        draft = complete_draft(self.call)
        seat = {"address": "1 rue de l’Exemple", "postal_code": "38000", "city": "Grenoble"}
        Organisation.objects.filter(pk=draft.organisation_id).update(**seat)
        MembershipFactory(user=self.people[OWNER], organisation=draft.organisation)
        return draft

    def _deposited(self) -> Candidacy:
        return submission.submit(self._draft(), by=None, at=timezone.now())

    def _contracted(self, candidacy: Candidacy) -> Candidacy:
        day = date(2025, 6, 1)
        proposal = ranking.score_in_force(candidacy).proposal
        decisions.decide(candidacy, Outcome.SELECTED, amount=proposal, decided_on=day, by=None)
        decisions.accept_quotes(candidacy, eligible_expense=proposal, by=None)
        number = f"2025 CP06 B 16 {len(self.contracted) + 1}"
        commission = votes.record_commission(number=number, held_on=day, by=None)
        votes.record_vote(Candidacy.objects.get(pk=candidacy.pk), commission, by=None)
        generation.generate(Convention.objects.get(candidacy=candidacy), by=None)
        return Candidacy.objects.get(pk=candidacy.pk)

    @staticmethod
    def _thicken(dossier: Candidacy) -> None:
        project = dossier.projects.get()
        ConnectedClassFactory(project=project, name=f"Classe {project.classes.count() + 1}")
        LineFactory(project=project, item=Line.objects.filter(project=project).first().item)


def build() -> World:
    """A world with one of everything; its first call is open now."""
    now = timezone.now().replace(microsecond=0)
    call = CallFactory(opens_at=now - timedelta(days=10), closes_at=now + timedelta(days=10))
    people = {role: agent(Role(role)) for role in Role.values}
    people[OWNER] = UserFactory(email="porteur@exemple.test")
    people[STRANGER] = UserFactory(email="autre@exemple.test")
    stranger_draft = complete_draft(CallFactory(closes_at=datetime(2030, 1, 1, tzinfo=UTC)))
    MembershipFactory(user=people[STRANGER], organisation=stranger_draft.organisation)
    for role in (Role.GESTIONNAIRE, Role.ADMINISTRATEUR):
        TOTPDevice.objects.create(user=people[role], name="essai", confirmed=True)
    town = complete_of_commune(1)
    MembershipFactory(user=people[OWNER], organisation=town.organisation)
    world = World(call, people, SchoolFactory(), town, commune_with_schools(1))
    world.grow()
    return world


def sign_in(client, world: World, role: str) -> None:
    """Open a session for a role, its second factor presented where there is one."""
    client.logout()
    if role == ANONYMOUS:
        return
    user = world.people[role]
    client.force_login(user)
    device = TOTPDevice.objects.filter(user=user).first()
    if device is not None:
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
