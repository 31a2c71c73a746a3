"""The table of the workflow: every state told to both sides, every transition named, nothing from anywhere."""

import pytest

from applications.domain import review, submission
from applications.enums import CandidacyState
from applications.models import Candidacy
from applications.workflow import FOR_APPLICANT
from conventions.models import Convention
from reviews.models import Session
from tests.agents import invited
from tests.applications.test_submission import BEFORE
from tests.factories import MembershipFactory, UserFactory, agent, complete_draft
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.workflow import transitions


def test_every_state_is_told_to_the_applicant():
    assert set(FOR_APPLICANT) == set(CandidacyState)
    assert {wording.who for wording in FOR_APPLICANT.values()} == {
        "porteur",
        "departement",
        "commission",
        "personne",
    }


@pytest.mark.parametrize("model", [Candidacy, Session, Convention])
def test_every_transition_is_declared_with_its_words_and_permission(model):
    for arrow in transitions(model):
        assert "*" not in arrow.sources
        assert "+" not in arrow.sources
        assert arrow.doc
        assert arrow.wording.act
        assert arrow.wording.applicant
        assert "." in arrow.permission


def test_every_state_but_the_first_can_be_reached():
    reached = {arrow.target for arrow in transitions(Candidacy)}
    assert set(CandidacyState) - reached == {CandidacyState.DRAFT}


def test_a_state_is_never_assigned():
    with pytest.raises(AttributeError):
        Candidacy(state="draft").state = "paid"


@pytest.mark.django_db
class TestActs:
    def deposited(self):
        return submission.submit(complete_draft(), by=None, at=BEFORE)

    def test_conformity_is_written_in_the_journal(self):
        by = agent(Role.INSTRUCTEUR)
        candidacy = review.declare_conforming(self.deposited(), by=by)
        assert candidacy.state == "conforming"
        entry = journal.history(candidacy).last()
        assert (entry.before, entry.after, entry.actor_id) == (
            {"etat": "deposited"},
            {"etat": "conforming"},
            by.pk,
        )

    def test_a_verdict_against_the_porteur_has_a_reason(self):
        candidacy = self.deposited()
        with pytest.raises(DomainError) as refused:
            review.declare_non_conforming(candidacy, by=None, reason="  ")
        assert refused.value.field == "reason"
        candidacy = review.declare_non_conforming(candidacy, by=None, reason="ENT absent")
        assert review.last_reason(candidacy) == "ENT absent"

    def test_an_act_out_of_turn_is_refused_with_the_stage(self):
        candidacy = review.declare_conforming(self.deposited(), by=None)
        with pytest.raises(DomainError) as refused:
            review.start_review(candidacy, by=None)
        assert refused.value.code == "etat"
        assert "Conforme" in refused.value.message

    @pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
    def test_only_agents_instruct(self, role):
        with pytest.raises(NotAllowed):
            review.start_review(self.deposited(), by=agent(role))

    def test_the_porteur_does_not_instruct_its_own_dossier(self):
        candidacy = self.deposited()
        member = MembershipFactory(organisation=candidacy.organisation).user
        with pytest.raises(NotAllowed):
            review.declare_conforming(candidacy, by=member)

    def test_a_withdrawn_dossier_frees_its_school(self):
        candidacy = self.deposited()
        member = MembershipFactory(organisation=candidacy.organisation).user
        assert review.withdraw(candidacy, by=member).state == "withdrawn"
        assert not candidacy.projects.get().filed

    def test_a_stranger_neither_deposits_nor_withdraws(self):
        with pytest.raises(NotAllowed):
            submission.submit(complete_draft(), by=UserFactory(), at=BEFORE)
        with pytest.raises(NotAllowed):
            review.withdraw(self.deposited(), by=UserFactory())


@pytest.mark.django_db
class TestVisibility:
    def test_a_draft_is_seen_by_its_members_only(self):
        draft = complete_draft()
        member = MembershipFactory(organisation=draft.organisation).user
        assert list(Candidacy.objects.visible_to(member)) == [draft]
        for other in (UserFactory(), agent(Role.INSTRUCTEUR), agent(Role.ADMINISTRATEUR)):
            assert not Candidacy.objects.visible_to(other).exists()

    @pytest.mark.parametrize("role", list(Role))
    def test_a_deposited_dossier_is_seen_by_the_programme(self, role):
        candidacy = submission.submit(complete_draft(), by=None, at=BEFORE)
        assert list(Candidacy.objects.visible_to(invited(candidacy.call, agent(role)))) == [candidacy]
        assert not Candidacy.objects.visible_to(UserFactory()).exists()
