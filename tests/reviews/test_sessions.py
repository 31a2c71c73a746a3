"""A session: its agenda, its quorum, what it decides, going back before anyone is told."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications import history
from applications.domain import review
from applications.models import Candidacy
from applications.timeline import timeline
from reviews.domain import agenda, attendance, decisions, envelope, letters, sessions
from reviews.domain.attendance import Guest
from reviews.domain.decisions import Choice
from reviews.domain.ranking import rank_call
from reviews.domain.session_decisions import decide_in_session, reopen
from reviews.enums import AttendanceRole, Outcome, Presence, SessionKind
from reviews.models import Decision, Reservation, Session
from tests.agents import conforming, deposited, invited
from tests.factories import LineFactory, MembershipFactory, UserFactory, agent
from tests.reviews.sittings import (
    HELD_ON,
    VALUES,
    dossiers_of,
    endowed_call,
    opened,
    order_of,
    prepared,
    present,
    select,
)
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

pytestmark = pytest.mark.django_db


def refused(act) -> DomainError:
    with pytest.raises(DomainError) as error, transaction.atomic():
        act()
    return error.value


def state_of(candidacy: Candidacy) -> str:
    return Candidacy.objects.get(pk=candidacy.pk).state


class TestPreparation:
    def test_members_and_conforming_dossiers_are_there_at_once(self):
        call = endowed_call()
        first, second = dossiers_of(call, 2)
        deposited(call)
        session = prepared(call)
        assert [row.full_name for row in session.attendances.all()] == ["Membre fictif 1", "Membre fictif 2"]
        assert order_of(session) == [first, second]

    def test_dossiers_above_the_threshold_come_first_then_the_order_of_the_ranking(self):
        call = endowed_call(priority_threshold=Decimal("4000"), standard_threshold=Decimal("4000"))
        dossiers = dossiers_of(call, 4)
        for candidacy in (dossiers[3], dossiers[2]):
            line = candidacy.projects.get().lines.get()
            LineFactory(project=line.project, item=line.item)
        rank_call(call, by=None)
        session = prepared(call)
        assert order_of(session) == [dossiers[2], dossiers[3], dossiers[0], dossiers[1]]
        assert [item.case_by_case for item in session.items.all()] == [True, True, False, False]

    def test_a_commission_technique_leaves_what_is_above_the_threshold_to_the_arbitration(self):
        call = endowed_call(priority_threshold=Decimal("3000"), standard_threshold=Decimal("3000"))
        dossiers = dossiers_of(call, 2)
        technical = prepared(call, kind=SessionKind.TECHNICAL)
        assert not technical.items.exists()
        error = refused(lambda: agenda.set_agenda(technical, dossiers, by=None))
        assert error.field == "dossiers"
        assert prepared(call).items.count() == 2

    def test_a_dossier_is_on_one_agenda_at_a_time(self):
        call = endowed_call()
        first, second = dossiers_of(call, 2)
        one = prepared(call)
        agenda.set_agenda(one, [first], by=None)
        other = sessions.prepare(call, VALUES, by=None)
        assert order_of(other) == [second]
        assert refused(lambda: agenda.set_agenda(other, [first], by=None)).code == "champ_invalide"

    def test_the_date_and_the_place_change_until_it_opens(self):
        call = endowed_call()
        dossiers_of(call, 1)
        session = prepared(call)
        session = sessions.change(session, {**VALUES, "place": "Rectorat"}, by=None)
        assert session.place == "Rectorat"
        sessions.open_session(session, by=None)
        session = sessions.change(session, {**VALUES, "quorum": 1}, by=None)
        assert (session.place, session.quorum) == ("Rectorat", 1)

    def test_a_quorum_is_at_least_one(self):
        assert refused(lambda: prepared(endowed_call(), quorum=0)).field == "__all__"

    @pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
    def test_members_prepare_nothing(self, role):
        call, by = endowed_call(), agent(role)
        with pytest.raises(NotAllowed):
            sessions.prepare(call, VALUES, by=by)
        session = prepared(call)
        with pytest.raises(NotAllowed):
            agenda.set_agenda(session, [], by=by)
        with pytest.raises(NotAllowed):
            attendance.record(session, {}, by=by)
        with pytest.raises(NotAllowed):
            sessions.change(session, VALUES, by=by)


class TestOpening:
    def test_not_before_its_day_nor_without_dossiers(self):
        call = endowed_call()
        session = prepared(call)
        assert refused(lambda: sessions.open_session(session, by=None)).code == "champ_obligatoire"
        dossiers_of(call, 1)
        session = sessions.prepare(call, {**VALUES, "held_on": date(2025, 6, 2)}, by=None)
        eve = datetime(2025, 6, 1, 12, tzinfo=UTC)
        assert refused(lambda: sessions.open_session(session, by=None, at=eve)).field == "held_on"
        assert sessions.open_session(session, by=None, at=datetime(2025, 6, 2, 8, tzinfo=UTC)).is_open

    def test_what_was_reserved_is_kept_for_the_minutes(self):
        call = endowed_call()
        first, _second = dossiers_of(call, 2)
        decisions.decide(first, Outcome.SELECTED, amount=Decimal("3400"), decided_on=HELD_ON, by=None)
        assert opened(call).reserved_before == {"departement": "1700.00", "tne": "1700.00"}

    def test_only_agents_open_and_close(self):
        call = endowed_call()
        dossiers_of(call, 1)
        session = prepared(call)
        with pytest.raises(NotAllowed):
            sessions.open_session(session, by=agent(Role.COMMISSION))
        session = sessions.open_session(session, by=agent(Role.INSTRUCTEUR))
        with pytest.raises(NotAllowed):
            sessions.close_session(session, by=agent(Role.IEN))
        assert sessions.close_session(session, by=agent(Role.GESTIONNAIRE)).is_closed

    def test_the_database_refuses_an_open_session_without_its_date(self):
        session = prepared(endowed_call())
        with pytest.raises(IntegrityError), transaction.atomic():
            Session.objects.filter(pk=session.pk).update(state="open")


class TestQuorum:
    def test_no_decision_without_it(self):
        call = endowed_call()
        [candidacy] = dossiers_of(call, 1)
        session = opened(call)
        present(session, Presence.EXCUSED)
        error = refused(lambda: select(session, candidacy))
        assert error.code == "quorum"
        assert error.message == "Le quorum n’est pas atteint : 0 membre présent, il en faut 2."
        assert state_of(candidacy) == "conforming"

    def test_only_the_chair_and_the_members_count(self):
        session = opened_with_one()
        first, second = session.attendances.all()
        rows = {
            first.pk: (AttendanceRole.CHAIR, Presence.PRESENT),
            second.pk: (AttendanceRole.SECRETARY, Presence.PRESENT),
        }
        quorum = attendance.record(session, rows, by=None, guests=[Guest("Invitée fictive", role="guest")])
        assert (quorum.present, quorum.needed, quorum.reached) == (1, 2, False)

    def test_who_comes_without_an_account_is_present_at_once_in_an_open_session(self):
        session = opened_with_one()
        attendance.record(session, {}, by=None, guests=[Guest("Inspectrice fictive", "Rectorat")])
        assert str(session.attendances.last()) == "Inspectrice fictive, Rectorat"
        assert attendance.quorum_of(session).present == 3


def opened_with_one() -> Session:
    call = endowed_call()
    dossiers_of(call, 1)
    return opened(call)


class TestDeciding:
    def test_the_money_is_reserved_and_nobody_is_told(self):
        call = endowed_call()
        [candidacy] = dossiers_of(call, 1)
        session = opened(call)
        messages = Message.objects.count()
        decision = select(session, candidacy, by=agent(Role.INSTRUCTEUR))
        assert (decision.session, decision.decided_on) == (session, HELD_ON)
        assert state_of(candidacy) == "decided"
        assert [state.reserved for state in envelope.states_of(call)] == [Decimal("1700.00")] * 2
        assert Message.objects.count() == messages
        entry = journal.history(candidacy).get(action="décision enregistrée")
        assert entry.after["seance"] == "Commission d’arbitrage du 12/05/2025"

    def test_the_porteur_reads_that_the_commission_has_studied_and_no_more(self):
        call = endowed_call()
        first, second = dossiers_of(call, 2)
        session = opened(call)
        select(session, first)
        decide_in_session(session, second, Choice(Outcome.REJECTED, reason="Hors programme"), by=None)
        first, second = (Candidacy.objects.get(pk=dossier.pk) for dossier in (first, second))
        assert first.for_applicant == second.for_applicant
        assert first.for_applicant.label == "À l’étude"
        told = [[(event.what, event.reason) for event in timeline(dossier)] for dossier in (first, second)]
        assert told[0] == told[1]
        assert "Hors programme" not in str(told)
        actions = [entry.action for entry in history.entries_of(first)]
        assert "dossier déclaré conforme" in actions
        assert not [action for action in actions if "commission" in action or "décision" in action]

    def test_the_page_of_the_porteur_shows_the_decision_with_its_letter_and_not_before(self, client):
        call = endowed_call()
        [candidacy] = dossiers_of(call, 1)
        client.force_login(MembershipFactory(organisation=candidacy.organisation).user)
        session = opened(call)
        decision = select(session, candidacy, "3000.00", reason="Matériel déjà présent")
        page = reverse("applications:detail", args=[candidacy.pk])
        before = client.get(page).text
        assert "La commission a étudié votre dossier" in before
        for secret in ("La décision", "3\u00a0000,00", "Matériel déjà présent", "Retenu"):
            assert secret not in before
        sessions.close_session(session, by=None)
        letters.notify(decision, by=None)
        after = client.get(page).text
        for told in ("La décision", "3\u00a0000,00", "Matériel déjà présent", "Notification : retenu"):
            assert told in after

    def test_the_rules_of_a_decision_hold_in_session(self):
        call = endowed_call()
        [candidacy] = dossiers_of(call, 1)
        session = opened(call)
        assert refused(lambda: select(session, candidacy, "3000.00")).field == "reason"
        assert (
            refused(lambda: select(session, candidacy, "3400.01", reason="Plus")).code == "montant_invalide"
        )
        reject = Choice(Outcome.REJECTED)
        assert refused(lambda: decide_in_session(session, candidacy, reject, by=None)).field == "reason"

    def test_not_before_it_opens_nor_after_it_closes_nor_off_the_agenda(self):
        call = endowed_call()
        first, second = dossiers_of(call, 2)
        session = prepared(call)
        present(session)
        agenda.set_agenda(session, [first], by=None)
        assert "n’est pas ouverte" in refused(lambda: select(session, first)).message
        sessions.open_session(session, by=None)
        assert "n’est pas à l’ordre du jour" in refused(lambda: select(session, second)).message
        sessions.close_session(session, by=None)
        assert "n’est pas ouverte (close)" in refused(lambda: select(session, first)).message

    def test_the_envelope_holds_and_is_passed_by_an_administrator_alone(self):
        call = endowed_call("2000.00")
        first, second = dossiers_of(call, 2)
        session = opened(call)
        select(session, first)
        assert refused(lambda: select(session, second)).code == "enveloppe"
        with pytest.raises(NotAllowed), transaction.atomic():
            select(session, second, beyond="Accord", by=agent(Role.GESTIONNAIRE))
        select(session, second, beyond="Accord", by=agent(Role.ADMINISTRATEUR))
        assert [state.exceeded for state in envelope.states_of(call)] == [Decimal("1400.00")] * 2

    def test_what_a_session_decided_is_not_decided_again_elsewhere(self):
        call = endowed_call()
        [candidacy] = dossiers_of(call, 1)
        session = opened(call)
        select(session, candidacy)
        error = refused(
            lambda: decisions.decide(candidacy, Outcome.REJECTED, decided_on=HELD_ON, by=None, reason="Non")
        )
        assert "rouvrez d’abord sa décision" in error.message
        assert refused(lambda: select(session, candidacy)).code == "etat"
        assert refused(lambda: review.resume_review(candidacy, by=None, reason="Doute")).code == "etat"

    @pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
    def test_members_decide_nothing_on_the_portal(self, role):
        call = endowed_call()
        [candidacy] = dossiers_of(call, 1)
        with pytest.raises(NotAllowed):
            select(opened(call), candidacy, by=agent(role))

    def test_a_porteur_that_withdraws_gives_the_money_back(self):
        call = endowed_call()
        [candidacy] = dossiers_of(call, 1)
        select(opened(call), candidacy)
        review.withdraw(candidacy, by=None)
        assert not Reservation.objects.exists()


class TestReopening:
    def test_the_money_comes_back_and_the_dossier_is_decided_again(self):
        call = endowed_call("2000.00")
        first, second = dossiers_of(call, 2)
        session = opened(call)
        select(session, first)
        reopen(first, reason="Un devis manquait", by=agent(Role.INSTRUCTEUR))
        assert state_of(first) == "conforming"
        assert not Decision.objects.exists()
        select(session, second)
        entry = journal.history(first).get(action="décision rouverte")
        assert entry.before == {"decision": "Retenu", "montant": "3400.00"}
        assert entry.reason == "Un devis manquait"
        choice = Choice(Outcome.WAITING_LIST)
        assert decide_in_session(session, first, choice, by=None).outcome == "waiting_list"

    def test_not_without_a_reason_nor_once_told(self):
        call = endowed_call()
        first, second = dossiers_of(call, 2)
        select(opened(call), first)
        assert refused(lambda: reopen(first, reason=" ", by=None)).field == "reason"
        decisions.decide(second, Outcome.SELECTED, amount=Decimal("3400"), decided_on=HELD_ON, by=None)
        assert refused(lambda: reopen(second, reason="Erreur", by=None)).code == "etat"
        assert Reservation.objects.count() == 4

    def test_members_and_strangers_reopen_nothing(self):
        call = endowed_call()
        [candidacy] = dossiers_of(call, 1)
        select(opened(call), candidacy)
        for by in (agent(Role.COMMISSION), UserFactory()):
            with pytest.raises(NotAllowed):
                reopen(candidacy, reason="Erreur", by=by)


def test_sessions_are_seen_by_the_programme_alone():
    session = prepared(endowed_call())
    apart = {Role.COMMISSION, Role.IEN}  # they see the calls that are opened to them
    for role in set(Role) - apart:
        assert list(Session.objects.visible_to(agent(role))) == [session]
    for role in apart:
        assert not Session.objects.visible_to(agent(role)).exists()
    assert session in Session.objects.visible_to(invited(session.call))
    assert not Session.objects.visible_to(UserFactory()).exists()


def test_a_dossier_without_rank_comes_last():
    call = endowed_call()
    ranked = dossiers_of(call, 1)
    late = conforming(call)
    assert order_of(prepared(call)) == [*ranked, late]
