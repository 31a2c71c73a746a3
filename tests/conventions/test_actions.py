"""The acts offered to a manager on the dossier's page, from the vote to the payment."""

import pytest

from applications import actions
from applications.models import Candidacy
from conventions.models import PermanentCommission
from tests.conventions import stages
from tests.factories import agent
from tne38.accounts.enums import Role
from tne38.core import jobs
from tne38.core.errors import DomainError
from tne38.core.models import Job

pytestmark = pytest.mark.django_db


def offered(candidacy: Candidacy, user) -> list[str]:
    return [action.slug for action in actions.offered(Candidacy.objects.get(pk=candidacy.pk), user)]


def act(candidacy: Candidacy, slug: str, user, **posted) -> str:
    """Fill in the act's form as the page does, then carry it out."""
    candidacy = Candidacy.objects.get(pk=candidacy.pk)
    action = actions.find(slug)
    assert action.is_offered(candidacy, user)
    values = {}
    if action.form:
        form = action.form(posted)
        assert form.is_valid(), form.errors
        values = form.cleaned_data
    return action.run(candidacy, values, user)


def test_the_whole_way():
    manager = agent(Role.GESTIONNAIRE)
    candidacy = stages.with_quotes(stages.college_draft())
    assert offered(candidacy, manager) == ["voter"]
    said = act(candidacy, "voter", manager, number="2025 CP06 B 16 31", held_on="2025-06-06")
    assert "3\u00a0400,00\u00a0€" in said
    assert offered(candidacy, manager) == ["generer-convention", "constater-caducite"]
    assert "en cours" in act(candidacy, "generer-convention", manager)
    jobs.run(Job.objects.get(kind="convention").pk)
    assert offered(candidacy, manager) == ["enregistrer-signature", "constater-caducite"]
    act(candidacy, "enregistrer-signature", manager, signed_on="2025-06-20")
    act(candidacy, "notifier", manager, notified_on="2025-07-01")
    act(candidacy, "enregistrer-reception", manager, received_on="2025-09-15")
    said = act(
        candidacy,
        "enregistrer-demande-versement",
        manager,
        justified_expense="3 300,50",
        filed_on="2025-10-01",
    )
    assert "3\u00a0300,50\u00a0€" in said
    assert "3\u00a0300,50\u00a0€" in act(
        candidacy, "enregistrer-versement", manager, mandate_number="2025-1", paid_on="2025-11-05"
    )
    assert offered(candidacy, manager) == []
    assert Candidacy.objects.get().state == "paid"


def test_an_instructor_is_not_offered_the_vote():
    assert "voter" not in offered(stages.with_quotes(stages.college_draft()), agent(Role.INSTRUCTEUR))


def test_a_known_session_is_chosen_from_the_list():
    manager = agent(Role.GESTIONNAIRE)
    candidacy = stages.with_quotes(stages.college_draft())
    known = PermanentCommission.objects.create(number=stages.ACT, held_on="2025-06-06")
    act(candidacy, "voter", manager, commission=str(known.pk))
    assert Candidacy.objects.get().vote_result.commission == known


@pytest.mark.parametrize(
    ("posted", "wrong"),
    [
        ({}, {"number", "held_on"}),
        ({"number": "2025 CP06 B 16 31"}, {"held_on"}),
        ({"number": "CP 6", "held_on": "2025-06-06"}, {"number"}),
    ],
)
def test_a_session_is_chosen_or_described(posted, wrong):
    form = actions.find("voter").form(posted)
    assert not form.is_valid()
    assert set(form.errors) == wrong


def test_a_refused_vote_leaves_no_session_behind():
    candidacy = stages.with_quotes(stages.college_draft())
    with pytest.raises(DomainError, match="précède la décision"):
        act(
            candidacy,
            "voter",
            agent(Role.GESTIONNAIRE),
            number="2025 CP01 B 16 31",
            held_on="2025-01-10",
        )
    assert not PermanentCommission.objects.exists()


def test_a_lapse_asks_for_a_reason():
    convention = stages.notified(stages.college_draft())
    assert not actions.find("constater-caducite").form({}).is_valid()
    act(convention.candidacy, "constater-caducite", agent(Role.GESTIONNAIRE), reason="Délai dépassé")
    assert Candidacy.objects.get().state == "lapsed"
