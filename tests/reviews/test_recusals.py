"""Conflicts of interest: declared, or computed from who acts for the porteur; what they shut, what the minutes say."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications.models import Candidacy
from reviews.domain import agenda, assignment, attendance, minutes, opinions, recusals, scenarios, sessions
from reviews.domain.opinions import Content
from reviews.enums import Presence, Stance
from reviews.models import Opinion, Recusal
from tests.agents import conforming, invited
from tests.conventions.reading import text_of
from tests.factories import CallFactory, MembershipFactory, OrganisationFactory, agent
from tests.reviews.judges import asked, filed, member
from tests.reviews.sittings import VALUES, dossiers_of, endowed_call, present, select
from tne38.accounts.enums import Role
from tne38.accounts.models import User
from tne38.core import files
from tne38.core.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db


def act_for_the_porteur(user: User, candidacy: Candidacy) -> None:
    MembershipFactory(user=user, organisation=candidacy.organisation, role="lecture")


def act_for_its_school(user: User, candidacy: Candidacy) -> None:
    """In another organisation than the porteur."""
    school = candidacy.projects.get().school
    MembershipFactory(user=user, organisation=OrganisationFactory(), role="ecole", school=school)


def declare(user: User, candidacy: Candidacy) -> None:
    recusals.declare(candidacy, user, by=user)


WAYS = pytest.mark.parametrize("keep_away", [declare, act_for_the_porteur, act_for_its_school])


def pages_of(candidacy: Candidacy) -> list[str]:
    session = sessions.prepare(candidacy.call, VALUES, by=None)
    here = [candidacy.pk]
    return [
        reverse("admin:applications_candidacy_change", args=here),
        reverse("admin:reviews_opinion_give", args=here),
        reverse("admin:reviews_opinion_recuse", args=here),
        reverse("admin:reviews_session_run", args=[session.pk, candidacy.pk]),
    ]


@WAYS
def test_the_pages_of_a_dossier_do_not_exist_for_whoever_keeps_away(client, keep_away):
    candidacy, user = conforming(endowed_call()), member()
    asked(candidacy, user)
    paths = pages_of(candidacy)
    client.force_login(user)
    assert [client.get(path).status_code for path in paths] == [200] * 4
    keep_away(user, candidacy)
    assert [client.get(path).status_code for path in paths] == [404] * 4
    assert [client.post(path).status_code for path in paths[1:3]] == [404] * 2
    assert candidacy.number not in client.get(reverse("admin:applications_candidacy_changelist")).text
    assert "0 avis à donner" in client.get(reverse("admin:reviews_opinion_changelist")).text


@WAYS
def test_the_files_and_the_porteur_s_pages_are_shut_as_well_unless_one_acts_for_it(client, keep_away):
    candidacy, user = conforming(), member()
    invited(candidacy.call, user)
    client.force_login(user)
    summary = reverse("applications:detail", args=[candidacy.pk])
    assert client.get(summary).status_code == 200
    keep_away(user, candidacy)
    assert client.get(summary).status_code == (200 if keep_away is act_for_the_porteur else 404)


@WAYS
def test_an_opinion_filed_before_no_longer_counts_and_none_is_given_after(keep_away):
    candidacy, user = conforming(), member()
    opinion, other = filed(candidacy), filed(candidacy, user)
    late = asked(candidacy, member())
    assert set(Opinion.objects.counted()) == {opinion, other}
    keep_away(user, candidacy)
    assert set(Opinion.objects.counted()) == {opinion}
    keep_away(late.member, candidacy)
    with pytest.raises((NotAllowed, DomainError)):
        opinions.file_opinion(late, Content(Stance.FAVOURABLE), by=late.member)
    assert not Opinion.objects.filter(pk=late.pk, filed_at__isnull=False).exists()


@WAYS
def test_whoever_keeps_away_is_not_asked(keep_away):
    call = CallFactory()
    candidacy, away, stays = conforming(call), member("A"), member("B")
    keep_away(away, candidacy)
    with pytest.raises(DomainError, match="A ne peut pas donner d’avis"):
        assignment.assign(candidacy, [away], by=None)
    done = assignment.spread_evenly(call, [away, stays], each=2, by=None)
    assert (done.asked, done.short) == (1, [candidacy])


def test_the_ranking_names_the_dossier_without_leading_to_it(client):
    call, user = endowed_call(), member()
    first, second = dossiers_of(call, 2)
    declare(user, first)
    invited(call, user)
    client.force_login(user)
    answer = client.get(reverse("admin:reviews_ranking_of_call", args=[call.slug]))
    assert [row.may_open for row in answer.context["page"].rows] == [False, True]
    links = [reverse("admin:applications_candidacy_change", args=[item.pk]) for item in (first, second)]
    assert [f'href="{link}"' in answer.text for link in links] == [False, True]
    assert "vous êtes déporté" in answer.text


def test_an_agent_who_acts_for_a_porteur_still_instructs_it():
    """Only members of the commission are shut out; whoever is both is."""
    candidacy, user = conforming(), agent(Role.INSTRUCTEUR)
    act_for_the_porteur(user, candidacy)
    assert Candidacy.objects.for_programme(user).exists()
    user.give_role(Role.COMMISSION)
    assert not Candidacy.objects.for_programme(User.objects.get(pk=user.pk)).exists()


def test_a_recusal_is_the_member_s_or_an_agent_s_to_declare_once():
    candidacy, user = conforming(), member()
    with pytest.raises(NotAllowed):
        recusals.declare(candidacy, user, by=member())
    recusals.declare(candidacy, user, by=agent(Role.INSTRUCTEUR), reason="Conjoint de la cheffe")
    with pytest.raises(DomainError, match="déjà déporté"):
        recusals.declare(candidacy, user, by=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recusal.objects.create(candidacy=candidacy, member=user, actor_label="essai")


def test_a_recusal_declared_by_mistake_is_lifted_by_an_agent_with_a_reason():
    candidacy, user = conforming(), member()
    invited(candidacy.call, user)
    recusal = recusals.declare(candidacy, user, by=user)
    with pytest.raises(NotAllowed):
        recusals.lift(recusal, reason="Erreur", by=user)
    with pytest.raises(DomainError, match="Indiquez le motif"):
        recusals.lift(recusal, reason=" ", by=None)
    recusals.lift(recusal, reason="Erreur de dossier", by=agent(Role.INSTRUCTEUR))
    assert Candidacy.objects.for_programme(user).exists()


def test_whoever_leaves_the_room_does_not_count_and_the_minutes_say_so():
    """Three members there, a quorum of three: one keeps away from the first dossier, which two may not decide."""
    call = endowed_call()
    first, second = dossiers_of(call, 2)
    people = [member(f"Membre fictif {place}") for place in (1, 2, 3)]
    session = sessions.prepare(call, {**VALUES, "quorum": 3}, by=None)
    present(session)
    session = sessions.open_session(session, by=None)
    recusals.declare(first, people[1], by=people[1])
    with pytest.raises(DomainError, match="quorum n’est pas atteint pour ce dossier : 2 membres présents"):
        select(session, first)
    select(session, second)
    sessions.change(session, {"quorum": 2}, by=None)
    select(session, first)
    session = sessions.close_session(session, by=None)
    rulings = {row["dossier"]: row["deports"] for row in session.minutes.data["decisions"]}
    assert rulings == {first.number: ["Membre fictif 2"], second.number: []}
    text = text_of(files.read(minutes.make(session.minutes).file))
    assert text.count("Membre fictif 2 s’est déporté et n’a pas pris part à la délibération") == 1


def test_an_absent_member_leaves_no_room():
    call = endowed_call()
    [candidacy] = dossiers_of(call, 1)
    people = [member(f"Membre fictif {place}") for place in (1, 2)]
    session = sessions.prepare(call, {**VALUES, "quorum": 1}, by=None)
    rows = {
        row.pk: ("member", Presence.EXCUSED if row.user == people[1] else Presence.PRESENT)
        for row in session.attendances.all()
    }
    attendance.record(session, rows, by=None)
    act_for_the_porteur(people[1], candidacy)
    assert recusals.leaving(session, candidacy) == []
    assert recusals.leaving_by_dossier(session) == {}
    assert len(agenda.arrange(session)) == 1


@WAYS
def test_the_scenarios_do_not_show_the_dossier_and_count_it(client, keep_away):
    """Two dossiers of 3 400 € enter with the envelope of the scenario: one is shut, the cost counts both."""
    call, user = endowed_call("1000.00"), member()
    shut, other = dossiers_of(call, 2)
    invited(call, user)
    scenario = scenarios.create(call, {"name": "Essai", "envelope": Decimal("6800.00")}, by=None)
    client.force_login(user)
    path = reverse("admin:reviews_scenario_change", args=[scenario.pk])
    assert client.get(path).context["page"].hidden == 0
    keep_away(user, shut)
    answer = client.get(path)
    assert other.number in answer.text
    assert shut.number not in answer.text
    assert answer.context["page"].difference == Decimal("6800.00")
    assert "1 dossier que vous ne suivez pas n’est pas montré" in answer.text
    assert shut.number not in client.get(f"{path}?montrer=tous&avec=decisions").text
