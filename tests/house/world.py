"""A small portal with something of everything, for the walks over every address.

`World.grow()` adds one more of each: what a page costs must not depend on how many there are.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from applications.domain import invitations, questions, review, submission
from applications.domain.attachments import Filing, add_attachment
from applications.domain.members import Access
from applications.domain.paper import Post, start_on_paper_for_college
from applications.domain.saved_views import save_view
from applications.enums import CandidacyState, MembershipRole
from applications.models import (
    Call,
    Candidacy,
    Commune,
    Invitation,
    Organisation,
    PieceKind,
    School,
)
from conventions.domain import commissions, generation, report, texts, votes
from conventions.models import Convention, PermanentCommission, TextKind
from equipment.models import Line
from reviews.domain import (
    agenda,
    attendance,
    decisions,
    funding,
    grid,
    letters,
    minutes,
    ranking,
    recusals,
    scenarios,
    sessions,
)
from reviews.domain.decisions import Choice
from reviews.domain.session_decisions import decide_in_session
from reviews.enums import Fact, Funder, Outcome
from reviews.models import CheckItem, JudgedCriterion, Scenario, Session
from tests.applications.asking import ask
from tests.applications.territory import commune_with_schools, complete_of_commune
from tests.applications.territory import grow as grow_town
from tests.conventions.invoices import file, invoiced
from tests.equipment.quoting import with_accepted_quotes
from tests.exchange.dossiers import college
from tests.exchange.spreadsheet.files import examined, workbook
from tests.factories import (
    CallFactory,
    ConnectedClassFactory,
    LineFactory,
    MembershipFactory,
    SchoolFactory,
    UserFactory,
    agent,
    complete_draft,
    siret,
)
from tests.pieces import sent
from tests.reviews.judges import asked, filed, member
from tne38.accounts.enums import Role
from tne38.accounts.models import User
from tne38.core import jobs
from tne38.core.models import Job
from tne38.exchange.models import SheetImport
from tne38.notifications.models import Message

from . import buying, deploying, invoicing
from .answers import answered

ANONYMOUS = "anonymous"
OWNER = "porteur"
WRITER = "member for one school"
READER = "member who reads"
STRANGER = "other porteur"
ROLES = [ANONYMOUS, OWNER, WRITER, READER, STRANGER, *Role.values]


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
    asked: list[Candidacy] = field(default_factory=list)  # under a request for corrections
    conforming: list[Candidacy] = field(default_factory=list)
    contracted: list[Candidacy] = field(default_factory=list)
    waiting: list[Candidacy] = field(default_factory=list)
    quoting: list[Candidacy] = field(default_factory=list)  # selected, their quotes to be checked
    launched: list[Candidacy] = field(default_factory=list)  # ordered and received in part
    buying: list[Candidacy] = field(default_factory=list)  # delivered, invoices being typed
    claimed: list[Candidacy] = field(default_factory=list)  # the payment is asked for
    paid: list[Candidacy] = field(default_factory=list)  # then something is claimed back
    papers: list[Candidacy] = field(default_factory=list)  # forms being typed by an agent
    sheets: list[SheetImport] = field(default_factory=list)  # examined, to be confirmed
    sessions: list[Session] = field(default_factory=list)  # open, prepared, closed; then more of them

    commissions: list[PermanentCommission] = field(
        default_factory=list
    )  # prepared, arrested, voted; then more

    @property
    def invitation(self) -> Invitation:
        """One that waits."""
        return self.town.organisation.invitations.order_by("pk")[0]

    @property
    def secret(self) -> str:
        """What the link of the last invitation holds."""
        body = Message.objects.filter(kind="invitation").order_by("pk").last().body
        return re.search(r"/invitation/([\w-]+)/", body).group(1)

    def grow(self) -> None:
        """One more dossier at each stage, and one more line and class in the first ones; one more person."""
        JudgedCriterion.objects.create(call=self.call, label=f"Critère {JudgedCriterion.objects.count()}")
        for dossier in [*self.drafts, *self.deposited, *self.asked, *self.conforming, *self.contracted]:
            self._thicken(dossier)
        grow_town(self.town, self.town.projects.count() + 1)
        self._more_people()
        count = self.call.check_items.count()
        CheckItem.objects.create(call=self.call, label=f"Point {count}", fact=Fact.RATES)
        save_view(f"Vue {self.town.projects.count()}", "etat=deposited", by=self.people[Role.INSTRUCTEUR])
        self._add_piece(self.town)
        self.papers.append(self._paper())
        self.drafts.append(self.draft())
        self.deposited.append(self._deposited())
        self.asked.append(self._deposited())
        ask(self.asked[-1], ("etablissement", "pupils"), ("classes", ""), ("pieces-demandees", ""))
        owner = User.objects.get(pk=self.people[OWNER].pk)
        questions.write(self.asked[0], "Quand répondez-vous ?", by=owner, at=timezone.now())
        self.conforming.append(review.declare_conforming(self._deposited(), by=None))
        selected = review.declare_conforming(self._deposited(), by=None)
        waiting = review.declare_conforming(self._deposited(), by=None)
        ranking.rank_call(self.call, by=None)
        self._try(selected)
        self.contracted.append(self._contracted(selected))
        self._buy()
        decisions.decide(waiting, Outcome.WAITING_LIST, decided_on=date(2025, 6, 1), by=None)
        self.waiting.append(Candidacy.objects.get(pk=waiting.pk))
        sent = workbook(college("P-001"), {**college("P-002"), "origine": "fax"})
        self._meet()
        texts.publish(texts.save_draft(TextKind.OGEC, texts.packaged("ogec"), by=None), by=None)
        self.sheets.append(examined(self.call, sent, by=self.people[Role.GESTIONNAIRE]))
        self._sit()
        self._judge()
        deploying.grow(self)
        with transaction.atomic():
            jobs.enqueue("priorisation", subject=f"{self.call.slug}-{Job.objects.count()}")

    def _try(self, candidacy: Candidacy) -> None:
        """One more scenario, with an amount for each dossier that the last one gave an amount."""
        values = {"name": f"Essai {Scenario.objects.count() + 1}", "minimum_criteria": 1}
        scenario = scenarios.create(self.call, values, by=None, like=Scenario.objects.last())
        scenarios.fix_amounts(scenario, {candidacy.pk: Decimal("100.00")}, by=None)

    def _more_people(self) -> None:
        """One more member of the commune, and one more invitation."""
        organisation = self.town.organisation
        count = MembershipFactory(organisation=organisation, role="lecture").pk
        invitations.invite(
            organisation,
            email=f"invitation{count}@exemple.test",
            access=Access(MembershipRole.SCHOOL, self.town.projects.order_by("-position")[0].school),
            by=self.people[OWNER],
            at=timezone.now(),
        )

    def _sit(self) -> None:
        """Two more dossiers at the open session, one of them decided; another session prepared."""
        examined = [review.declare_conforming(self._deposited(), by=None) for _ in range(2)]
        values = {"kind": "arbitrage", "held_on": date(2025, 6, 1), "place": "Grenoble", "quorum": 1}
        if not self.sessions:
            self.sessions.append(sessions.open_session(self._prepare(values), by=None))
        chosen = [
            *agenda.candidates(self.sessions[0]).filter(agenda_items__session=self.sessions[0]),
            *examined,
        ]
        agenda.set_agenda(self.sessions[0], chosen, by=None)
        guests = [attendance.Guest(f"Personne fictive {len(self.sessions)}")]
        attendance.record(self.sessions[0], {}, by=None, guests=guests)
        decide_in_session(self.sessions[0], examined[1], Choice(Outcome.WAITING_LIST), by=None)
        self.sessions.append(self._prepare(values))
        self._close_another(values)

    def _judge(self) -> None:
        """One more member who files an opinion, one who keeps away; one more opinion to give."""
        marks = {criterion.key: 3 for criterion in grid.criteria_of(self.call)}
        examined = self.sessions[0].items.filter(candidacy__state=CandidacyState.CONFORMING)
        item = examined.exclude(candidacy=self.conforming[0]).order_by("pk")[0]
        sits = User.objects.get(pk=self.people[Role.COMMISSION].pk)
        if not sits.opinions.exists():
            filed(item.candidacy, sits, marks=marks)
        for dossier in (item.candidacy, self.conforming[0]):
            filed(dossier, marks=marks)
            recusals.declare(dossier, member(), by=None)
        asked(self.conforming[-1], sits)
        ranking.rank_call(self.call, by=None)

    def _close_another(self, values: dict[str, object]) -> None:
        """A closed session with its minutes and a letter, kept at the end of the list."""
        session, [chosen] = self.sessions.pop(), [review.declare_conforming(self._deposited(), by=None)]
        agenda.set_agenda(session, [chosen], by=None)
        session = sessions.open_session(session, by=None)
        attendance.record(session, {}, by=None, guests=[attendance.Guest("Personne fictive")])
        decision = decide_in_session(session, chosen, Choice(Outcome.REJECTED, reason="Essai"), by=None)
        sessions.close_session(session, by=None)
        minutes.make(session.minutes)
        letters.notify(decision, by=None)
        self.sessions += [self._prepare(values), session]

    def _prepare(self, values: dict[str, object]) -> Session:
        return sessions.prepare(self.call, values, by=None)

    def join(self, dossier: Candidacy) -> None:
        """Make the three members of its porteur what their role says."""
        school = dossier.projects.order_by("position")[0].school
        for role, fields in (
            (OWNER, {}),
            (READER, {"role": "lecture"}),
            (WRITER, {"role": "ecole", "school": school}),
        ):
            MembershipFactory(user=self.people[role], organisation=dossier.organisation, **fields)

    def draft(self) -> Candidacy:
        draft = complete_draft(self.call)
        seat = {"address": "1 rue de l’Exemple", "postal_code": "38000", "city": "Grenoble"}
        Organisation.objects.filter(pk=draft.organisation_id).update(**seat)
        self.join(draft)
        self._add_piece(draft)
        return draft

    def _paper(self) -> Candidacy:
        today = timezone.localdate()
        post, number = Post(today, today), siret(990000 + len(self.papers))
        instructor = self.people[Role.INSTRUCTEUR]
        return start_on_paper_for_college(self.call, SchoolFactory(), number, post, by=instructor)

    def _deposited(self) -> Candidacy:
        return submission.submit(self.draft(), by=None, at=timezone.now())

    def _contracted(self, candidacy: Candidacy) -> Candidacy:
        day = date(2025, 6, 1)
        proposal = ranking.score_in_force(candidacy).proposal
        decisions.decide(candidacy, Outcome.SELECTED, amount=proposal, decided_on=day, by=None)
        with_accepted_quotes(candidacy, proposal)
        number = f"2025 CP06 B 16 {Convention.objects.count() + 1}"
        commission = votes.record_commission(number=number, held_on=day, by=None)
        votes.record_vote(Candidacy.objects.get(pk=candidacy.pk), commission, by=None)
        convention = generation.generate(Convention.objects.get(candidacy=candidacy), by=None)
        answered(convention)
        return Candidacy.objects.get(pk=candidacy.pk)

    def _meet(self) -> None:
        """One more dossier at each of three meetings of the commission permanente, or in another three."""
        for stage in range(3):
            dossier = self._with_quotes()
            day = date(2025, 6, 1 + len(self.commissions))
            meeting = commissions.prepare(held_on=day, chosen=[dossier], by=None)
            if stage:
                meeting = report.freeze(meeting, by=None)
            if stage == 2:
                act = votes.Act(f"2025 CP07 B 17 {len(self.commissions)}")
                meeting = votes.record_result(report.make(meeting), act, {}, by=None)
            self.commissions.append(meeting)
        if len(self.commissions) > 3:
            first = self.commissions[0]
            commissions.change(first, held_on=first.held_on, chosen=self._chosen_of(first), by=None)

    def _chosen_of(self, meeting: PermanentCommission) -> list[Candidacy]:
        return [*Candidacy.objects.filter(commission_items__commission=meeting), self._with_quotes()]

    def _with_quotes(self) -> Candidacy:
        candidacy = deploying.selected(self.draft())
        with_accepted_quotes(candidacy)
        return Candidacy.objects.get(pk=candidacy.pk)

    def _buy(self) -> None:
        """One dossier whose invoices are being typed, one whose payment is asked for; one invoice more in the first."""
        self.buying.append(self._delivered())
        self.claimed.append(self._delivered())
        file(self.claimed[-1].convention)
        invoicing.pay(self, self._delivered())
        if len(self.buying) > 1:
            invoiced(self.buying[0].convention, (1, "10.00"), number=f"G-{len(self.buying)}")

    def _delivered(self) -> Candidacy:
        selected = review.declare_conforming(self._deposited(), by=None)
        ranking.rank_call(self.call, by=None)
        return buying.delivered(self._contracted(selected).convention)

    @staticmethod
    def _add_piece(dossier: Candidacy) -> None:
        """One more kind of piece, and one more piece of it, of the last school."""
        rank = dossier.attachments.count()
        kind = PieceKind.objects.create(call=dossier.call, label=f"Pièce {PieceKind.objects.count()}")
        filing = Filing(kind=kind, project=dossier.projects.order_by("pk").last())
        add_attachment(dossier, sent(f"piece-{rank}.pdf"), filing, by=None)

    @classmethod
    def _thicken(cls, dossier: Candidacy) -> None:
        project = dossier.projects.get()
        if dossier.state == CandidacyState.DRAFT:
            cls._add_piece(dossier)
        ConnectedClassFactory(project=project, name=f"Classe {project.classes.count() + 1}")
        line = Line.objects.filter(project=project).first()
        LineFactory(project=project, item=line.item, unit_cap=line.unit_cap)


def build() -> World:
    """A world with one of everything; its first call is open now."""
    now = timezone.now().replace(microsecond=0)
    call = CallFactory(opens_at=now - timedelta(days=10), closes_at=now + timedelta(days=10))
    people = {role: agent(Role(role)) for role in Role.values}
    people[OWNER] = UserFactory(email="porteur@exemple.test")
    people[WRITER] = UserFactory(email="direction@exemple.test")
    people[READER] = UserFactory(email="lecture@exemple.test")
    people[STRANGER] = UserFactory(email="autre@exemple.test")
    stranger_draft = complete_draft(CallFactory(closes_at=datetime(2030, 1, 1, tzinfo=UTC)))
    MembershipFactory(user=people[STRANGER], organisation=stranger_draft.organisation)
    for role in (Role.GESTIONNAIRE, Role.ADMINISTRATEUR):
        TOTPDevice.objects.create(user=people[role], name="essai", confirmed=True)
    town = complete_of_commune(1)
    funding.endow(call, dict.fromkeys(Funder, Decimal("99000.00")))
    world = World(call, people, SchoolFactory(), town, commune_with_schools(1))
    world.join(town)
    world.grow()
    return world
